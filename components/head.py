"""The head of a page: its name small, the sentence that says what the page means large."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from calculators.evaluation import Result
from calculators.scenario import Remark
from components import document
from components.why import why
from figures.answer import is_example, own_inputs, payback_to_write
from figures.uncertainty import DRAWN, InDraws
from wording import Answer, headline, provenance, safe, safe_money, second_line

HEADLINES = (
    "roi",
    "npv",
    "payback_month",
    "flywheel",
    "pv_benefits",
    "pv_costs",
    "own_value_share",
    "roi_going_on",
    "npv_going_on",
)
IN_DRAWS = tuple(f"{DRAWN}{name}" for name in ("roi", "npv", "payback_month", "roi_going_on"))
"""Their ranges, which the line below the sentence says."""


def head(page: str, sentence: str) -> None:
    """Draw the name of the page and its sentence, which is the page's heading.

    Parameters
    ----------
    page
        Name of the page; empty where something else already stands above.
    sentence
        What its numbers mean; plain text, made safe here.
    """
    if page:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(page)
            if page != "Share":
                share_button()
    st.title(safe(sentence, limit=600), anchor=False)


def share_button() -> None:
    """Draw the way to the Share page."""
    st.page_link("share.py", label="Share", icon=":material/share:")


def answer_sentence(facts: Answer | None = None) -> str:
    """Return the headline of the open scenario, from facts of its draws where they are given."""
    return headline(facts or document.facts(), formats=document.formats())


def in_short(sentence: str) -> str:
    """Return the headline without the words that it is an example's."""
    return sentence.removeprefix(f"{provenance(document.facts())}. ")


def below_the_sentence(facts: Answer | None = None) -> None:
    """Draw the second line, and whose numbers the answer rests on; from facts of the draws where they are given."""
    facts = facts or document.facts()
    # one place on the page however many lines there are: where an edit adds one, the browser would draw anew all that
    # stands below
    with st.container():
        if second := second_line(facts, document.formats()):
            st.markdown(safe_money(second))
        # an example says so in its sentence
        if not facts.example:
            st.caption(safe(provenance(facts)))


def say_remarks(remarks: Iterable[Remark]) -> None:
    """Draw what is remarked on in the answer, in one place on the page however much that is."""
    with st.container():
        for remark in remarks:
            st.warning(safe(document.as_sentence(remark.message)), icon=":material/visibility:")


def whose(result: Result) -> None:
    """Draw whose numbers a page rests on, for pages without the headline."""
    resolved = result.resolved
    facts = Answer(
        horizon_months=result.horizon,
        roi=result.hard.roi,
        npv=result.hard.npv,
        pv_benefits=result.hard.pv_benefits,
        pv_costs=result.hard.pv_costs,
        own_inputs=own_inputs(resolved),
        quick_inputs=len(resolved.scenario.point.quick),
        own_value_share=result.own_value_share,
        example=is_example(resolved),
    )
    st.caption(safe(provenance(facts)))


def headline_metrics(result: Result, *, card: str) -> None:
    """Draw the four figures of the headline, two and two on a phone, with their one "why"."""
    written = document.formats()
    money = result.hard
    figures = (
        ("ROI", written.percent_short(money.roi) if money.roi is not None else "No cost"),
        ("Net present value", written.money_short(money.npv)),
        ("Payback in month", written.number(payback_to_write(money))),
        ("The wheel adds", written.money_short(money.flywheel)),
    )
    for pair, side in zip((figures[:2], figures[2:]), st.columns(2, gap="small"), strict=True):
        with side, st.grid(2, min_column_width=110, gap="small"):
            for label, value in pair:
                st.metric(label, safe_money(value))
    why(card, *HEADLINES, *IN_DRAWS, ask=lambda: InDraws(result, document.confidence))

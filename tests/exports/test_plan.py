"""The measurement plan on paper: says what the page says, keeps hostile text as text, stays at two pages."""

from __future__ import annotations

import dataclasses
import io
import re
from functools import lru_cache

import pytest
from pypdf import PdfReader

from calculators import MODEL_VERSION
from calculators.confidence import drivers
from calculators.evaluation import Result, evaluate
from calculators.scenario import Scenario
from calculators.spread import Spread, spread
from calculators.starting_point import starting_points
from calculators.uncertainty import Worth, sample
from exports.plan import plan_pdf
from figures.plan import Decision, Plan, plan_of, ranking, verdict
from wording import Formats

DAY = "22 November 2026"
HOSTILE = (
    "*bold* _it_ #set text(red) #panic() $x^2$ =cmd|' /C calc'!A0 <script>alert(1)</script> "
    '[link](https://example.com) \\ @ref // comment /* `raw` \u202egnp.exe\x00 ~ -- "quoted"'
)


@lru_cache(maxsize=16)
def computed(scenario: Scenario) -> tuple[Result, Spread, tuple[Plan, Plan]]:
    result = evaluate(scenario)
    summary = spread(result.resolved, 256)
    moved = drivers(result.resolved, sample(result.resolved, 256))
    return result, summary, tuple(plan_of(result, summary, moved, decision) for decision in Decision)  # type: ignore[return-value]


def read(pdf: bytes) -> tuple[str, int]:
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text), len(reader.pages)


@pytest.mark.parametrize("point", sorted(starting_points()))
@pytest.mark.parametrize("running", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_one_or_two_pages_with_everything_a_paper_needs(point: str, running: bool) -> None:
    _, _, (plan, _) = computed(Scenario(starting_point=point, running=running))
    text, pages = read(plan_pdf(plan, dated=DAY))
    assert pages <= 2
    for words in (
        plan.title,
        plan.answer,
        plan.decision,
        plan.verdict,
        DAY,
        f"model {MODEL_VERSION}",
        plan.draws,
        point,
    ):
        assert re.sub(r"\s+", " ", words) in text, words
    for step in plan.steps:
        for words in (step.label, step.metric, step.how, f"effort: {step.effort}", f"then: {step.earned}"):
            assert re.sub(r"\s+", " ", words) in text, words
    for line in plan.inputs:
        assert re.sub(r"\s+", " ", line.value) in text, line


def test_hostile_text_is_text() -> None:
    given = {"referrals": {"value": 3.0, "low": 1.0, "high": 5.0, "source": HOSTILE, "note": HOSTILE}}
    _, _, (plan, _) = computed(Scenario(name=HOSTILE, values=given))  # type: ignore[arg-type]
    pdf = plan_pdf(plan, dated=DAY)
    text, pages = read(pdf)
    squeezed = text.replace(" ", "")
    for piece in (
        "*bold*",
        "#settext(red)",
        "#panic()",
        "$x^2$",
        "=cmd|'/Ccalc'!A0",
        "<script>alert(1)</script>",
        "@ref",
    ):
        assert piece in squeezed, piece
    assert pages == 2
    # what cannot be seen but turns words around is gone, in the title that readers show, too
    title = PdfReader(io.BytesIO(pdf)).metadata.title  # type: ignore[union-attr]
    assert "\u202e" not in f"{text}{title}"
    # nothing became a link, a script or an action
    assert all("/Annots" not in page for page in PdfReader(io.BytesIO(pdf)).pages)
    for action in (b"/JavaScript", b"/Launch", b"/URI"):
        assert action not in pdf


@pytest.mark.parametrize("name", ["", "x" * 200, "日本語のコミュニティ", "\U0001f680 مرحبا"])
def test_any_name_prints(name: str) -> None:
    _, _, (plan, _) = computed(Scenario(name=name))
    text, pages = read(plan_pdf(plan, dated=DAY))
    assert pages <= 2
    assert ("xxx" in text) == name.startswith("x")


def test_the_same_plan_makes_the_same_paper() -> None:
    _, _, (plan, _) = computed(Scenario())
    assert plan_pdf(plan, dated=DAY) == plan_pdf(plan, dated=DAY)
    assert plan_pdf(plan, dated=DAY) != plan_pdf(plan, dated="23 November 2026")


def test_many_own_numbers_still_fit() -> None:
    names = [
        name
        for name in computed(Scenario())[0].resolved.in_force
        if name.endswith(("_causal", "_cash")) or name.startswith("cost_per")
    ]
    own = {name: {"value": 0.5, "confirmed": True, "source": "s" * 2_000} for name in names}
    assert len(own) > 30
    _, _, (plan, _) = computed(Scenario(values=own))  # type: ignore[arg-type]
    assert len(plan.inputs) > 40
    text, pages = read(plan_pdf(plan, dated=DAY))
    assert f"{len(plan.inputs) - 40} more numbers were given" in text
    assert pages <= 8
    assert "s" * 290 in text.replace(" ", "")
    assert "s" * 301 not in text.replace(" ", "")


# ---- the plan as data


def test_steps_are_in_the_order_of_what_knowing_them_is_worth() -> None:
    result = evaluate(Scenario())
    moved = drivers(result.resolved, sample(result.resolved, 256))
    for decision in Decision:
        entries = ranking(moved, decision)
        worth = [entry.worth for entry in entries]
        assert worth == sorted(worth, reverse=True)
        tied = [entry.share for entry in entries if entry.worth == 0.0]
        assert tied == sorted(tied, reverse=True)


def test_where_nothing_would_change_the_decision_it_says_so() -> None:
    result, summary, _ = computed(Scenario())
    moved = drivers(result.resolved, sample(result.resolved, 256))
    nothing = tuple(Worth(worth.id, 0.0) for worth in moved.going_on)
    plan = plan_of(result, summary, dataclasses.replace(moved, going_on=nothing), Decision.GO_ON)
    assert plan.verdict.startswith("No single measurement would change the decision whether to go on")
    assert {step.worth for step in plan.steps} == {"no change of mind"}
    # ranked by share of variance instead, and what has none is left out
    assert plan.steps
    totals = {share.id: share.total for share in moved.variance}
    assert [totals[step.id] for step in plan.steps] == sorted(totals.values(), reverse=True)[
        : len(plan.steps)
    ]


def test_nothing_uncertain_leaves_nothing_to_measure() -> None:
    assert verdict((), Decision.GO_ON, label="", formats=Formats(), running=True).startswith(
        "Nothing here is uncertain"
    )


def test_a_planned_community_is_launched_or_not() -> None:
    _, _, (plan, more) = computed(Scenario(running=False))
    assert plan.decision == "Launch or not?"
    assert more.decision == "One more post or not?"
    assert "go on" not in plan.verdict

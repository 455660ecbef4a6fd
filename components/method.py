"""The sections of the Method page: one is drawn at a time, as text that wraps and tables that can be searched."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calculators.starting_point import starting_points
from components import document
from components.tables import plain_table
from figures import method
from figures.kinds import in_words
from wording import in_full, safe
from wording.safe import plain

SIGNS = (" × ", " ÷ ", " + ", " − ", " > ", " ≥ ", " < ", " ≤ ", " if ", ", else ")
"""What stands between names in an equation, set bold so that long names can be told apart."""

MOST = 100
"""Equations drawn at a time; what is more is slow and read by nobody."""


def section() -> str:
    """Draw the choice of section and return the one that is open."""
    sections = {
        "equations": "Equations",
        "evidence": "Assumptions",
        "cases": "Published cases",
        "limits": "Limits",
        "choices": "Choices",
    }
    return st.segmented_control(
        "Section",
        list(sections),
        format_func=sections.__getitem__,
        default="equations",
        required=True,
        key="method section",
        label_visibility="collapsed",
        persist_state="session",
    )


def _group_and_search(key: str, groups: dict[str, str]) -> tuple[str, str]:
    """Draw the choice of group and the search beside it; a search looks through all groups."""
    with st.grid(2, min_column_width=240):
        text = st.text_input(
            "Find",
            key=f"{key} find",
            placeholder="in every group, such as churn",
            max_chars=80,
            persist_state="session",
        )
        if text:
            st.caption("Every group is searched. Empty the field to read one of them.")
            return "", text
        chosen = st.selectbox(
            "Group",
            list(groups),
            format_func=lambda name: plain(groups[name]),
            key=f"{key} group",
            persist_state="session",
        )
    return chosen, ""


# ---- equations


def equations_section() -> None:
    """Draw the equations of a group, or those that a search finds, and what the names in them mean."""
    group, text = _group_and_search("equations", method.groups())
    st.caption(
        "Read from the code that computes them. An equation is computed once, from today’s numbers; every month; or "
        "from month to month, where it gives the next month from this one."
    )
    found = [
        equation
        for equation in method.equations()
        if equation.group == group or (text and method.matching(text, *method.texts_of(equation.id)))
    ]
    if not found:
        st.info("No equation has these words in it. Try fewer or shorter ones.")
        return
    if len(found) > MOST:
        st.info(f"The first {MOST} of {len(found)} equations. Another word finds fewer.")
        found = found[:MOST]
    for heading, equations in _by_when(found):
        st.header(safe(f"{heading} ({len(equations)})"), anchor=False)
        # one element for all: a page of a hundred elements is slow to draw
        st.markdown("\n\n".join(_entry(alike) for alike in method.alike(equations)))
    names = {name.id: name for one in dict.fromkeys(e.group for e in found) for name in method.names_in(one)}
    read = [names[name] for name in dict.fromkeys(name for e in found for name in e.reads)]
    st.header("What the names mean", anchor=False)
    if read and st.toggle(f"Show the {len(read)} names", key="names shown", persist_state="session"):
        plain_table(
            [
                {"Name": name.label, "What it is": _what(name)}
                for name in sorted(read, key=lambda name: name.label.lower())
            ],
            alt="Every name that stands in the equations above: whether it is an assumption, computed or a switch, its "
            "unit and its meaning.",
        )


def _by_when(found: Sequence[method.Equation]) -> list[tuple[str, list[method.Equation]]]:
    headings = {when: [equation for equation in found if equation.when == when] for when in method.WHENS}
    return [(when[0].upper() + when[1:], equations) for when, equations in headings.items() if equations]


def _entry(alike: Sequence[method.Equation]) -> str:
    """Return one equation as markdown, or several that differ in their names only."""
    equation = alike[0]
    labels = ", ".join(safe(one.label) for one in alike)
    lines = [f"**{labels}**" + (f" :gray[{safe(equation.unit)}]" if equation.unit else "")]
    if equation.formula is not None:
        formula = equation.text(safe, document.formats())
        for sign in SIGNS:
            formula = formula.replace(sign, f"{',' * sign.startswith(',')} **{sign.strip(', ')}** ")
        lines.append(f"= {formula}")
    if equation.note:
        lines.append(f":gray[{safe(equation.note, limit=1_000)}]")
    return "  \n".join(lines)


def _what(name: method.Name) -> str:
    parts = (f"{name.what}, {name.unit}" if name.unit else name.what, name.meaning)
    return ". ".join(part[0].upper() + part[1:] for part in parts)


# ---- assumptions and their evidence


def evidence_section() -> None:
    """Draw the defaults of a starting point with their range, grade, source and caveat."""
    points = starting_points()
    open_point = document.scenario().point.name
    chosen = st.selectbox(
        "Starting point",
        list(points),
        index=list(points).index(open_point),
        format_func=lambda name: plain(points[name].label),
        key="evidence of",
        persist_state="session",
    )
    point = points[chosen]
    read = method.as_read(point, document.scenario())
    rows = method.evidence(point, running=document.scenario().running, read=read)
    group, text = _group_and_search(
        "evidence", {g: label for g, label in method.groups().items() if _any(rows, g)}
    )
    counted = method.inventory(point, running=document.scenario().running)
    st.caption(
        safe(
            f"Of {counted.assumptions} defaults {counted.published} are published benchmarks, {counted.examples} an "
            f"example company’s numbers, and {counted.guesses} guesses; the cost a year has none, as "
            "it is the sum of its kinds. A range is low / likely / high: the truth is "
            f"inside it 9 times in 10. {_currency(point.currency, read)}"
        )
    )
    found = [
        row
        for row in rows
        if row.group == group
        or (text and method.matching(text, row.label, row.standing, row.source, row.meaning))
    ]
    if not found:
        st.info("No assumption has these words in it. Try fewer or shorter ones.")
        return
    plain_table(
        [
            {
                "Assumption": f"{row.label}. {row.meaning}",
                "Default": " ".join(part for part in (row.range, row.unit) if part),
                "Evidence": " ".join(part if part.endswith(".") else f"{part}." for part in _evidence(row)),
            }
            for row in found
        ],
        alt="Assumptions with their meaning, default range and unit, and the evidence: grade, source and caveat.",
    )

    if group == "support":
        st.header("A rate of deflection has a unit", anchor=False)
        plain_table(
            [
                {"Share of": unit, "Published": rate, "Source": source}
                for unit, rate, source in method.deflection_rates(document.formats())
            ],
            alt="Published rates of deflection by what they are a share of, with their source.",
        )


def _currency(own: str, read: method.AsRead) -> str:
    """Return which currency the amounts are in, and how they came to be in another than the example's own."""
    formats = read.formats
    if formats.currency == own:
        return f"Amounts are in {own}."
    rate = in_full(read.rate, kind="number", formats=formats)
    return f"Amounts are in {formats.currency}, from {own} at the rate on Start: 1 {own} = {rate} {formats.currency}."


def _any(rows: Sequence[method.Evidence], group: str) -> bool:
    return any(row.group == group for row in rows)


def _evidence(row: method.Evidence) -> list[str]:
    said = row.standing.lower() in row.source.lower()
    standing = "" if said else row.standing[0].upper() + row.standing[1:]
    return [part for part in (standing, row.source, row.caveat) if part]


# ---- published cases


def cases_section() -> None:
    """Draw every published case: its inputs, what was published, and what this code computes now."""
    st.caption(
        "“Here” is computed by this program as it runs, with the functions that the answers use. "
        "In brackets: by how much it differs."
    )
    formats = document.formats()
    for case in method.cases():
        st.header(safe(case.label), anchor=False)
        st.markdown(f"{safe(case.checks)}. :gray[Source: {safe(case.source)}.]")
        st.markdown(
            "  \n".join(
                f":gray[{safe(label)}:] {safe(values)}" for label, values in method.inputs_text(case, formats)
            )
        )
        plain_table(
            [
                {
                    "Number": row.label,
                    "Published": row.published,
                    "Here": _beside(row),
                }
                for row in method.comparisons(case, formats)
            ],
            alt=f"{case.label}: what was published beside what this program computes.",
        )
        if case.note:
            st.caption(safe(in_words(case.note, formats)))


def _beside(row: method.Comparison) -> str:
    if row.difference == "none":
        return f"{row.here} (the same)"
    return (
        f"{row.here} ({row.difference})"
        if row.agrees
        else f"{row.here} ({row.difference}: it does not agree)"
    )


# ---- limits and choices


def statements_section(statements: Sequence[method.Statement]) -> None:
    """Draw points of prose, each with its title."""
    st.markdown(
        "\n\n".join(f"**{safe(point.title)}**  \n{safe(point.text, limit=1_000)}" for point in statements),
        width=720,
    )

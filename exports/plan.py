"""The measurement plan as a PDF of one or two pages, to print."""

from __future__ import annotations

import dataclasses
import json
from functools import lru_cache
from pathlib import Path

import typst

from figures.plan import Plan
from wording.safe import plain

TEMPLATE = Path(__file__).with_name("plan.typ")
LONGEST = 300
"""Characters kept of any one text, so that a name of ten thousand does not make a book."""

MOST_INPUTS = 40


def plan_pdf(plan: Plan, *, dated: str) -> bytes:
    """Return the plan as a PDF.

    Parameters
    ----------
    plan
        What `figures.plan.plan_of` returned.
    dated
        The day to print, as people write it: this module knows no clock.

    Returns
    -------
    bytes
        A tagged PDF (PDF/UA-1 unless a sign has no font) of A4 pages.
    """
    shown = dataclasses.replace(plan, inputs=plan.inputs[:MOST_INPUTS])
    left_out = len(plan.inputs) - len(shown.inputs)
    told = _short({**dataclasses.asdict(shown), "left_out": left_out, "dated": dated})
    # The template reads texts as data: typst never looks for markup in them.
    return _compiled(json.dumps(told))


@lru_cache(maxsize=8)
def _compiled(told: str) -> bytes:
    try:
        made = typst.compile(_template(), sys_inputs={"plan": told}, pdf_standards=["ua-1"])
    except typst.TypstError:
        # a sign that no font at hand can show: the standard forbids it, and a name must not cost the whole plan
        made = typst.compile(_template(), sys_inputs={"plan": told})
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _short(value: object) -> object:
    """Return the same with every text in one visible line of bounded length."""
    if isinstance(value, dict):
        return {name: _short(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_short(part) for part in value]
    return plain(value, LONGEST) if isinstance(value, str) else value

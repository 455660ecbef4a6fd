"""What a comparison says in words: which is worth most, how two differ, how sure that is."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence

from wording.formats import NOTHING, Formats, number_in_words, years_in_words
from wording.lists import listed
from wording.safe import plain


@dataclasses.dataclass(frozen=True)
class SideFacts:
    """What sentences need to know of one side.

    Attributes
    ----------
    name
        What people call it, plain text.
    npv
        Net present value, money.
    benefits, costs
        Present values, money.
    payback_month, turns_in_month
        None where there is no such month.
    exists, going_on
        Whether there is a community at all, and whether it goes on.
    """

    name: str
    npv: float
    benefits: float
    costs: float
    payback_month: int | None
    turns_in_month: int | None
    exists: bool = True
    going_on: bool = True


def best_sentence(sides: Sequence[SideFacts], base: int, *, horizon: float, formats: Formats) -> str:
    """Say which side is worth most, and how far it is from the base, or from the next where it is the base.

    Parameters
    ----------
    sides
        Two to four.
    base
        Which of them is the base, from 0.
    horizon
        Months counted.
    formats
        Currency and separators.

    Examples
    --------
    >>> one = SideFacts("Now", 100.0, 300.0, 200.0, 9, 3)
    >>> two = SideFacts("Bold", 400.0, 900.0, 500.0, 12, 2)
    >>> best_sentence([one, two], 0, horizon=36, formats=Formats())
    '“Bold” is worth most: $400 over three years, $300 more than “Now”.'
    >>> best_sentence([one, two], 1, horizon=36, formats=Formats())
    'Nothing here beats “Bold”: $400 over three years, $300 more than “Now”.'
    """
    ranked = sorted(range(len(sides)), key=lambda number: -sides[number].npv)
    first, second = ranked[0], ranked[1]
    span = f"over {years_in_words(horizon)}"
    amount = formats.money_short(sides[first].npv)
    if same(sides[first].npv, sides[ranked[-1]].npv):
        return f"All are worth the same: {amount} {span}."
    equals = [sides[number].name for number in ranked if same(sides[number].npv, sides[first].npv)]
    if same(sides[first].npv, sides[base].npv):
        if len(equals) > 1:
            return f"{_quoted(equals)} are worth the same, and most: {amount} {span}."
        gap = sides[first].npv - sides[second].npv
        return (
            f"Nothing here beats “{sides[base].name}”: {amount} {span}, {formats.money_short(gap)} more than "
            f"“{sides[second].name}”."
        )
    gap = sides[first].npv - sides[base].npv
    if len(equals) > 1:
        return (
            f"{_quoted(equals)} are worth the same, and most: {amount} {span}, {formats.money_short(gap)} more than "
            f"“{sides[base].name}”."
        )
    return (
        f"“{sides[first].name}” is worth most: {amount} {span}, {formats.money_short(gap)} more than "
        f"“{sides[base].name}”."
    )


def best_in_draws(name: str, share: float, sides: int, points: int, *, formats: Formats) -> str:
    """Say in how many draws the best is the best.

    Examples
    --------
    >>> best_in_draws("Bold", 0.72, 4, 1_024, formats=Formats())
    'Over 1,024 shared draws, “Bold” comes out best of the four in 72 of 100.'
    """
    return (
        f"Over {formats.number(points)} shared draws, “{name}” comes out best of the {number_in_words(sides)} in "
        f"{cases_of_100(share)}."
    )


def difference_sentence(base: SideFacts, other: SideFacts, formats: Formats) -> str:
    """Say how much more or less the other side is worth, and where that comes from.

    Examples
    --------
    >>> one = SideFacts("Now", 100.0, 300.0, 200.0, 9, 3)
    >>> two = SideFacts("Bold", 400.0, 900.0, 500.0, 12, 2)
    >>> difference_sentence(one, two, Formats()).replace(chr(160), " ")
    '“Bold” is worth $300 more than “Now” (+300 %): it brings $600 more and costs $300 more.'
    >>> difference_sentence(one, one, Formats())
    '“Now” is worth exactly as much as “Now”.'
    """
    gap = other.npv - base.npv
    if same(other.npv, base.npv):
        tail = "" if gap == 0.0 else ", to the cent"
        words = "exactly as much as" if gap == 0.0 else "as much as"
        return f"“{other.name}” is worth {words} “{base.name}”{tail}."
    relative = f" ({percent_more(gap / abs(base.npv), formats)})" if abs(base.npv) >= NOTHING else ""
    words = (
        f"“{other.name}” is worth {formats.money_short(abs(gap))} {more(gap)} than “{base.name}”{relative}"
    )
    if not other.exists:
        return (
            f"{words}: without a community there is neither the {formats.money_short(base.benefits)} it brings nor "
            f"the {formats.money_short(base.costs)} it costs."
        )
    if not base.exists:
        return (
            f"{words}: it brings {formats.money_short(other.benefits)} and costs "
            f"{formats.money_short(other.costs)}."
        )
    return (
        f"{words}: it brings {_amount_more(other.benefits - base.benefits, formats)} and costs "
        f"{_amount_more(other.costs - base.costs, formats)}."
    )


def months_sentence(base: SideFacts, other: SideFacts, *, horizon: float, formats: Formats) -> str:
    """Say how payback and the turn of the wheel differ; empty where neither does.

    Examples
    --------
    >>> one = SideFacts("Now", 100.0, 300.0, 200.0, 9, None)
    >>> two = SideFacts("Bold", 400.0, 900.0, 500.0, 12, 2)
    >>> months_sentence(one, two, horizon=36, formats=Formats())
    'It pays back in month 12 rather than month 9. The wheel turns in month 2; with “Now” not within three years.'
    """
    if not (base.going_on and other.going_on):
        return ""
    within = f"within {years_in_words(horizon)}"
    said = []
    for does, would, before, after in (
        ("It pays back", "It does not pay back", base.payback_month, other.payback_month),
        ("The wheel turns", "The wheel does not turn", base.turns_in_month, other.turns_in_month),
    ):
        if before == after:
            continue
        if after is None:
            said.append(f"{would} {within}; with “{base.name}” in {formats.month_number(before)}.")
        elif before is None:
            said.append(f"{does} in {formats.month_number(after)}; with “{base.name}” not {within}.")
        else:
            said.append(
                f"{does} in {formats.month_number(after)} rather than {formats.month_number(before)}."
            )
    return " ".join(said)


def chance_sentence(name: str, base: str, share: float, error: str, *, same_share: float) -> str:
    """Say in how many draws one side is better than another.

    Parameters
    ----------
    name, base
        The two sides.
    share
        Share of draws in which the first is better.
    error
        Standard error as text, empty where it is not said.
    same_share
        Share of draws in which both are the same.

    Examples
    --------
    >>> chance_sentence("Bold", "Now", 0.72, "± 1.4 points", same_share=0.0)
    '“Bold” beats “Now” in 72 of 100 draws (± 1.4 points).'
    >>> chance_sentence("Bold", "Now", 0.0, "", same_share=1.0)
    '“Bold” and “Now” are the same in every draw.'
    """
    if same_share == 1.0:
        return f"“{name}” and “{base}” are the same in every draw."
    if share == 1.0:
        return f"“{name}” beats “{base}” in every draw."
    if share == 0.0:
        return f"“{name}” beats “{base}” in no draw."
    beside = f" ({error})" if error else ""
    return f"“{name}” beats “{base}” in {cases_of_100(share)} draws{beside}."


def spread_sentence(
    p10: float | None, p50: float | None, p90: float | None, *, certain: bool, formats: Formats
) -> str:
    """Say how the difference is spread over shared draws.

    Examples
    --------
    >>> spread_sentence(-20.0, 10.0, 30.0, certain=False, formats=Formats())
    'The difference lies between -$20 and +$30 in 8 of 10 draws, +$10 in the middle.'
    >>> spread_sentence(-20.0, -20.0, -20.0, certain=True, formats=Formats())
    'The difference is -$20 in every draw: nothing that is unsure touches it.'
    """
    if p10 is None or p50 is None or p90 is None:
        return ""
    low, middle, high = (formats.money_short(value, signed=True) for value in (p10, p50, p90))
    if certain:
        if p50 == 0.0:
            return "There is no difference in any draw."
        return f"The difference is {middle} in every draw: nothing that is unsure touches it."
    return f"The difference lies between {low} and {high} in 8 of 10 draws, {middle} in the middle."


def bridge_sentence(largest: str, effect: float, gap: float, changes: int, formats: Formats) -> str:
    """Say what explains most of the gap.

    Examples
    --------
    >>> bridge_sentence("Members", 300.0, 200.0, 2, Formats())
    'Of two changes, “Members” weighs most: +$300 of a gap of +$200.'
    """
    if not changes:
        return "Nothing that differs moves the net present value at the likely values."
    if changes == 1:
        return f"One change explains all of it: “{largest}”, {formats.money_short(effect, signed=True)}."
    return (
        f"Of {number_in_words(changes)} changes, “{largest}” weighs most: "
        f"{formats.money_short(effect, signed=True)} of a gap of {formats.money_short(gap, signed=True)}."
    )


def cases_of_100(share: float) -> str:
    """Write a share of draws in whole cases of a hundred, never as a certainty that it is not.

    Examples
    --------
    >>> cases_of_100(0.004), cases_of_100(0.5), cases_of_100(0.999)
    ('fewer than 1 of 100', '50 of 100', 'more than 99 of 100')
    """
    cases = math.floor(100.0 * share + 0.5)
    if cases == 0 and share > 0.0:
        return "fewer than 1 of 100"
    if cases == 100 and share < 1.0:
        return "more than 99 of 100"
    return f"{cases} of 100"


def same(one: float, other: float) -> bool:
    """Tell whether two amounts are the same to the cent."""
    return abs(one - other) < NOTHING


def more(gap: float) -> str:
    """Return "more" or "less"."""
    return "more" if gap > 0.0 else "less"


def percent_more(share: float, formats: Formats) -> str:
    """Write a relative difference with two or three digits.

    Examples
    --------
    >>> percent_more(-0.1234, Formats()).replace(chr(160), " ")
    '-12 %'
    """
    return formats.percent_short(share, signed=True)


def _quoted(names: Sequence[str]) -> str:
    return listed([f"“{name}”" for name in names])


def told_apart(names: Iterable[str], *, longest: int | None = None) -> tuple[str, ...]:
    """Return names no two of which are the same: a later one gets a number.

    Whatever is chosen by its label is chosen by these: Streamlit finds an option by what stands on it, so that of two
    with one label the wrong one is taken.

    Parameters
    ----------
    names
        What each is called.
    longest
        Characters that each has room for, where they are to be cut: two that differ only beyond that are told apart,
        too, within the same room.

    Examples
    --------
    >>> told_apart(["Figure", "Now", "Figure"]), told_apart(["A", "A", "A (2)"])
    (('Figure', 'Now', 'Figure (2)'), ('A', 'A (2)', 'A (2) (2)'))
    >>> told_apart(["Plan for the north", "Plan for the south"], longest=12)
    ('Plan for th…', 'Plan fo… (2)')
    """
    found: dict[str, None] = {}
    for wanted in names:
        name, number = wanted if longest is None else plain(wanted, longest), 1
        while name in found:
            number += 1
            end = f" ({number})"
            name = f"{wanted if longest is None else plain(wanted, longest - len(end))}{end}"
        found[name] = None
    return tuple(found)


def _amount_more(gap: float, formats: Formats) -> str:
    if same(gap, 0.0):
        return "the same"
    return f"{formats.money_short(abs(gap))} {more(gap)}"

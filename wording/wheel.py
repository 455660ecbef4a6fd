"""What the Flywheel page says: the sentence, and the lines on growth, reproduction and a planned community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wording.formats import NOTHING, Formats, years_in_words
from wording.reading import in_full

HARDLY: Final = 0.005
"""Growth below this share of what it is compared with is said to be next to nothing."""

EVEN: Final = 1e-9
"""A reproduction number this close to 1 differs from it by what floating point leaves."""

ENDS: Final = "though not in every month to the end"


@dataclass(frozen=True, kw_only=True)
class WheelFacts:
    """Everything the sentence may say of the wheel, present values in currency.

    Attributes
    ----------
    horizon_months : int
        Length of the plan [months].
    npv, direct, flywheel : float
        Net present value, the part with all loops off, and what the loops add.
    loops_on : int
        How many loops turn.
    anyone_joins : bool
        Whether anybody joins within the horizon.
    turns_in, carries_itself_in : int or None
        Month, from 1, in which it turns and in which it carries itself.
    keeps_turning, keeps_carrying_itself : bool
        Whether each holds in every month from there to the end of the plan.
    """

    horizon_months: int
    npv: float
    direct: float
    flywheel: float
    loops_on: int
    anyone_joins: bool
    turns_in: int | None = None
    carries_itself_in: int | None = None
    keeps_turning: bool = True
    keeps_carrying_itself: bool = True


def wheel_sentence(facts: WheelFacts, *, formats: Formats) -> str:
    """Say what the wheel adds, and from when it turns.

    Examples
    --------
    >>> wheel_sentence(WheelFacts(horizon_months=36, npv=157_000, direct=69_000, flywheel=88_000, loops_on=8,
    ...                           anyone_joins=False), formats=Formats())[:94]
    'Over three years the wheel adds $88k: net present value is $69k without it and $157k with it. '
    """
    if facts.loops_on == 0:
        still = "Every loop stands still, so the wheel adds nothing"
        if facts.npv < 0:
            return f"{still}: the community costs {formats.money_short(-facts.npv)} more than it returns."
        return (
            f"{still}: by itself the community returns {formats.money_short(facts.npv)} more than it costs."
        )
    return f"{_adds(facts, formats)} {turning_sentence(facts, formats=formats)}"


def turning_sentence(facts: WheelFacts, *, formats: Formats) -> str:
    """Say in which month the wheel turns, in which it carries itself, and whether that lasts.

    Examples
    --------
    >>> facts = WheelFacts(horizon_months=36, npv=0, direct=0, flywheel=0, loops_on=8, anyone_joins=True)
    >>> turning_sentence(facts, formats=Formats())
    'It does not turn within three years: in no three months running do members cause half of all joins.'
    """
    if not facts.anyone_joins:
        return "Nobody joins, so it does not turn."
    if facts.turns_in is None:
        within = years_in_words(facts.horizon_months)
        return f"It does not turn within {within}: in no three months running do members cause half of all joins."
    turns = f"Members cause half of all joins from {formats.month_number(facts.turns_in)}"
    turns += " on" if facts.keeps_turning else f", {ENDS}"
    if facts.carries_itself_in is None:
        return f"{turns}."
    carries = f"it carries itself from {formats.month_number(facts.carries_itself_in)}"
    if facts.keeps_turning and facts.keeps_carrying_itself:
        return f"{turns}, and {carries} on."
    # two sentences: else what does not last of the one would be read of the other as well
    carries += " on" if facts.keeps_carrying_itself else f", {ENDS}"
    return f"{turns}. I{carries[1:]}."


def _adds(facts: WheelFacts, formats: Formats) -> str:
    money = formats.money_short
    over = f"Over {years_in_words(facts.horizon_months)} the wheel"
    if abs(facts.flywheel) < NOTHING:
        return f"{over} adds nothing."
    if facts.flywheel < 0:
        return f"{over} takes {money(-facts.flywheel)}: its loops cost more than they bring."
    if facts.direct < 0 <= facts.npv:
        return (
            f"{over} makes the difference: without it the community costs {money(-facts.direct)} more than it returns, "
            f"with it it returns {money(facts.npv)} more than it costs."
        )
    if facts.npv < 0:
        lost = f"even so the community costs {money(-facts.npv)} more than it returns"
        return f"{over} adds {money(facts.flywheel)}; {lost}."
    worth = f"net present value is {money(facts.direct)} without it and {money(facts.npv)} with it"
    return f"{over} adds {money(facts.flywheel)}: {worth}."


def growth_sentence(growth: float, *, flywheel: float, running: bool, formats: Formats) -> str:
    """Say how growth differs from what the loops hold up.

    Parameters
    ----------
    growth : float
        NPV less the NPV with every reason to join held at its reference [currency].
    flywheel : float
        What the loops add [currency].
    running : bool
        Whether the reference is today; the mature community otherwise.
    formats : Formats
        Currency and separators.

    Examples
    --------
    >>> growth_sentence(-97, flywheel=88_000, running=True, formats=Formats()).split(": ")[1]
    'next to nothing (-$97) against reasons to join that stay as they are today.'
    """
    amount = formats.money_short(growth)
    said = f"next to nothing ({amount})" if abs(growth) < HARDLY * abs(flywheel) else amount
    said = "nothing" if abs(growth) < NOTHING else said
    against = (
        "stay as they are today" if running else "are from the first day what they are planned to become"
    )
    return f"Effects are what the loops hold up. Growth is beside it: {said} against reasons to join that {against}."


def reproduction_sentence(now: float | None, end: float | None, *, last_month: int, formats: Formats) -> str:
    """Say how many new members the members bring for those who go.

    Parameters
    ----------
    now, end : float or None
        Reproduction number in month 1 and in the last month; None where nobody leaves.
    last_month : int
        The last month.
    formats : Formats
        Separators.

    Examples
    --------
    >>> reproduction_sentence(0.468, 1.2, last_month=36, formats=Formats()).split(", ")[1]
    'members bring 47 new ones in month 1 and 120 in month 36. By its members alone the community would grow.'
    """
    known = [
        (_of_a_hundred(rate, formats), formats.month_number(month))
        for rate, month in ((now, 1), (end, last_month))
        if rate is not None
    ]
    if not known:
        return "Nobody leaves, so there is no reproduction number."
    told = " and ".join(
        f"{count} {'new ones ' if place == 0 else ''}in {month}" for place, (count, month) in enumerate(known)
    )
    last = end if end is not None else now
    assert last is not None
    ends = "stay as it is" if abs(last - 1) < EVEN else "shrink" if last < 1 else "grow"
    brought = f"For every 100 members who fall silent or leave, members bring {told}."
    return f"{brought} By its members alone the community would {ends}."


def _of_a_hundred(rate: float, formats: Formats) -> str:
    """Write a rate as a count of 100: whole, or with the digits that tell it from 100 where it is not that.

    >>> [_of_a_hundred(rate, Formats()) for rate in (0.468, 0.012, 0.995, 1.00004, 1.0)]
    ['47', '1.2', '99.5', '100.004', '100']
    """
    count = 100 * rate
    if rate < 0.1:
        return formats.number(count)
    if abs(rate - 1) < EVEN:
        return formats.number(100)
    places = next(places for places in range(16) if round(count, places) != 100)
    return in_full(round(count, places), kind="number", formats=formats)


def planned_sentence(*, reached: float, planned: float, month: int, formats: Formats) -> str:
    """Say how far a planned community gets.

    Parameters
    ----------
    reached : float
        The most members within the horizon.
    planned : float
        Members of the mature community.
    month : int
        The month in which there are most.
    formats : Formats
        Separators.

    Examples
    --------
    >>> planned_sentence(reached=1_480, planned=5_000, month=36, formats=Formats())
    'On these numbers you reach 1,480 of the planned 5,000 members in month 36.'
    """
    aim, when = formats.number(planned), formats.month_number(month)
    most = formats.number(reached)
    if most == aim:
        return f"On these numbers you reach the planned {aim} members in {when}."
    if reached > planned:
        return f"On these numbers you reach more than the planned {aim} members: {most} in {when}."
    return f"On these numbers you reach {most} of the planned {aim} members in {when}."

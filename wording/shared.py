"""What a shared page says of itself: who shared it and when, and by how much today's model would differ."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from wording.formats import NOTHING, Formats
from wording.lists import listed

AUTHORS: Final = "the author's"
"""Whose numbers the user's own are, to somebody else who reads them."""

OWN_NUMBER: Final = "Your own number"
"""What the model names as the source of a number that somebody typed and said no more of."""

_TYPE_YOURS: Final = "; type your own number"
"""What the model asks of the one who types where a number is an example's."""

ORIGINS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "yours": "the author's own",
        "example": "the example's",
        "example, kept": "the example's, kept by the author",
        "unknown": "not known to the author",
        "scaled to yours": "scaled to the author's numbers",
        "follows another": "follows another number",
        "absent": "not counted",
    }
)
"""Where a number comes from, as a reader is told."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Headline figures as they were shared and as today's model finds them, at the likely values.

    Attributes
    ----------
    roi, roi_now : float or None
        Return on investment as a fraction; None when nothing costs.
    npv, npv_now : float
        Net present value [currency].
    payback_month, payback_month_now : int or None
        Month of payback; None when it is not within the horizon.
    """

    roi: float | None
    npv: float
    payback_month: int | None
    roi_now: float | None
    npv_now: float
    payback_month_now: int | None


def day_in_words(day: str) -> str:
    """Write a day as people do.

    Parameters
    ----------
    day : str
        As ISO 8601 writes it.

    Examples
    --------
    >>> day_in_words("2026-11-02")
    '2 November 2026'
    """
    read = datetime.date.fromisoformat(day)
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def shared_by(*, made_by: str, made_on: str, model_version: str) -> str:
    """Say who shared something, when, and which model found the figures.

    Examples
    --------
    >>> shared_by(made_by="Ada", made_on="2026-11-02", model_version="1.0.0")
    'Shared by Ada on 2 November 2026. Model 1.0.0.'
    >>> shared_by(made_by="", made_on="2026-11-02", model_version="1.0.0")
    'Shared on 2 November 2026. Model 1.0.0.'
    >>> shared_by(made_by="", made_on="", model_version="1.0.0")
    'From a link that holds its numbers itself. Computed by model 1.0.0.'
    """
    if not made_on:
        return f"From a link that holds its numbers itself. Computed by model {model_version}."
    who = f" by {made_by}" if made_by else ""
    return f"Shared{who} on {day_in_words(made_on)}. Model {model_version}."


def moved_sentence(moved: Moved, *, model_version: str, now: str, formats: Formats) -> str:
    r"""Say by how much today's model would differ from what was shared.

    Parameters
    ----------
    moved : Moved
        Both answers.
    model_version, now : str
        Version of the model then and today.
    formats : Formats
        Currency and separators.

    Examples
    --------
    >>> moved = Moved(roi=None, npv=50_000, payback_month=9, roi_now=None, npv_now=40_000, payback_month_now=9)
    >>> said = moved_sentence(moved, model_version="1.0.0", now="1.1.0", formats=Formats())
    >>> print(said.replace(". ", ".\n"))
    You see what was shared.
    Today's model (1.1.0, then 1.0.0) would say: net present value $40k (here $50k), at the likely values.
    """
    changes = [
        f"{label} {after} (here {before})"
        for label, before, after in (
            ("ROI", _percent(moved.roi, formats), _percent(moved.roi_now, formats)),
            ("net present value", _money(moved.npv, formats), _money(moved.npv_now, formats)),
            (
                "payback in",
                _month(moved.payback_month, formats),
                _month(moved.payback_month_now, formats),
            ),
        )
        if before != after
    ]
    versions = f"{now}, then {model_version}" if now != model_version else f"{now}, mended since"
    told = ", ".join(changes) if changes else "almost the same, within rounding"
    return f"You see what was shared. Today's model ({versions}) would say: {told}, at the likely values."


def _percent(share: float | None, formats: Formats) -> str:
    return "no cost" if share is None else formats.percent(share)


def _money(amount: float, formats: Formats) -> str:
    return formats.money_short(amount)


def _month(month: int | None, formats: Formats) -> str:
    return "no month of the horizon" if month is None else formats.month_number(month)


def follows(count: int) -> str:
    """Say that more numbers differ than are named; nothing where none do.

    Examples
    --------
    >>> follows(1), follows(0)
    ('One more number differs, most often because those above do; who makes a copy sees it.', '')
    """
    if not count:
        return ""
    many = "One more number differs" if count == 1 else f"{count} more numbers differ"
    return (
        f"{many}, most often because those above do; who makes a copy sees {'it' if count == 1 else 'each'}."
    )


def pays_back(
    *,
    payback_month: int | None,
    beyond: int | None,
    deepest_need: float,
    cash: Sequence[float],
    formats: Formats,
) -> str:
    """Say how much is out, and when cash is back at zero.

    Where that is not within the horizon, more may be out later: the most is said of the months that are counted.

    Parameters
    ----------
    payback_month, beyond : int or None
        Month of payback within the horizon; on the path continued, where it lies beyond.
    deepest_need : float
        Deepest point of cumulative cash, as a positive amount [currency].
    cash : sequence of float
        Cumulative cash, from before month 1 to the end of the horizon [currency].
    formats : Formats
        Currency and separators.

    Examples
    --------
    >>> pays_back(payback_month=2, beyond=None, deepest_need=20_000, cash=(-5_000, -20_000, 0), formats=Formats())
    'At most $20k is out; cash is back at zero in month 2.'
    >>> pays_back(payback_month=None, beyond=None, deepest_need=20_000, cash=(0, -9_000, -20_000), formats=Formats())
    'By month 2 $20k is out, and cash is not back at zero within ten years.'
    >>> pays_back(payback_month=None, beyond=9, deepest_need=20_000, cash=(0, -20_000, -9_000), formats=Formats())
    'By month 2 at most $20k has been out; on this path cash is back at zero in month 9.'
    >>> pays_back(payback_month=1, beyond=None, deepest_need=0, cash=(0, 0, 0), formats=Formats())
    'Cash moves in no month, so there is nothing to weigh.'
    """
    if not any(cash):
        return "Cash moves in no month, so there is nothing to weigh."
    need = formats.money_short(deepest_need)
    if payback_month is not None:
        if deepest_need <= 0.0:
            return "No money is ever at risk: it pays from the start."
        return f"At most {need} is out; cash is back at zero in {formats.month_number(payback_month)}."
    end = formats.month_number(len(cash) - 1)
    if cash[-1] <= -deepest_need:
        so_far, joint = f"By {end} {need} is out", ", and"
    else:
        so_far, joint = f"By {end} at most {need} has been out", ";"
    if beyond is not None:
        return f"{so_far}; on this path cash is back at zero in {formats.month_number(beyond)}."
    return f"{so_far}{joint} cash is not back at zero within ten years."


def gains_most(*, hard: Mapping[str, float], soft: Mapping[str, float], formats: Formats) -> str:
    r"""Say which team gains most of what reaches the ledger, and whose most of the soft value beside it is.

    Parameters
    ----------
    hard, soft : mapping of str to float
        What each team gains, by its name: what reaches the ledger, and what does not [currency].
    formats : Formats
        Currency and separators.

    Examples
    --------
    >>> ledger, beside = {"Marketing": 503_000, "Support": 160_000}, {"Marketing": 52_000, "Support": 550_000}
    >>> print(gains_most(hard=ledger, soft=beside, formats=Formats()).replace(". ", ".\n"))
    Marketing gains most that reaches the ledger: $503k of $663k.
    Beside it all teams gain $602k of soft value, Support the most: $550k.
    >>> gains_most(hard={"Support": 160_000, "Sales": -250_000}, soft={}, formats=Formats())
    'Support gains most that reaches the ledger: $160k, where all teams together lose $90k.'
    """
    told = (_ledger(hard, formats), _beside(soft, formats))
    return " ".join(f"{words}." for words in told if words)


def _ledger(hard: Mapping[str, float], formats: Formats) -> str:
    money, total = formats.money_short, sum(hard.values())
    most, value = _most(hard)
    if not most:
        losing = [team for team, amount in hard.items() if amount <= -NOTHING]
        who = f"{losing[0]} loses" if len(losing) == 1 else "together they lose"
        return "No team gains anything that reaches the ledger" + (
            f"; {who} {money(-total)}" if losing else ""
        )
    others = any(abs(amount) >= NOTHING for team, amount in hard.items() if team not in most)
    if len(most) == 1 and not others:
        return f"{most[0]} alone gains what reaches the ledger: {money(value)}"
    gain, each = ("gains", "") if len(most) == 1 else ("gain", " each")
    words = f"{listed(most)} {gain} most that reaches the ledger: {money(value)}{each}"
    if value <= total:
        return f"{words} of {money(total)}"
    if total <= -NOTHING:
        together = f"lose {money(-total)}"
    else:
        together = f"gain {money(total)}" if total >= NOTHING else "gain nothing"
    return f"{words}, where all teams together {together}"


def _beside(soft: Mapping[str, float], formats: Formats) -> str:
    money, total = formats.money_short, sum(soft.values())
    if abs(total) < NOTHING:
        return ""
    counted = [team for team, amount in soft.items() if abs(amount) >= NOTHING]
    gain = "gain" if total > 0.0 else "lose"
    words = f"{money(abs(total))} of soft value"
    if len(counted) == 1:
        return f"Beside it {counted[0]} {gain}s {words}"
    most, value = _most(soft)
    whose = f", {listed(most)} the most: {money(value)}{' each' if len(most) > 1 else ''}" if most else ""
    return f"Beside it all teams {gain} {words}{whose if total > 0.0 else ''}"


def _most(amounts: Mapping[str, float]) -> tuple[tuple[str, ...], float]:
    """Return who gains most, several where they gain the same to half a cent, and how much; nobody where none gains."""
    value = max(amounts.values(), default=0.0)
    if value < NOTHING:
        return (), 0.0
    return tuple(name for name, amount in amounts.items() if value - amount < NOTHING), value


def source_for_readers(source: str) -> str:
    """Name a source to somebody else who reads it, to whom a number that was typed is not their own.

    Examples
    --------
    >>> source_for_readers("Your own number"), source_for_readers("Help desk")
    ("The author's own number", 'Help desk')
    >>> source_for_readers("Example company; type your own number")
    'Example company'
    """
    return "The author's own number" if source == OWN_NUMBER else source.removesuffix(_TYPE_YOURS)


def origin_for_readers(origin: str) -> str:
    """Say to somebody else who reads it where a number comes from, and what a rule did to it.

    Examples
    --------
    >>> origin_for_readers("yours"), origin_for_readers("scaled to your members")
    ("the author's own", "scaled to the author's members")
    >>> origin_for_readers("example: raised to hold your members")
    "the example's: raised to hold the author's members"
    """
    whose, colon, rule = origin.partition(": ")
    return f"{ORIGINS.get(whose, whose)}{colon}{rule}".replace("your ", f"{AUTHORS} ")


def evidence(*, origin: str, grade: str, source: str, note: str) -> str:
    """Say to a reader whose a number is and what it rests on.

    Examples
    --------
    >>> evidence(origin="the example's", grade="guess", source="", note="")
    "the example's, a guess"
    >>> evidence(origin="the author's own", grade="own experiment", source="Help desk", note="Two months.")
    "the author's own, own experiment: Help desk. Two months"
    """
    graded = "a guess" if grade == "guess" else grade
    # whose own number it is has been said
    rests = f"{graded}: {source}" if source and source != OWN_NUMBER else graded
    return ". ".join(part.rstrip(".") for part in (f"{origin}, {rests}", note) if part)

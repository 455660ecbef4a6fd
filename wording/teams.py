"""What the Teams page says in one sentence: of all teams, or of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wording.formats import NOTHING, Formats, years_in_words


@dataclass(frozen=True, kw_only=True)
class TeamFacts:
    """Everything the sentence may say of one team, present values in currency.

    Attributes
    ----------
    label : str
        Name of the team.
    horizon_months : int
        Length of the plan [months].
    direct, received : float
        Hard value with all loops off, and what the loops add to it.
    soft : float
        Value that does not reach the ledger.
    given : float
        What its loop gives.
    counted : bool
        False where the team is left out.
    measured : bool
        False where this kind of community has no numbers for the team's value.
    turning : bool
        Whether its loop turns.
    """

    label: str
    horizon_months: int
    direct: float = 0.0
    received: float = 0.0
    soft: float = 0.0
    given: float = 0.0
    counted: bool = True
    measured: bool = True
    turning: bool = True

    @property
    def value(self) -> float:
        """Hard value, direct and received."""
        return self.direct + self.received


def team_sentence(facts: TeamFacts, *, formats: Formats) -> str:
    """Say what a team gets from the community and what its loop gives back.

    Examples
    --------
    >>> support = TeamFacts(label="Support", horizon_months=36, direct=143_000, received=18_000, given=20_600)
    >>> team_sentence(support, formats=Formats())
    'Over three years Support gains $161k, $143k by itself and $18k from the wheel; its loop gives $20.6k back.'
    """
    if not facts.counted:
        return f"{facts.label} is left out: none of its value is counted, and its loop stands still."
    if not facts.measured:
        lacks = f"Nothing is counted for {facts.label}: this kind of community has no such numbers"
        return f"{lacks}{_loop(facts, formats, ', but ')}."
    return f"{_gains(facts, formats)}{_loop(facts, formats, '; ')}."


def teams_sentence(teams: Sequence[TeamFacts], *, formats: Formats) -> str:
    """Say which team gains most and which loop gives most.

    Examples
    --------
    >>> teams = [TeamFacts(label="Support", horizon_months=36, direct=60_000, given=5_000),
    ...          TeamFacts(label="Sales", horizon_months=36, direct=40_000, given=9_000)]
    >>> teams_sentence(teams, formats=Formats())
    'Support gains most: $60k of $100k over three years. The loop of Sales gives most: $9k.'
    """
    counted = [team for team in teams if team.counted]
    if not counted:
        return "Every team is left out, so no value is counted."
    return f"{_most(counted, formats)}{_giver(counted, formats)}"


def _gains(facts: TeamFacts, formats: Formats) -> str:
    over = f"Over {years_in_words(facts.horizon_months)} {facts.label}"
    money = formats.money_short
    if abs(facts.value) < NOTHING:
        if facts.soft >= NOTHING:
            return (
                f"{over} gains nothing that reaches the ledger, but {money(facts.soft)} of time and attention"
            )
        return f"{over} gains nothing"
    whole = f"{over} gains {money(facts.value)}" if facts.value > 0 else f"{over} loses {money(-facts.value)}"
    if abs(facts.received) < NOTHING:
        return whole
    if facts.received < 0:
        return f"{whole}, {money(facts.direct)} by itself less {money(-facts.received)} that the wheel takes"
    return f"{whole}, {money(facts.direct)} by itself and {money(facts.received)} from the wheel"


def _loop(facts: TeamFacts, formats: Formats, joint: str) -> str:
    if not facts.turning:
        return f"{joint}its loop stands still" if facts.measured else ""
    if facts.given >= NOTHING:
        return f"{joint}its loop gives {formats.money_short(facts.given)} back"
    if facts.given <= -NOTHING:
        return f"{joint}its loop costs {formats.money_short(-facts.given)} more than it gives"
    return ""


def _most(counted: Sequence[TeamFacts], formats: Formats) -> str:
    money = formats.money_short
    over = years_in_words(counted[0].horizon_months)
    total, soft = sum(team.value for team in counted), sum(team.soft for team in counted)
    first = max(counted, key=lambda team: team.value)
    if first.value >= NOTHING:
        if not any(abs(team.value) >= NOTHING for team in counted if team is not first):
            return f"{first.label} alone gains what reaches the ledger: {money(first.value)} over {over}."
        if first.value > total:
            return f"{first.label} gains most: {money(first.value)} over {over}, all teams together {money(total)}."
        return f"{first.label} gains most: {money(first.value)} of {money(total)} over {over}."
    if total <= -NOTHING:
        return f"No team gains anything over {over}; together they lose {money(-total)}."
    if soft >= NOTHING:
        return f"No team gains anything that reaches the ledger over {over}, but {money(soft)} of time and attention."
    return f"No team gains anything over {over}."


def _giver(counted: Sequence[TeamFacts], formats: Formats) -> str:
    giver = max(counted, key=lambda team: team.given)
    if giver.given < NOTHING:
        return ""
    return f" The loop of {giver.label} gives most: {formats.money_short(giver.given)}."

"""Everything that is declared is complete, unique, and used."""

from __future__ import annotations

import re

import numpy as np
import pytest

from calculators import costs
from calculators.assumption import OWN_GUESS, Assumption, Grade, Kind, Role, Source
from calculators.model import MODEL, SWITCHES
from calculators.quantity import Quantity, When
from calculators.scenario import Scenario
from calculators.team import Team, ValueLine
from tests import strategies

ASSUMPTIONS = list(MODEL.assumptions.values())
QUANTITIES = list(MODEL.quantities.values())
GROUPS = ("company", "community", "cost", "money", *(team.id for team in MODEL.teams))

NOT_READ_BY_ANY_QUANTITY = {
    "horizon": "how many months are run, in evaluation",
    "discount_rate": "present values, in evaluation",
    "amortise_months": "the yearly figures, in evaluation",
    "cost_year": "scales the kinds of cost, in resolve",
}

ids = pytest.mark.parametrize


def by_id(item: Assumption | Quantity | Team) -> str:
    return item.id


@ids("assumption", ASSUMPTIONS, ids=by_id)
def test_an_assumption_is_complete(assumption: Assumption) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", assumption.id)
    assert assumption.label[0].isupper()
    assert assumption.label == assumption.label.strip()
    assert not assumption.label.endswith(".")
    assert assumption.unit or assumption.kind is Kind.SHARE
    assert assumption.group in GROUPS
    lowest, highest = assumption.bounds
    assert lowest < highest
    assert lowest <= assumption.low <= assumption.likely <= assumption.high <= highest
    if assumption.absent is not None:
        assert lowest <= assumption.absent <= highest


@ids("assumption", ASSUMPTIONS, ids=by_id)
def test_help_is_in_full_sentences(assumption: Assumption) -> None:
    assert assumption.help[0].isupper() or assumption.help[0].isdigit()
    assert assumption.help.endswith((".", "?"))
    assert len(assumption.help.split()) >= 4
    assert "  " not in assumption.help


@ids("assumption", ASSUMPTIONS, ids=by_id)
def test_evidence_is_stated(assumption: Assumption) -> None:
    assert assumption.source.title
    assert assumption.grade in (Grade.GUESS, Grade.PUBLISHED), "a default is nobody's own measurement"
    if assumption.grade is Grade.PUBLISHED:
        assert assumption.source != OWN_GUESS
        assert has_a_year(assumption.source) or assumption.source.title in WITHOUT_A_YEAR


WITHOUT_A_YEAR = {
    # pages on the web without a date
    "Implisit, conversion of leads by source, about 500 US firms",
    "Khoros, worked example of call deflection, 2.5 % of visits",
    "Oblinger, worked example of a support community (Vanilla), $35 a case",
    "Price lists of focus-group agencies: two-group study $4k to $12k, three cities $16.6k",
}


def has_a_year(source: Source) -> bool:
    return source.year is not None and 1950 < source.year < 2100


@ids("assumption", ASSUMPTIONS, ids=by_id)
def test_a_share_is_a_fraction_and_money_has_no_currency_in_its_words(assumption: Assumption) -> None:
    if assumption.kind is Kind.SHARE:
        assert assumption.bounds[1] <= 3, "shares are stored as fractions"
    assert "$" not in assumption.label + assumption.unit + assumption.help


def test_every_assumption_has_a_dimension_of_its_own() -> None:
    """Draws use them as columns of one Sobol sequence, so there are no gaps either."""
    assert sorted(assumption.dimension for assumption in ASSUMPTIONS) == list(range(1, len(ASSUMPTIONS) + 1))


def test_labels_are_unique() -> None:
    labels = [*(item.label for item in ASSUMPTIONS), *(item.label for item in QUANTITIES)]
    twice = {label for label in labels if labels.count(label) > 1}
    assert twice == set()


def test_ids_are_unique_and_not_those_of_switches() -> None:
    names = [*MODEL.assumptions, *MODEL.quantities]
    assert len(set(names)) == len(names)
    assert not set(names) & set(SWITCHES)


@ids("assumption", ASSUMPTIONS, ids=by_id)
def test_what_it_follows_or_scales_with_exists(assumption: Assumption) -> None:
    if assumption.follows is not None:
        lead = MODEL.assumptions[assumption.follows]
        assert lead.kind is assumption.kind
        assert lead.follows is None, "what is followed must not follow"
        # a follower starts as its lead does, so that a form shows the same number before and after
        assert (assumption.low, assumption.likely, assumption.high) == (lead.low, lead.likely, lead.high)
    if assumption.scales_with is not None:
        assert assumption.scales_with in MODEL.assumptions
        assert assumption.extensive
    if assumption.contribution:
        assert assumption.hours is not None
        assert assumption.hours > 0 or assumption.id in TAKES_NOBODYS_TIME
        assert assumption.scales_with in ("members", "employee_members")


TAKES_NOBODYS_TIME = {"visits"}
"""Contributions that are a by-product of others."""


def test_a_lever_starts_equal_to_its_fact() -> None:
    followers = {a.id: a.follows for a in ASSUMPTIONS if a.role is Role.LEVER and a.follows}
    assert followers == {
        "active_share_mature": "active_share",
        "conditions": "conditions_ref",
        "staff_planned": "staff",
        "programme_planned": "programme",
    }


def reads() -> set[str]:
    return {name for quantity in QUANTITIES for name in quantity.inputs}


def test_every_assumption_is_read() -> None:
    cash_shares = {line.cash for _, line in MODEL.lines}  # evaluation parts hard from soft value with them
    unread = MODEL.assumptions.keys() - reads() - cash_shares
    assert unread == NOT_READ_BY_ANY_QUANTITY.keys()


def test_every_input_exists() -> None:
    known = MODEL.leaves | MODEL.quantities.keys()
    assert reads() <= known


def test_every_quantity_is_reachable_from_an_answer() -> None:
    """Walk back from lines, claims, costs and what an answer shows of the community itself."""
    shown = {name for _, line in MODEL.lines for name in (line.gross, line.claim) if name}
    shown |= {line.quantity for line in costs.LINES} | {"counts"}
    shown |= {"members_all", "active_members", "customers_without", "sources_sum"}
    shown |= {"pull_by_members", "pull_employees_by_members"}  # for the flywheel share
    waiting, reached = list(shown), set()
    while waiting:
        name = waiting.pop()
        if name in reached or name not in MODEL.quantities:
            continue
        reached.add(name)
        quantity = MODEL.quantities[name]
        waiting.extend(quantity.inputs)
        if isinstance(quantity.starts_at, str):
            waiting.append(quantity.starts_at)
    assert MODEL.quantities.keys() - reached == set()


def test_every_quantity_is_computed_once_in_the_plan() -> None:
    planned = [
        quantity.id for quantity in (*MODEL.references, *MODEL.monthly, *MODEL.afterwards, *MODEL.stocks)
    ]
    assert sorted(planned) == sorted(MODEL.quantities)


@ids("quantity", QUANTITIES, ids=by_id)
def test_a_quantity_is_complete(quantity: Quantity) -> None:
    assert quantity.label[0].isupper()
    assert quantity.kind in set(Kind)
    assert quantity.unit or quantity.kind in ("share", "number")
    if quantity.when is When.STOCK:
        assert quantity.starts_at is not None
        assert (
            not isinstance(quantity.starts_at, str)
            or quantity.starts_at in MODEL.leaves | MODEL.quantities.keys()
        )


def test_what_gathers_is_gathered() -> None:
    gathered = {name for quantity in QUANTITIES for name in quantity.gathers}
    gathered |= {assumption.gathers for assumption in ASSUMPTIONS if assumption.gathers}
    assert gathered == {quantity.total_of for quantity in QUANTITIES if quantity.total_of}


# ---- teams


@ids("team", MODEL.teams, ids=by_id)
def test_a_team_is_complete(team: Team) -> None:
    assert re.fullmatch(r"#[0-9A-F]{6}", team.colour)
    assert team.purpose.endswith(".")
    assert 1 <= len(team.lines) <= 3
    assert team.loop.label
    assert team.loop.help.endswith(".")
    assert team.metrics
    assert all(assumption.group == team.id for assumption in team.assumptions)


def test_the_eight_teams_in_their_order() -> None:
    assert [team.id for team in MODEL.teams] == [
        "support",
        "product",
        "marketing",
        "sales",
        "success",
        "content",
        "engagement",
        "people",
    ]
    assert [team.order for team in MODEL.teams] == list(range(1, 9))
    assert len({team.colour for team in MODEL.teams}) == 8


@ids("line", [line for _, line in MODEL.lines], ids=lambda line: line.id)
def test_every_line_has_causal_and_cash_share_and_evidence(line: ValueLine) -> None:
    kinds = {a.id: str(a.kind) for a in ASSUMPTIONS} | {q.id: q.kind for q in QUANTITIES}
    assert kinds[line.causal] == "share"
    cash = MODEL.assumptions[line.cash]
    assert cash.kind is Kind.SHARE
    assert list(cash.bounds) == [0, 1]
    assert kinds[line.gross] == "money"
    assert MODEL.quantities[line.gross].unit == "a month"
    assert line.claim is None or kinds[line.claim] == "money"
    assert line.rests_on
    assert all(name in MODEL.assumptions for name in line.rests_on)


def test_line_ids_are_unique() -> None:
    lines = [line.id for _, line in MODEL.lines]
    assert len(set(lines)) == len(lines)


@ids("team", MODEL.teams, ids=by_id)
def test_turning_its_loop_off_changes_the_community_or_the_company(team: Team) -> None:
    values = {"turnover_points": 0.02, "hours_given": 50, "drawn": 50, "churn_cut": 0.05, "belonging": 0.3}
    resolved = strategies.resolved(Scenario(values=values))
    switches = {f"turns_{other.id}": 1.0 for other in MODEL.teams} | {"growing": 1.0, "open": 1.0}
    on = MODEL.run({**resolved.leaves, **switches}, 24)
    off = MODEL.run({**resolved.leaves, **switches, f"turns_{team.id}": 0.0}, 24)
    changed = {stock.id for stock in MODEL.stocks if not np.array_equal(on[stock.id], off[stock.id])}
    assert changed & {"members_customers", "customers_now", "audience_now"}


@ids("team", MODEL.teams, ids=by_id)
def test_a_loop_is_a_switch_on_stocks_not_on_value_lines(team: Team) -> None:
    """Cohorts and value lines carry no switch: month 1 of a line is the same with the loop off."""
    switch = f"turns_{team.id}"
    with_switch = {quantity.id for quantity in QUANTITIES if switch in quantity.inputs}
    assert with_switch
    lines = {name for _, line in MODEL.lines for name in (line.gross, line.claim) if name}
    cohorts = {quantity.id for quantity in QUANTITIES if quantity.id.startswith("customers_by_")}
    assert not with_switch & (lines | cohorts)


def test_every_handle_of_a_cost_is_an_assumption() -> None:
    for line in costs.LINES:
        assert line.quantity in MODEL.quantities
        assert line.handle is None or line.handle in MODEL.assumptions


def test_a_range_out_of_bounds_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="the default range"):
        Assumption(
            id="wrong",
            label="Wrong",
            unit="of it",
            kind=Kind.SHARE,
            group="company",
            bounds=(0, 1),
            low=0,
            likely=0.5,
            high=1.5,
            help="It is too high.",
            dimension=1,
        )


def test_a_source_is_named_with_its_year() -> None:
    assert str(Source("A survey", 2019)) == "A survey, 2019"
    assert str(Source("A guess")) == "A guess"

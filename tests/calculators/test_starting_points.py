"""Starting points: frozen once released, plausible by their own evidence, never in the way of what a user types.

What they answer is kept in ``golden/starting_points.json``. A change of the model that is meant to move the answers is
followed by ``python -m tests.calculators.test_starting_points``, which writes that file anew.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calculators.__main__ import template
from calculators.assumption import Grade
from calculators.community import SOURCES_OF_JOINS
from calculators.draws import draw
from calculators.evaluation import Money, Result, evaluate
from calculators.model import MODEL
from calculators.scenario import Origin, Scenario, resolve
from calculators.starting_point import StartingPoint, starting_points

HERE = Path(__file__).parent
FILES = HERE.parents[1] / "calculators" / "starting_points"
GOLDEN = HERE / "golden" / "starting_points.json"

POINTS = tuple(starting_points().values())
NAMES = tuple(point.name for point in POINTS)
VARIANTS = tuple((point.name, running) for point in POINTS for running in (True, False))
EACH_POINT = pytest.mark.parametrize("point", POINTS, ids=NAMES)
EACH_VARIANT = pytest.mark.parametrize(
    ("name", "running"),
    VARIANTS,
    ids=[f"{name}-{'running' if runs else 'planned'}" for name, runs in VARIANTS],
)

FROZEN = {
    "b2b-support@1": "daf0924f1dcec8a28a80315dab1ce75568edf96b1614dfba83416168ebbde3c5",
    "developer@1": "e5fe1a27dc85ba3c22a82cba9f7122c8ad0996c157f01abcb419a734b22e6508",
    "consumer-brand@1": "99593565bb58222254d0eb3c9fc3b9e85795fd147b2f2922fd0227c408da0cb9",
    "customer-education@1": "1d8973d87ea7184bdf7b0b4a746167fec3737bcfbba3153ecc6f97f828eacae3",
    "internal@1": "78644733ccfe7292738340b37d0f6612e934a387514505517a30ccc4b272dad2",
    "association@1": "5afef40a0fc4a5b834c9c10d2f69c2fe6b7b3a395f1fe9ffb761764f8d8b5cc7",
}

QUICK = {
    "b2b-support@1": (
        "members deflected uplift active_share tickets cost_per_ticket customers revenue_per_customer referrals "
        "cost_year"
    ),
    "developer@1": (
        "members deflected active_share audience customers revenue_per_customer leads win_rate pieces cost_year"
    ),
    "consumer-brand@1": (
        "members deflected uplift active_share tickets cost_per_ticket customers revenue_per_customer visits cost_year"
    ),
    "customer-education@1": (
        "members sessions uplift active_share customers revenue_per_customer retention_points cost_per_session pieces "
        "cost_year"
    ),
    "internal@1": (
        "employee_members deflected active_share headcount salary tickets cost_per_ticket search_hours turnover_points "
        "cost_year"
    ),
    "association@1": (
        "members pieces active_share customers revenue_per_customer audience retention_points attendees referrals "
        "cost_year"
    ),
}

DECLARED_LATER: frozenset[str] = frozenset()
"""Assumptions declared after version 1 was released: their declared default must leave all released answers alone."""

UNDATED = frozenset({"cost_per_study"})
"""Published, but as price lists that bear no date."""

CAUTIOUS = {
    "active_share": 0.10,
    "uplift": 0.05,
    "uplift_causal": 0.5,
    "retention_points": 0.01,
    "type_one": 0.5,
    "referred_extra": 0.08,
    "win_rate": 0.016,
    "deflection_cash": 0.5,
    "turnover_points": 0.0,
    "turnover_cash": 0.0,
    "search_cash": 0.0,
}
"""The likely value that the evidence gives: no starting point may be more hopeful."""

SIZES = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
FACTORS = (0.1, 0.5, 2.0, 10.0)


def scenario(name: str, running: bool, **values: float) -> Scenario:
    return Scenario.model_validate({"starting_point": name, "running": running, "values": values})


# ---- frozen


def digest(path: Path) -> str:
    canonical = json.dumps(json.loads(path.read_text("utf-8")), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def released_files() -> dict[str, Path]:
    return {path.stem.partition("-")[2]: path for path in sorted(FILES.glob("*.json"))}


def test_every_file_is_frozen_under_its_name() -> None:
    assert set(released_files()) == set(FROZEN) == set(NAMES)


@pytest.mark.parametrize("name", FROZEN)
def test_a_released_file_never_changes(name: str) -> None:
    path = released_files()[name]
    kind, _, version = name.partition("@")
    assert digest(path) == FROZEN[name], (
        f"{path.name} is released and saved scenarios rest on it: put it back as it was, write the change to a new "
        f"file {path.name.replace(f'@{version}', f'@{int(version) + 1}')} with version {int(version) + 1}, and freeze "
        f"{kind}@{int(version) + 1} here with its own digest. (Only before a first release: the digest is now "
        f"{digest(path)}.)"
    )


@EACH_POINT
def test_a_mended_default_cannot_move_it(point: StartingPoint) -> None:
    """What it does not state it would take from declarations that may change after its release."""
    for assumption in MODEL.assumptions.values():
        if assumption.id == "cost_year" or assumption.follows or assumption.id in DECLARED_LATER:
            continue
        stated = assumption.id in point.values
        assert stated == point.has(assumption), (
            f"{point.name} must state {assumption.id} or lack it; if it was declared after the release, list it in "
            "DECLARED_LATER and give it a default that changes nothing"
        )


# ---- what people see


@EACH_POINT
def test_it_asks_ten_things_in_order(point: StartingPoint) -> None:
    asked = [item.id for item in point.quick]
    assert asked == QUICK[point.name].split()
    assert len(set(asked)) == 10
    assert asked[0] == point.about
    assert asked[-1] == "cost_year"
    assert all(point.has(MODEL.assumptions[name]) for name in asked)
    assert len({item.label for item in point.quick}) == 10


@EACH_POINT
def test_it_says_what_it_is(point: StartingPoint) -> None:
    assert point.currency == "USD"
    assert 0 < len(point.label) <= 45
    assert point.summary.endswith(".")
    assert ". " not in point.summary, "one sentence"
    assert point.about == ("employee_members" if point.id == "internal" else "members")


@pytest.mark.parametrize("word", ["unique visitor", "page view"])
def test_contacts_avoided_warn_of_their_unit(word: str) -> None:
    """Published rates of deflection differ eightfold by what they count."""
    asked = {item.id: item for item in starting_points()["consumer-brand@1"].quick}
    assert word in (asked["deflected"].help or "")
    assert word in (asked["visits"].help or "")


@EACH_VARIANT
def test_what_it_lacks_is_absent_not_zero(name: str, running: bool) -> None:
    point = starting_points()[name]
    in_force = resolve(scenario(name, running)).in_force
    absent = {key for key, entry in in_force.items() if entry.origin is Origin.ABSENT}
    assert absent == {key for key, assumption in MODEL.assumptions.items() if not point.has(assumption)}
    assert not absent & {*point.values, *point.planned}


# ---- plausible


@EACH_VARIANT
def test_nothing_is_refused_odd_or_adjusted_before_anything_is_typed(name: str, running: bool) -> None:
    result = evaluate(scenario(name, running))
    adjusted = {key: entry.adjusted for key, entry in result.resolved.in_force.items() if entry.adjusted}
    assert (result.resolved.problems, result.warnings, adjusted) == ((), (), {})


@EACH_VARIANT
def test_every_default_is_ordered_and_within_bounds(name: str, running: bool) -> None:
    for entry in resolve(scenario(name, running)).in_force.values():
        lowest, highest = entry.assumption.bounds
        assert lowest <= entry.low <= entry.value <= entry.high <= highest, entry.assumption.id


@EACH_VARIANT
def test_every_default_that_is_not_a_guess_says_where_it_was_published(name: str, running: bool) -> None:
    for key, entry in resolve(scenario(name, running)).in_force.items():
        if entry.origin is Origin.ABSENT:
            continue
        assert entry.source.title
        if entry.grade is not Grade.GUESS and key not in UNDATED:
            assert entry.source.year is not None, key
        assert entry.grade in (Grade.GUESS, Grade.PUBLISHED), "an example company has measured nothing"


@EACH_VARIANT
def test_answers_to_how_members_heard_add_up(name: str, running: bool) -> None:
    resolved = resolve(scenario(name, running))
    heard = [resolved.value(a.id) for a in MODEL.assumptions.values() if a.gathers == SOURCES_OF_JOINS]
    assert sum(heard) == pytest.approx(1.0, abs=1e-12)


@EACH_VARIANT
def test_likely_values_are_on_the_cautious_side_of_the_evidence(name: str, running: bool) -> None:
    resolved = resolve(scenario(name, running))
    for key, most in CAUTIOUS.items():
        if resolved.in_force[key].origin is not Origin.ABSENT:
            assert resolved.value(key) <= most, key
    demand = resolved.value("tickets") + resolved.value("deflected")
    # ServiceXRG: 23 % of all self-help together; a community is one part of it
    assert resolved.value("deflected") <= 0.15 * demand


@pytest.mark.parametrize("name", NAMES)
def test_a_running_example_is_in_balance(name: str) -> None:
    """A company whose members halve or double in a year on its own numbers would not describe a steady community."""
    members = evaluate(scenario(name, True)).series["members_all"]
    assert members[12] == pytest.approx(members[0], rel=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_reaches_most_of_its_members_but_no_more(name: str) -> None:
    result = evaluate(scenario(name, False))
    planned = result.resolved.value(result.resolved.scenario.point.about)
    reached, month = result.peak_members
    assert 0.8 * planned <= reached <= planned
    assert month == 36, "still growing at the end"


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_expects_less_than_what_runs(name: str) -> None:
    running, planned = (resolve(scenario(name, runs)) for runs in (True, False))
    for assumption in MODEL.assumptions.values():
        if assumption.contribution:
            assert planned.value(assumption.id) <= running.value(assumption.id), assumption.id
    about = running.scenario.point.about
    assert planned.value(about) < running.value(about)
    assert planned.value("launch_cost") > 0.0 == running.value("launch_cost")


# ---- adding up


@EACH_VARIANT
def test_parts_add_up_to_the_cent(name: str, running: bool) -> None:
    result = evaluate(scenario(name, running))
    for money in (result.hard, result.with_soft):
        teams = money.teams.values()
        assert money.direct + money.flywheel == pytest.approx(money.npv, abs=0.005)
        assert sum(team.given for team in teams) == pytest.approx(money.flywheel, abs=0.005)
        assert sum(team.value for team in teams) == pytest.approx(money.pv_benefits, abs=0.005)
        assert money.pv_benefits - money.pv_costs == pytest.approx(money.npv, abs=0.005)
        for team in teams:
            assert team.direct + team.received == pytest.approx(team.value, abs=0.005)


@EACH_VARIANT
def test_the_template_of_the_command_line_gives_the_same_answer(name: str, running: bool) -> None:
    """All numbers spelled out are the same scenario as none of them."""
    spelled_out = Scenario.model_validate_json(json.dumps(template(name, running=running)))
    assert evaluate(spelled_out).hard.npv == pytest.approx(
        evaluate(scenario(name, running)).hard.npv, abs=0.005
    )


EDITS: tuple[dict[str, float], ...] = (
    {},
    {"active_share": 2.0},
    {"staff": 0.5},
    {"programme": 3.0},
    {"members": 3.0},
    {"members": 0.25},
    {"members": 20.0},
    {"employee_members": 4.0},
    {"customers": 2.0},
    {"members": 1.7, "active_share": 0.5, "staff": 2.0},
)


@EACH_VARIANT
@pytest.mark.parametrize(
    "factors", EDITS, ids=lambda edit: ",".join(f"{k} x{v:g}" for k, v in edit.items()) or "untouched"
)
def test_a_template_edited_is_the_starting_point_with_that_edit(
    name: str, running: bool, factors: dict[str, float]
) -> None:
    """What follows or grows does so from a template, too: the answer and every draw are the same, not only close."""
    plain = scenario(name, running)
    plain_numbers = resolve(plain)
    edit = {
        other: factor * plain_numbers.value(other)
        for other, factor in factors.items()
        if plain.point.has(MODEL.assumptions[other])
    }
    listed = template(name, running=running)
    listed["values"] |= edit
    from_template = resolve(Scenario.model_validate_json(json.dumps(listed)))
    expected = resolve(scenario(name, running, **edit))
    assert from_template.problems == expected.problems
    assert {
        other: (entry.low, entry.value, entry.high) for other, entry in from_template.in_force.items()
    } == {other: (entry.low, entry.value, entry.high) for other, entry in expected.in_force.items()}
    if not expected.problems:
        found, wanted = draw(from_template, 64).values, draw(expected, 64).values
        assert found.keys() == wanted.keys()
        assert all(np.array_equal(found[other], wanted[other]) for other in wanted)


# ---- what she types is never refused because of a default she has not seen


def typed_alone() -> Iterator[Any]:
    for name, running in VARIANTS:
        point = starting_points()[name]
        resolved = resolve(scenario(name, running))
        for item in point.quick:
            lowest, highest = MODEL.assumptions[item.id].bounds
            entry = resolved.in_force[item.id]
            # of nothing every multiple is nothing: take a hundredth of what is allowed instead
            around = entry.value or highest / 100
            typed = {f"x{factor:g}": around * factor for factor in FACTORS}
            if item.id == point.about:
                typed |= {f"{size:,}": float(size) for size in SIZES}
            for label, value in typed.items():
                variant = "running" if running else "planned"
                yield pytest.param(
                    name,
                    running,
                    item.id,
                    min(max(value, lowest), highest),
                    id=f"{name}-{variant}-{item.id}-{label}",
                )


@pytest.mark.parametrize(("name", "running", "typed", "value"), list(typed_alone()))
def test_one_number_typed_alone_is_never_refused(name: str, running: bool, typed: str, value: float) -> None:
    result_of = scenario(name, running, **{typed: value})
    resolved = resolve(result_of)
    assert resolved.problems == ()
    assert resolved.value(typed) == value
    assert math.isfinite(evaluate(result_of).with_soft.npv)


# ---- golden


def summary(result: Result) -> dict[str, Any]:
    def figures(money: Money) -> dict[str, Any]:
        return {
            "roi": None if money.roi is None else round(money.roi, 3),
            "npv": round(money.npv),
            "payback_month": money.payback_month,
        }

    teams = {team: round(value.value) for team, value in result.hard.teams.items()}
    return {"hard": figures(result.hard), "with_soft": figures(result.with_soft), "hard_value_by_team": teams}


def outcomes() -> dict[str, Any]:
    return {
        name: {
            "running" if running else "planned": summary(evaluate(scenario(name, running)))
            for running in (True, False)
        }
        for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_as_they_were(name: str) -> None:
    kept = json.loads(GOLDEN.read_text("utf-8"))
    assert set(kept) == set(NAMES)
    for variant, figures in kept[name].items():
        now = summary(evaluate(scenario(name, variant == "running")))
        assert now == figures, (
            f"{name}, {variant}: the answer moved. If the model was meant to change, raise its version and run "
            "python -m tests.calculators.test_starting_points"
        )


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(outcomes(), indent=2) + "\n", "utf-8")
    print(f"wrote {GOLDEN}")

"""The app's rules as formulas: whatever is typed into a sheet, what is not comes to what the app would take."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.formula import value_of
from calculators.model import MODEL
from calculators.scenario import Given, Origin, Resolved, Scenario, resolve
from calculators.starting_point import starting_points
from exports.workbook.rules import HANDLES, IS_TYPED, TYPED, Rules

RULED = (
    *("members", "lapsed", "customers", "people_per_customer", "customer_share", "audience", "headcount"),
    *(
        "employee_members",
        "joins",
        "join_customer_share",
        "employee_joins",
        "tickets",
        "deflected",
        "deflectable",
    ),
    *("new_customers", "referrals", "leads", "win_rate", "deals_touched", "deal_lift", "sales_causal"),
    *("cost_year", *HANDLES, "loaded_salary"),
    *(a.id for a in MODEL.assumptions.values() if a.follows or a.scales_with),
)
"""What rules look at, or move."""

FACTORS = st.one_of(st.sampled_from((0.0, 1.0)), st.floats(-2.0, 2.0).map(lambda power: 10.0**power))


@st.composite
def typed(draw: st.DrawFn, resolved: Resolved) -> dict[str, Given]:
    """A few numbers, small and large beside their defaults."""
    found = {}
    names = st.lists(st.sampled_from([*dict.fromkeys(RULED)]), min_size=2, max_size=12, unique=True)
    for name in draw(names):
        lowest, highest = resolved.in_force[name].bounds
        number = min(max(draw(FACTORS) * resolved.value(name), lowest), highest)
        found[name] = Given(value=number, confirmed=True)
    return found


def sheet(rules: Rules, resolved: Resolved, values: Mapping[str, Given]) -> dict[str, float]:
    """What a sheet has in each cell once these numbers, and no others, are typed into it."""
    cells: dict[str, object] = {name: entry.value for name, entry in resolved.in_force.items()}
    for name in resolved.in_force:
        # an empty cell is read as nothing
        cells[IS_TYPED + name] = name in values
        cells[TYPED + name] = values[name].value if name in values else 0.0
    for step in rules.steps:
        cells[step.cell] = value_of(step.formula, cells)
    return {
        name: float(value_of(rules.untyped(name), cells))
        for name in resolved.in_force
        if rules.has(name) and name not in values and name != "cost_year"
    }


@settings(max_examples=600)
@given(
    point=st.sampled_from(sorted(starting_points())),
    running=st.booleans(),
    scaled=st.booleans(),
    data=st.data(),
)
def test_a_sheet_takes_what_the_app_takes(
    *, point: str, running: bool, scaled: bool, data: st.DataObject
) -> None:
    scenario = Scenario(
        starting_point=point, running=running, scale_contributions=scaled, currency="CHF", exchange_rate=0.9
    )
    numbers = typed(resolve(scenario))
    at_export, later = data.draw(numbers, label="at export"), data.draw(numbers, label="later")
    rules = Rules(resolve(scenario.changed(values=at_export)), lambda name: name)
    after = resolve(scenario.changed(values={**at_export, **later}))
    assert not any(" is not between " in problem.message for problem in after.problems)
    known = {name: value for name, value in {**at_export, **later}.items() if rules.has(name)}
    for name, value in sheet(rules, after, known).items():
        # what is left over when large amounts cancel out is no difference
        expected = after.value(name)
        assert math.isclose(value, expected, rel_tol=1e-6, abs_tol=1e-6), (name, value, expected)


@pytest.mark.parametrize("running", [True, False], ids=["running", "planned"])
@pytest.mark.parametrize(
    ("point", "values"),
    [
        ("internal@1", {"headcount": 500, "employee_members": 500}),
        ("consumer-brand@1", {"customers": 5_000, "members": 5_000, "lapsed": 0, "customer_share": 1}),
        ("consumer-brand@1", {"audience": 2_500, "members": 5_000, "lapsed": 0, "customer_share": 0.5}),
    ],
    ids=["employees", "customers' people", "others"],
)
def test_a_sheet_has_nobody_join_where_everybody_is_a_member(
    point: str, values: dict[str, float], running: bool
) -> None:
    scenario = Scenario(starting_point=point, running=running)
    later = {name: Given(value=value, confirmed=True) for name, value in values.items()}
    after = resolve(scenario.changed(values=later))
    found = sheet(Rules(resolve(scenario), lambda name: name), after, later)
    joins = "employee_joins" if "headcount" in values else "joins"
    assert after.value(joins) == found[joins] == 0.0
    for name, value in found.items():
        assert math.isclose(value, after.value(name), rel_tol=1e-9, abs_tol=1e-9), name


def test_what_it_comes_to_at_export_is_in_force() -> None:
    for point in starting_points():
        for running in (True, False):
            resolved = resolve(
                Scenario(
                    starting_point=point,
                    running=running,
                    values={"cost_year": Given(value=3e5, confirmed=True)},
                )
            )
            rules = Rules(resolved, lambda name: name)
            for name, entry in resolved.in_force.items():
                if entry.origin not in (Origin.ABSENT, Origin.YOURS) and name != "cost_year":
                    assert math.isclose(rules.value(rules.untyped(name)), entry.value, rel_tol=1e-12), name

"""The scenarios that tests of figures run over: every starting point, running and planned, and the odd ones."""

from __future__ import annotations

from functools import lru_cache

from calculators.evaluation import Result, evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Scenario
from calculators.starting_point import starting_points

ODD = {
    "a team and a loop off": Scenario(teams_off=frozenset({"sales"}), loops_off=frozenset({"support"})),
    "nobody is a member": Scenario(
        values={"members": 0, "employee_members": 0, "joins": 0, "employee_joins": 0}
    ),
    "nothing costs": Scenario(values={"cost_year": 0, "launch_cost": 0, "serving_cost": 0}),
    "own numbers, ranges, another currency": Scenario(
        currency="EUR",
        exchange_rate=0.9,
        number_format="de_DE",
        payers={"hours": "support"},
        values={
            "members": Given(value=8_000, low=6_000, high=9_000, source="CRM", note="active accounts only"),
            "uplift": Given(value=-0.05),
            "cost_per_ticket": Given(),
            "horizon": 25,
        },
    ),
    "spends before it earns": Scenario(
        running=False, values={"launch_cost": 250_000, "first_value_month": 14}
    ),
}

SCENARIOS = {
    **{
        f"{name}, {'running' if on else 'planned'}": (name, on)
        for name in starting_points()
        for on in (True, False)
    },
    **{name: None for name in ODD},
}
NAMES = sorted(SCENARIOS)


@lru_cache(maxsize=32)
def result_of(name: str) -> Result:
    """Return the answer to one of the scenarios."""
    asked = SCENARIOS[name]
    if asked is None:
        return evaluate(ODD[name])
    point, running = asked
    return evaluate(
        Scenario(starting_point=point, running=running, currency=starting_points()[point].currency)
    )


def quantities() -> tuple[str, ...]:
    """Return the ids of all quantities of the model."""
    return tuple(MODEL.quantities)

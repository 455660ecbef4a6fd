"""A company in round numbers, for examples that can be followed with pencil and paper.

2,000 customers with 10 people each and 10,000 others in reach; 5,000 members, 70 % of them customers' people, 10 % of
them active. So 0.1 x 5,000 x 0.7 / 1.4 = 250 customers have active members: one in eight.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from calculators.model import MODEL
from calculators.scenario import Scenario, resolve

ACTIVE_CUSTOMERS = 250
COMPANY = {
    "customers": 2_000,
    "people_per_customer": 10,
    "new_customers": 30,
    "company_churn": 0.01,
    "revenue_per_customer": 12_000,
    "gross_margin": 0.7,
    "acquisition_cost": 2_000,
    "audience": 10_000,
    "audience_new": 0,
    "audience_leaving": 0,
    "market_multiple": 3,
    "headcount": 200,
    "staff_turnover": 0.01,
    "salary": 84_000,
    "replacement_share": 0.2,
    "hours_per_post": 140,
    "members": 5_000,
    "active_share": 0.1,
    "customer_share": 0.7,
    "members_per_account": 1.4,
    "employee_members": 20,
    "lapsed": 1_000,
    "joins": 150,
    "join_customer_share": 0.6,
    "employee_joins": 0.5,
    "member_churn": 0.02,
    "return_rate": 0.01,
    "active_share_mature": 0.1,
    "months_to_mature": 24,
    "self_sufficiency": 0.3,
    "care_max": 1.2,
    "staffing_elasticity": 0.5,
    "conditions_ref": 1,
    "conditions": 1,
    "full": 0.5,
    "met": 0.5,
    "staff": 1.5,
    "staff_planned": 1.5,
    "loaded_salary": 90_000,
    "platform_cost": 24_000,
    "archive_share": 0.25,
    "member_cost": 0,
    "programme": 20_000,
    "programme_planned": 20_000,
    "other_hours": 20,
    "overhead": 10_000,
    "serving_cost": 0,
    "launch_cost": 0,
    "first_value_month": 6,
    "horizon": 36,
    "discount_rate": 0.1,
    "heard_from_promotion": 0.3,
    "heard_from_answers": 0.2,
    "heard_from_ideas": 0.05,
    "heard_from_members": 0.2,
    "heard_from_sales": 0.05,
    "heard_from_onboarding": 0.1,
    "heard_from_content": 0.1,
    # what the community does to customers: nothing, unless an example is about it
    "churn_cut": 0,
    "retention_points": 0,
    "uplift": 0,
    "referrals": 0,
    "leads": 0,
    "deals_touched": 0,
    "drawn": 0,
    "hours_given": 0,
    "belonging": 0,
}
HALF_AS_ACTIVE = {"conditions": 0.5, "staffing_elasticity": 0}
"""Activity is half of today's in month 0: conditions are half as good, and staff make no difference."""


class Run:
    """One run of the model, all loops turning but those that stand still."""

    def __init__(
        self,
        *,
        running: bool = True,
        months: int = 36,
        still: tuple[str, ...] = (),
        stays_open: bool = True,
        **values: float,
    ) -> None:
        self.resolved = resolve(Scenario(running=running, values={**COMPANY, **values}))
        assert not self.resolved.problems, self.resolved.problems
        switches: dict[str, Any] = {f"turns_{team.id}": float(team.id not in still) for team in MODEL.teams}
        switches |= {"growing": 1.0, "open": float(stays_open)}
        self.values = MODEL.run({**self.resolved.leaves, **switches}, months)

    def series(self, name: str) -> npt.NDArray[np.float64]:
        """Return a value a month."""
        return np.asarray(self.values[name])[:, 0]

    def __getitem__(self, key: tuple[str, int]) -> float:
        """Return a quantity in a month, counted from 0."""
        name, month = key
        return float(self.series(name)[month])

    def once(self, name: str) -> float:
        """Return a reference."""
        return float(self.values[name])

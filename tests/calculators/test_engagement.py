"""Engagement: spend uplift, events, and belonging, by hand."""

from __future__ import annotations

import pytest

from tests.calculators.worked import ACTIVE_CUSTOMERS, HALF_AS_ACTIVE, Run

UPLIFT = {"uplift": 0.2, "uplift_causal": 0.4}
"""8 % more from one customer in eight: 1 % more revenue in all."""


def test_revenue_without_the_community_is_lower_than_todays() -> None:
    run = Run(**UPLIFT)
    assert run.once("revenue_without") == pytest.approx(12_000 / (1 + 0.2 * 0.4 * 250 / 2_000))
    assert run.once("revenue_without") == pytest.approx(12_000 / 1.01)
    assert Run(**UPLIFT, running=False).once("revenue_without") == 12_000


def test_the_uplift_is_a_part_of_what_active_customers_would_have_spent() -> None:
    run = Run(**UPLIFT)
    margin = 12_000 / 1.01 / 12 * 0.7
    assert run["uplift_value", 0] == pytest.approx(ACTIVE_CUSTOMERS * margin * 0.08)
    # alone it would claim it of today's revenue
    assert run["uplift_claim", 0] == pytest.approx(ACTIVE_CUSTOMERS * 12_000 / 12 * 0.7 * 0.08)


def test_members_may_spend_less() -> None:
    run = Run(uplift=-0.2, uplift_causal=0.4)
    assert run["uplift_value", 0] == pytest.approx(-ACTIVE_CUSTOMERS * 12_000 / 0.99 / 12 * 0.7 * 0.08)


def test_half_as_active_halves_active_customers() -> None:
    run = Run(**UPLIFT, **HALF_AS_ACTIVE)
    assert run["active_customers", 0] == pytest.approx(ACTIVE_CUSTOMERS / 2)


def test_there_are_never_more_active_customers_than_customers() -> None:
    run = Run(active_share=1, active_share_mature=1, members_per_account=1)
    assert 5_000 * 0.7 > 2_000
    assert run["active_customers", 0] == 2_000


def test_events() -> None:
    values = {"attendees": 40, "cost_per_attendee": 15, "events_causal": 0.5}
    assert Run(**values)["events_value", 0] == pytest.approx(40 * 15 * 0.5)


def test_belonging_holds_members_back_in_proportion_to_intensity() -> None:
    assert Run(belonging=0.2)["lapse_others", 0] == pytest.approx(0.02)
    # half the intensity: 1 - 0.2 x 0.5 in place of 1 - 0.2
    assert Run(belonging=0.2, **HALF_AS_ACTIVE)["lapse_others", 0] == pytest.approx(0.02 * 0.9 / 0.8)


def test_the_loop_is_belonging() -> None:
    off = Run(belonging=0.2, still=("engagement",))
    for group in ("customers", "others", "employees"):
        assert off[f"lapse_{group}", 0] == pytest.approx(0.02 / (1 - 0.2))
    assert off["members_others", 1] == pytest.approx(
        5_000 * 0.3 * (1 - 0.02 / 0.8) + 1_000 * 0.3 * 0.01 + 150 * 0.4
    )


def test_belonging_never_makes_members_lapse_less_than_never() -> None:
    run = Run(belonging=0.9, active_share_mature=1, months_to_mature=0)
    assert run["intensity", 0] == pytest.approx(10)
    assert run["lapse_customers", 0] == 0

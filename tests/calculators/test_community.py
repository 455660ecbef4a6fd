"""The community: who is active, who joins, who falls silent and who returns, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from calculators.community import SOURCES_OF_JOINS
from calculators.model import MODEL
from tests.calculators.worked import Run


def test_groups_in_month_0() -> None:
    run = Run()
    assert run["members_customers", 0] == pytest.approx(5_000 * 0.7)
    assert run["members_others", 0] == pytest.approx(5_000 * 0.3)
    assert run["lapsed_customers", 0] == pytest.approx(1_000 * 0.7)
    assert run["pool_customers", 0] == pytest.approx(20_000 - 6_000 * 0.7)
    assert run["pool_others", 0] == pytest.approx(10_000 - 6_000 * 0.3)
    assert run["pool_employees", 0] == 200 - 20
    assert run["lapsed_employees", 0] == 0


def test_a_month_of_others() -> None:
    run = Run(audience_leaving=0.05)
    members, lapsed, pool = 1_500, 300, 8_200
    assert run["members_others", 1] == pytest.approx(members * (1 - 0.02 - 0.05) + lapsed * 0.01 + 150 * 0.4)
    assert run["lapsed_others", 1] == pytest.approx(lapsed * (1 - 0.01 - 0.05) + members * 0.02)
    assert run["pool_others", 1] == pytest.approx(pool * (1 - 0.05) - 150 * 0.4)


def test_a_month_of_customers_people() -> None:
    run = Run()
    members, lapsed, pool = 3_500, 700, 15_800
    assert run["members_customers", 1] == pytest.approx(
        members * (1 - 0.02 - 0.01) + lapsed * 0.01 + 150 * 0.6
    )
    assert run["lapsed_customers", 1] == pytest.approx(lapsed * (1 - 0.01 - 0.01) + members * 0.02)
    assert run["pool_customers", 1] == pytest.approx(pool * (1 - 0.01) - 150 * 0.6 + 30 * 10)


def test_employees_who_leave_are_replaced() -> None:
    run = Run()
    assert run["members_employees", 1] == pytest.approx(20 * (1 - 0.02 - 0.01) + 0.5)
    assert run["pool_employees", 1] == pytest.approx(180 * (1 - 0.01) - 0.5 + 200 * 0.01)


def test_the_active_share_grows_towards_what_is_planned() -> None:
    run = Run(active_share_mature=0.2, staffing_elasticity=0)
    expected = 0.1 + (0.2 - 0.1) * (1 - math.exp(-12 / 24))
    assert run["active_share_path", 12] == pytest.approx(expected)
    assert run["intensity", 12] == pytest.approx(expected / 0.1)
    assert run["active_members", 12] == pytest.approx(expected * run["members_now", 12])


def test_a_planned_community_starts_with_nobody_active() -> None:
    run = Run(running=False, staffing_elasticity=0)
    assert run["active_share_path", 0] == 0
    assert run["active_share_path", 24] == pytest.approx(0.1 * (1 - math.exp(-1)))
    assert Run(running=False, months_to_mature=0)["active_share_path", 0] == 0.1


def test_nobody_is_more_than_active() -> None:
    run = Run(conditions_ref=0.1, conditions=3)
    assert run["intensity", 0] == pytest.approx(1 / 0.1)
    assert run["active_members", 0] == pytest.approx(run["members_now", 0])


@pytest.mark.parametrize(
    ("planned", "care"),
    [(1.5, 1), (0.75, 0.3 + 0.7 * 0.5**0.5), (0, 0.3), (15, 0.3 + 0.7 * 1.2**0.5)],
)
def test_care_follows_staff_per_member_up_to_a_limit(planned: float, care: float) -> None:
    run = Run(staff_planned=planned)
    assert run["care", 0] == pytest.approx(care)
    assert run["intensity", 0] == pytest.approx(care)


def test_more_members_for_the_same_staff_are_cared_for_less() -> None:
    run = Run(joins=1_000)
    members = run["members_now", 1]
    assert members > 5_000
    assert run["care", 1] == pytest.approx(0.3 + 0.7 * (5_000 / members) ** 0.5)


def test_levers_are_measured_against_facts_not_against_their_own_start() -> None:
    """A plan to let the manager go lowers activity from month 0 on."""
    assert Run(staff_planned=0)["activity", 0] == pytest.approx(0.3)


def test_conditions_are_measured_against_todays() -> None:
    assert Run(conditions_ref=0.8, conditions=0.8)["intensity", 0] == pytest.approx(1)
    assert Run(conditions_ref=0.8, conditions=1)["intensity", 0] == pytest.approx(1 / 0.8)


def test_activity_is_members_times_intensity() -> None:
    run = Run(staff_planned=0.75)
    expected = run["members_now", 7] / 5_000 * run["intensity", 7]
    assert run["activity", 7] == pytest.approx(expected)
    assert run["contributions", 7] == pytest.approx(expected / (0.5 * expected + 0.5))


def test_joins_are_as_typed_and_split_by_their_own_share() -> None:
    run = Run()
    assert run["joins_customers", 0] == pytest.approx(150 * 0.6)
    assert run["joins_others", 0] == pytest.approx(150 * 0.4)
    assert run["joins_employees", 0] == pytest.approx(0.5)


def test_the_seven_answers_are_scaled_to_one() -> None:
    assert Run(heard_from_promotion=0.6).once("source_scale") == pytest.approx(1 / 1.3)
    assert Run(heard_from_promotion=0.6)["joins_others", 0] == pytest.approx(150 * 0.4)


def test_twice_the_programme_brings_twice_those_who_come_by_promotion() -> None:
    run = Run(programme_planned=40_000)
    assert run["joins_others", 0] == pytest.approx(150 * 0.4 * (1 + 0.3))


def test_a_planned_community_joins_by_promotion_at_first() -> None:
    """Promotion is entered for the launch month, the other reasons for the mature community."""
    run = Run(running=False)
    assert run["members_now", 0] == 0
    # nothing is findable, nobody invites; onboarding alone works from the start, on the pool that is left when mature
    onboarding = 0.1 * 150 * 0.4 / (10_000 - 1_500) * 10_000
    assert run["joins_others", 0] == pytest.approx(0.3 * 150 * 0.4 + onboarding)


def test_at_most_everyone_joins() -> None:
    run = Run(programme=1, programme_planned=1_000_000)
    assert run["joins_customers", 0] == pytest.approx(15_800 * (1 - 0.01))
    assert run["pool_customers", 1] == pytest.approx(30 * 10)


def test_lapse_and_return_are_at_most_those_who_stay() -> None:
    run = Run(member_churn=0.5, belonging=0.9, conditions=0, audience_leaving=0.5, return_rate=0.5)
    assert run["lapse_others", 0] == 1 - 0.5
    assert run["members_others", 1] == pytest.approx(300 * 0.5 + run["joins_others", 0])


@pytest.mark.parametrize("hundredths", range(51))
def test_where_all_lapse_or_leave_none_are_left_and_no_fewer(hundredths: int) -> None:
    """1 - leaving - (1 - leaving) must be 0, whatever rounding would make of it."""
    leaving = hundredths / 100
    run = Run(
        member_churn=0.5,
        belonging=0.9,
        conditions=0,
        audience_leaving=leaving,
        return_rate=0,
        joins=0,
        lapsed=0,
    )
    assert run["lapse_others", 0] == 1 - leaving
    assert run["members_others", 1] == 0


def test_closing_leaves_what_members_keep_of_nothing() -> None:
    run = Run(stays_open=False)
    assert np.all(run.series("activity") == 0)
    assert np.all(run.series("pull_of_promotion") == 0)
    # the archive is still found, and slowly forgotten
    assert run["answers", 3] == pytest.approx((1 - 0.04) ** 3)


def test_without_other_members_the_employees_make_the_activity() -> None:
    run = Run(members=0, lapsed=0, joins=0, staff_turnover=0, member_churn=0, return_rate=0)
    assert run["activity", 0] == 1
    assert run["activity", 1] == pytest.approx(20.5 / 20 * (0.3 + 0.7 * (20 / 20.5) ** 0.5))


def test_without_any_members_nothing_is_contributed() -> None:
    run = Run(members=0, lapsed=0, employee_members=0)
    assert run["activity", 0] == 0
    assert run.once("archive_start") == 0
    # those who join all the same are looked after as planned
    assert run["intensity", 5] == pytest.approx(1)


def test_no_more_customers_are_active_than_there_are() -> None:
    """3,500 active members of customers, one an account, and 2,000 customers."""
    run = Run(active_share=1, active_share_mature=1, members_per_account=1)
    assert run.once("active_customers_ref") == 2_000
    assert run["active_customers", 0] == 2_000


def test_where_nobody_joins_the_answers_may_all_be_nothing() -> None:
    answers = {a.id: 0.0 for a in MODEL.assumptions.values() if a.gathers == SOURCES_OF_JOINS}
    run = Run(joins=0, employee_joins=0, **answers)
    assert run.once("source_scale") == 0
    assert run["joins_customers", 0] == run["joins_others", 0] == run["joins_employees", 0] == 0


def test_a_closed_community_without_a_programme_has_no_promotion() -> None:
    nothing = {"programme": 0, "programme_planned": 0}
    assert Run(**nothing)["promotion_index", 0] == 1
    assert Run(**nothing, stays_open=False)["promotion_index", 0] == 0


@pytest.mark.parametrize("group", ["others", "employees"])
def test_stocks_of_every_group_say_which_they_are(group: str) -> None:
    labels = [MODEL.quantities[f"{layer}_{group}"].label for layer in ("members", "lapsed", "pool")]
    assert labels == [f"Members: {group}", f"Lapsed: {group}", f"May still join: {group}"]

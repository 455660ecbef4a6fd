"""Draws: ranges mean what they say, are shared between scenarios, go together as asked, and are always possible."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, qmc, spearmanr

from calculators.correlation import cholesky
from calculators.draws import (
    DIMENSIONS,
    SECOND,
    correlated,
    draw,
    possible,
    quantile,
    sobol_points,
    uncertain,
)
from calculators.evaluation import evaluate_resolved
from calculators.model import MODEL
from calculators.scenario import FIXED, Given, InvalidScenarioError, Origin, Resolved, Scenario, resolve
from calculators.starting_point import starting_points
from tests.strategies import scenarios

POINTS = 1_024


def with_values(**values: Given | float) -> Resolved:
    return resolve(Scenario(values=values))


def ranged(low: float, likely: float, high: float) -> Given:
    return Given(low=low, value=likely, high=high)


# ---- what a range means


@pytest.mark.parametrize(
    ("low", "likely", "high"),
    [(2.0, 3.0, 5.0), (-4.0, 1.0, 1.5), (0.0, 0.2, 0.9), (10.0, 30.0, 400.0), (1e-6, 0.5, 1e6)],
)
def test_low_likely_and_high_are_the_5th_50th_and_95th_percentile(
    low: float, likely: float, high: float
) -> None:
    assert quantile([0.05, 0.5, 0.95], low, likely, high) == pytest.approx([low, likely, high], rel=1e-12)


def test_each_half_is_normal_with_a_spread_of_its_own() -> None:
    # likely 10; below: (10 - 4) / 1.645 = 3.648 a standard deviation; above: (13 - 10) / 1.645 = 1.824
    at = np.array([-2.0, -1.0, 1.0, 2.0])
    probabilities = [0.02275013194817921, 0.15865525393145707, 0.8413447460685429, 0.9772498680518208]
    wanted = 10.0 + np.where(at < 0, 6.0, 3.0) / 1.6448536269514722 * at
    assert quantile(probabilities, 4.0, 10.0, 13.0) == pytest.approx(wanted, rel=1e-12)


def test_wide_positive_ranges_are_normal_in_logarithms() -> None:
    # 1 to 100 with 10 likely: one standard deviation up is a factor of 10 ** (1 / 1.645) = 4.0546
    assert quantile([0.8413447460685429], 1.0, 10.0, 100.0) == pytest.approx(
        10.0 * 10.0 ** (1 / 1.6448536269514722)
    )
    # exactly a factor of four is still drawn as it is, so it can go below zero
    assert quantile([1e-9], 1.0, 2.0, 4.0)[0] < 0.0 < quantile([1e-9], 1.0, 2.0, 4.000001)[0]


@given(
    ends=st.tuples(*[st.floats(-1e6, 1e6) | st.floats(1e-3, 1e6)] * 3).map(sorted),
    uniform=st.lists(st.floats(1e-12, 1 - 1e-12), min_size=2, max_size=20).map(sorted),
)
def test_a_higher_probability_is_never_a_lower_value(ends: list[float], uniform: list[float]) -> None:
    values = quantile(uniform, *ends)
    assert np.isfinite(values).all()
    scale = max(map(abs, ends))
    assert (np.diff(values) >= -1e-9 * scale).all()


@given(ends=st.tuples(*[st.floats(0, 1e6)] * 3).map(sorted))
def test_the_halves_meet_without_a_jump(ends: list[float]) -> None:
    below, middle, above = quantile([0.5 - 1e-9, 0.5, 0.5 + 1e-9], *ends)
    assert middle == pytest.approx(ends[1], rel=1e-12)
    # the density is at most steep: 1e-9 of probability moves the value by 1e-9 / density
    steepest = 1e-8 * (ends[2] - ends[0]) + 1e-8 * ends[1] * math.log(
        (ends[2] + 1e-300) / max(ends[0], 1e-300) + 1
    )
    assert abs(above - below) <= steepest + 1e-12


def test_what_lies_outside_the_bounds_is_put_on_them_and_counted() -> None:
    # P5 at 0.04, likely 0.1: zero is 0.1 / 0.06 * 1.645 = 2.741 standard deviations below, 0.306 % of draws
    resolved = with_values(deflection_cash=ranged(0.04, 0.1, 0.16))
    found = draw(resolved, 4_096)
    values = found.values["deflection_cash"]
    assert values.min() == 0.0
    share = float(np.mean(values == 0.0))
    assert share == pytest.approx(0.00306, abs=0.0005)
    assert values.max() < 1.0
    assert found.clipped["deflection_cash"] == share
    assert draw(with_values(deflection_cash=ranged(0.4, 0.5, 0.6)), 1_024).clipped["deflection_cash"] == 0.0


# ---- points


def test_points_are_the_scrambled_sequence_whatever_the_chunks() -> None:
    whole = qmc.Sobol(d=DIMENSIONS, scramble=True, rng=np.random.default_rng(3)).random(8_192)
    assert np.array_equal(sobol_points(8_192, 3, (1, 5, DIMENSIONS)), whole[:, [0, 4, DIMENSIONS - 1]])
    assert np.array_equal(sobol_points(100, 3, (5,), skip=50)[:, 0], whole[50:150, 4])


def test_every_dimension_is_even_and_unrelated_to_the_others() -> None:
    dimensions = tuple(assumption.dimension for assumption in MODEL.assumptions.values())
    points = sobol_points(POINTS, 1, dimensions)
    assert ((points > 0.0) & (points < 1.0)).all()
    for column in points.T:
        # a balanced sequence has exactly one point in each of 1,024 equal parts
        assert len(np.unique(np.floor(column * POINTS))) == POINTS
    together = np.corrcoef(points.T) - np.eye(len(dimensions))
    # one sequence for each assumption would go up to 0.9; 9,180 independent pairs would reach about 0.12
    assert np.abs(together).max() < 0.25
    assert np.sqrt(np.mean(together**2)) < 0.03


def test_dimensions_are_permanent_numbers_of_their_own() -> None:
    dimensions = [assumption.dimension for assumption in MODEL.assumptions.values()]
    assert len(set(dimensions)) == len(dimensions)
    assert min(dimensions) >= 1
    # the second sample of Sobol indices lies beyond
    assert max(dimensions) <= SECOND <= DIMENSIONS // 2


def test_the_same_seed_gives_the_same_draws_and_another_gives_others() -> None:
    resolved = resolve(Scenario())
    first, again, other = draw(resolved, 64, 5), draw(resolved, 64, 5), draw(resolved, 64, 6)
    assert first.values.keys() == again.values.keys()
    assert all(np.array_equal(first.values[name], again.values[name]) for name in first.values)
    assert not any(np.array_equal(first.uniform[name], other.uniform[name]) for name in first.uniform)


# ---- what is drawn


def test_only_ranges_are_drawn() -> None:
    resolved = with_values(cost_per_ticket=Given(value=11.0, low=11.0, high=11.0), horizon=48.0)
    names = uncertain(resolved)
    assert "cost_per_ticket" not in names
    assert not FIXED & set(names)
    for name in names:
        entry = resolved.in_force[name]
        assert entry.low < entry.high
        assert entry.origin not in (Origin.FOLLOWS, Origin.ABSENT)
    assert [MODEL.assumptions[n].dimension for n in names] == sorted(
        MODEL.assumptions[n].dimension for n in names
    )


def test_nothing_uncertain_is_no_draws() -> None:
    found = draw(certain(resolve(Scenario())), 64)
    assert found.points == 0
    assert found.values == {}
    assert found.touched == 0.0


def certain(resolved: Resolved) -> Resolved:
    """Return the same numbers, every one of them with a range of no width."""
    values = {
        name: Given(value=entry.value, low=entry.value, high=entry.value)
        for name, entry in resolved.in_force.items()
        if name != "cost_year" and entry.origin is not Origin.ABSENT
    }
    answer = resolve(resolved.scenario.changed(values=values))
    assert not answer.problems
    return answer


def test_followers_take_the_drawn_value_until_they_are_given() -> None:
    found = draw(resolve(Scenario()), 64)
    assert np.array_equal(found.values["active_share_mature"], found.values["active_share"])
    assert np.array_equal(found.values["staff_planned"], found.values["staff"])
    own = draw(with_values(active_share_mature=ranged(0.1, 0.15, 0.2)), 64)
    assert not np.allclose(own.values["active_share_mature"], own.values["active_share"])


# ---- draws are shared


def test_scenarios_share_the_draws_of_all_that_does_not_differ() -> None:
    base = draw(resolve(Scenario()), 256)
    changed = draw(with_values(cost_per_ticket=ranged(30.0, 40.0, 60.0)), 256)
    assert base.values.keys() == changed.values.keys()
    differing = {name for name in base.values if not np.array_equal(base.values[name], changed.values[name])}
    assert differing == {"cost_per_ticket"}
    assert np.array_equal(base.uniform["cost_per_ticket"], changed.uniform["cost_per_ticket"])


def test_an_assumption_that_becomes_certain_or_uncertain_moves_no_other() -> None:
    base = draw(resolve(Scenario()), 256)
    fewer = draw(with_values(cost_per_ticket=Given(value=8.0, low=8.0, high=8.0)), 256)
    assert "cost_per_ticket" not in fewer.values
    for name in fewer.values:
        assert np.array_equal(base.values[name], fewer.values[name]), name


def test_more_dimensions_in_use_leave_the_first_ones_as_they_are() -> None:
    # what a new assumption does: it takes a number beyond all others
    few = sobol_points(128, 1, (1, 2, 3))
    more = sobol_points(128, 1, (1, 2, 3, SECOND))
    assert np.array_equal(few, more[:, :3])


# ---- correlations


def correlation(first: str, second: str, rank: float) -> dict[str, object]:
    return {"first": first, "second": second, "rank": rank}


@pytest.mark.parametrize("rank", [-0.9, -0.5, 0.0, 0.3, 0.7, 0.95])
@pytest.mark.parametrize(
    "ranges",
    [
        ((18.0, 20.0, 23.0), (300.0, 400.0, 500.0)),
        # both spans are wider than a factor of four: drawn in logarithms
        ((2.0, 20.0, 90.0), (50.0, 400.0, 3_000.0)),
    ],
)
def test_correlations_come_out_as_asked(rank: float, ranges: tuple[tuple[float, float, float], ...]) -> None:
    names = ("cost_per_ticket", "salary")
    scenario = Scenario(
        values={name: ranged(*ends) for name, ends in zip(names, ranges, strict=True)},
        correlations=[correlation(*names, rank)],
    )
    found = draw(resolve(scenario), POINTS)
    assert spearmanr(found.values[names[0]], found.values[names[1]]).statistic == pytest.approx(
        rank, abs=0.05
    )


def test_three_correlated_assumptions_come_out_as_asked_and_others_are_left_alone() -> None:
    pairs = {
        ("cost_per_ticket", "salary"): 0.6,
        ("cost_per_ticket", "loaded_salary"): -0.4,
        ("salary", "loaded_salary"): 0.1,
    }
    resolved = resolve(Scenario(correlations=[correlation(*pair, rank) for pair, rank in pairs.items()]))
    assert not resolved.problems
    found, base = draw(resolved, POINTS), draw(resolve(Scenario()), POINTS)
    for (first, second), rank in pairs.items():
        assert spearmanr(found.uniform[first], found.uniform[second]).statistic == pytest.approx(
            rank, abs=0.05
        )
    for name in set(base.uniform) - {"cost_per_ticket", "salary", "loaded_salary"}:
        assert np.array_equal(found.uniform[name], base.uniform[name]), name


def test_each_correlated_assumption_keeps_its_own_distribution() -> None:
    points = sobol_points(POINTS, 1, (1, 2, 3))
    made = correlated(points, ("a", "b", "c"), {("a", "c"): 0.8})
    for column in range(3):
        assert kstest(made[:, column], "uniform").statistic < 0.02
    assert np.array_equal(made[:, 1], points[:, 1])


@given(rank=st.floats(-0.99, 0.99))
def test_the_normal_correlation_behind_a_rank_correlation(rank: float) -> None:
    factor = cholesky({("a", "b"): rank})
    behind = factor[1, 0]
    # Pearson 1907: the rank correlation of two normal variables is 6 / pi * arcsin(rho / 2)
    assert 6.0 / math.pi * math.asin(behind / 2.0) == pytest.approx(rank, abs=1e-12)
    assert (factor @ factor.T)[1, 1] == pytest.approx(1.0)


def test_correlations_that_cannot_all_hold_are_refused_where_they_are_typed() -> None:
    # both go with the first, so they cannot go strongly against each other
    pairs = [
        correlation("cost_per_ticket", "salary", 0.9),
        correlation("cost_per_ticket", "loaded_salary", 0.9),
        correlation("salary", "loaded_salary", -0.9),
    ]
    (problem,) = resolve(Scenario(correlations=pairs)).problems
    assert problem.field == "correlations"
    assert problem.message.startswith("these correlations cannot all hold at once")
    with pytest.raises(InvalidScenarioError, match="correlations: these"):
        evaluate_resolved(resolve(Scenario(correlations=pairs)))
    # with the third pair going the same way it is possible; left out, it counts as unrelated, and it is not
    assert not resolve(
        Scenario(correlations=[*pairs[:2], correlation("salary", "loaded_salary", 0.7)])
    ).problems
    assert resolve(Scenario(correlations=pairs[:2])).problems


def test_an_assumption_is_not_correlated_with_itself() -> None:
    (problem,) = resolve(Scenario(correlations=[correlation("salary", "salary", 0.5)])).problems
    assert problem.field == "correlations"
    assert "cannot be correlated with itself" in problem.message


@pytest.mark.parametrize("fixed", sorted(FIXED))
def test_what_goes_with_something_that_is_never_drawn_is_drawn_as_before(fixed: str) -> None:
    # in alphabetical order the copula moves the later of the two
    names = ("turnover_points", "active_share")
    plain = Scenario()
    paired = Scenario(correlations=[correlation(name, fixed, 0.6) for name in names])
    before, after = draw(resolve(plain), 256), draw(resolve(paired), 256)
    assert before.values.keys() == after.values.keys()
    for name in before.values:
        assert np.array_equal(before.values[name], after.values[name]), name


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("horizon", "salary", "is never drawn"),
        ("salary", "staff_planned", "takes the value of “"),
        ("members", "salary", "has no range"),
        ("salary", "drawn", "is not counted here"),
    ],
)
def test_a_pair_without_effect_is_remarked_on_and_not_refused(first: str, second: str, said: str) -> None:
    scenario = Scenario(
        values={"members": {"value": 5_000, "low": 5_000, "high": 5_000}},
        teams_off={"content"},
        correlations=[correlation(first, second, 0.5)],
    )
    resolved = resolve(scenario)
    assert not resolved.problems
    (remark,) = [warning for warning in resolved.warnings if warning.field == "correlations"]
    assert said in remark.message
    assert remark.message.endswith("has no effect")


def test_a_pair_that_is_drawn_is_not_remarked_on() -> None:
    resolved = resolve(Scenario(correlations=[correlation("salary", "cost_per_ticket", 0.5)]))
    assert not [warning for warning in resolved.warnings if warning.field == "correlations"]


@pytest.mark.parametrize("second", [("salary", "cost_per_ticket"), ("cost_per_ticket", "salary")])
def test_a_pair_is_given_once(second: tuple[str, str]) -> None:
    pairs = [correlation("salary", "cost_per_ticket", 0.5), correlation(*second, 0.2)]
    (problem,) = resolve(Scenario(correlations=pairs)).problems
    assert problem.field == "correlations"
    assert "given twice" in problem.message


# ---- every draw is possible

CLAIMING = ("joins", "employee_joins", "deflected", "referrals", "leads", "deals_touched")
FRACTIONS = st.tuples(st.floats(0.0, 1.0), st.floats(1.0, 4.0))


@st.composite
def uncertain_scenarios(draw_one: st.DrawFn, *, running: bool | None = None) -> Resolved:
    """Draw a scenario with ranges round some of its numbers, the ones that claim among them."""
    scenario = draw_one(scenarios(running=running, switches=False))
    names = draw_one(
        st.lists(
            st.sampled_from(
                (
                    *("members", "lapsed", "customer_share", "customers", "people_per_customer", "audience"),
                    *("joins", "join_customer_share", "employee_joins", "employee_members", "headcount"),
                    *(
                        "company_churn",
                        "audience_leaving",
                        "staff_turnover",
                        "tickets",
                        "deflected",
                        "deflectable",
                    ),
                    *(
                        "referrals",
                        "leads",
                        "win_rate",
                        "deals_touched",
                        "deal_lift",
                        "sales_causal",
                        "type_one",
                    ),
                    *("new_customers", "referral_overlap", "churn_cut", "ideas_causal", "retention_points"),
                )
            ),
            unique=True,
            min_size=1,
            max_size=12,
        )
    )
    values = dict(scenario.values)
    for name in names:
        likely = values[name].value
        if likely is None:
            continue
        down, up = draw_one(FRACTIONS)
        lowest, highest = MODEL.assumptions[name].bounds
        values[name] = ranged(max(lowest, likely * down), likely, min(highest, likely * up))
    resolved = resolve(scenario.changed(values=values))
    assume(not resolved.problems)
    return resolved


@settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
@given(resolved=uncertain_scenarios())
def test_every_draw_would_be_accepted_if_it_were_typed(resolved: Resolved) -> None:
    found = draw(resolved, 8)
    typed = {
        name: entry.value
        for name, entry in resolved.in_force.items()
        if entry.origin is not Origin.ABSENT and name != "cost_year"
    }
    for number in range(found.points):
        values = typed | {
            # a hair less of what is lowered, because what fills its room to the last digit is refused by rounding
            name: float(column[number]) * (1.0 - 1e-6 if name in CLAIMING else 1.0)
            for name, column in found.values.items()
        }
        assert all(math.isfinite(value) for value in values.values())
        problems = resolve(resolved.scenario.changed(values=values)).problems
        assert not problems, (number, problems)


@settings(max_examples=40, phases=(Phase.explicit, Phase.generate))
@given(resolved=uncertain_scenarios())
def test_what_was_typed_is_never_lowered_by_itself(resolved: Resolved) -> None:
    likely = {name: np.full(3, resolved.value(name)) for name in uncertain(resolved)}
    made, touched = possible(resolved, likely, 3)
    assert touched == 0.0
    for name in made:
        assert made[name] == pytest.approx(np.full(3, resolved.value(name)), rel=1e-9), name


def test_claims_are_lowered_only_where_they_exceed_what_exists() -> None:
    # 95 % of 60 % of all requests: deflected at most 0.57 / 0.43 * 1,000 = 1,325.6
    resolved = with_values(tickets=1_000.0, deflectable=0.6, deflected=ranged(400.0, 1_000.0, 1_600.0))
    resolved = resolve(
        resolved.scenario.changed(
            values={**resolved.scenario.values, "deflectable": Given(value=0.6, low=0.6, high=0.6)}
        )
    )
    assert not resolved.problems
    found = draw(resolved, POINTS)
    wanted = quantile(found.uniform["deflected"], 400.0, 1_000.0, 1_600.0)
    most = 0.57 / 0.43 * 1_000.0
    assert found.values["deflected"] == pytest.approx(np.minimum(np.maximum(wanted, 0.0), most), rel=1e-9)
    # (1325.6 - 1000) / 600 * 1.645 = 0.8926 standard deviations: 18.6 % of draws
    assert float(np.mean(wanted > most)) == pytest.approx(0.1860, abs=0.003)
    assert found.touched >= float(np.mean(wanted > most))


@pytest.mark.parametrize("name", starting_points())
@pytest.mark.parametrize("running", [True, False])
def test_a_cost_a_year_that_is_given_stays_the_sum_in_every_draw(name: str, running: bool) -> None:
    about = resolve(Scenario(starting_point=name, running=running))
    cost = 1.3 * about.value("cost_year")
    resolved = resolve(Scenario(starting_point=name, running=running, values={"cost_year": cost}))
    assert not resolved.problems
    found = draw(resolved, 256)

    def now(handle: str) -> np.ndarray:
        return np.broadcast_to(found.values.get(handle, resolved.value(handle)), (256,))

    total = (
        now("staff") * now("loaded_salary")
        + now("platform_cost")
        + now("member_cost") * (now("members") + now("employee_members"))
        + now("programme")
        + 12.0 * now("other_hours") * now("salary") / 12.0 / now("hours_per_post")
        + now("overhead")
    )
    assert total == pytest.approx(np.full(256, cost), rel=1e-9)
    # from now on as before, until a plan is typed
    if resolved.in_force["staff_planned"].origin is Origin.FOLLOWS:
        assert np.array_equal(now("staff_planned"), now("staff"))


def test_a_number_made_certain_moves_no_other_numbers_draws() -> None:
    """Scenarios share draws: where one side knows a number, its correlated partner is drawn as on the other side."""
    names = ("tickets", "members_per_account", "cost_per_ticket")
    pairs = [correlation(names[0], names[2], 0.6), correlation(names[1], names[2], 0.3)]
    unsure = Scenario(
        correlations=pairs, values={name: {"value": 10.0, "low": 5.0, "high": 20.0} for name in names}
    )
    sure = unsure.changed(values={**unsure.values, "cost_per_ticket": 45.0})
    before, after = draw(resolve(unsure)), draw(resolve(sure))
    assert "cost_per_ticket" not in after.values
    for name in names[:2]:
        assert np.array_equal(before.values[name], after.values[name])

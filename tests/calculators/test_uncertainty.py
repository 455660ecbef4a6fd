"""The engine over draws, against problems with known answers and against the point result."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import Phase, given, settings
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample
from scipy.special import ndtr, ndtri
from scipy.stats import norm

from calculators.confidence import drivers
from calculators.draws import POINTS, draw, drawn_at, quantile, sobol_points, uncertain
from calculators.evaluation import evaluate, evaluate_resolved
from calculators.model import MODEL
from calculators.scenario import Given, Origin, Resolved, Scenario, resolve
from calculators.starting_point import starting_points
from calculators.uncertainty import (
    StoppedError,
    expected_value_of_knowing,
    gain_of_going_on,
    gain_of_one_more,
    hard_npv,
    percentile,
    quoted,
    sample,
    sample_of,
    share_error,
    sobol_indices,
    tornado,
    two_way,
    variance_shares,
    worth_knowing,
)
from tests.strategies import resolved as resolve_drawn
from tests.strategies import scenarios

Array = npt.NDArray[np.float64]
CASES = [(name, running) for name in starting_points() for running in (True, False)]


def ranged(low: float, likely: float, high: float) -> Given:
    return Given(low=low, value=likely, high=high)


def certain(scenario: Scenario) -> Resolved:
    """Return the numbers in force, every one of them with a range of no width."""
    before = resolve(scenario)
    values = {
        name: Given(value=entry.value, low=entry.value, high=entry.value)
        for name, entry in before.in_force.items()
        if name != "cost_year" and entry.origin is not Origin.ABSENT
    }
    answer = resolve(scenario.changed(values=values))
    assert not answer.problems
    assert uncertain(answer) == ()
    return answer


# ---- percentiles


def test_percentiles_lie_between_draws_as_numpy_says() -> None:
    values = np.array([4.0, 1.0, 3.0, 10.0])
    assert percentile(values, 0.5) == 3.5
    # 0.9 * 3 = 2.7: 70 % of the way from 4 to 10
    assert percentile(values, 0.9) == pytest.approx(8.2)
    assert percentile(values, 0.0) == 1.0
    assert percentile(values, 1.0) == 10.0


def test_a_percentile_that_does_not_exist_is_none() -> None:
    payback = np.array([3.0, 7.0, np.inf, np.inf, np.inf])
    assert percentile(payback, 0.25) == 7.0
    assert percentile(payback, 0.5) is None
    figure = quoted(payback)
    assert (figure.p50, figure.p90, figure.standard_error) == (None, None, None)


def test_percentiles_of_a_linear_model_with_normal_inputs() -> None:
    # y = 3 + 2 a - b + 0.5 c; a, b, c normal with sd 1.5, 2, 4: sd(y) = sqrt(9 + 4 + 4), mean 3 + 2 - 7 + 10 = 8
    spread = 1.6448536269514722
    points = sobol_points(4_096, 7, (3, 40, 101))
    a = quantile(points[:, 0], 1.0 - 1.5 * spread, 1.0, 1.0 + 1.5 * spread)
    b = quantile(points[:, 1], 7.0 - 2.0 * spread, 7.0, 7.0 + 2.0 * spread)
    c = quantile(points[:, 2], 20.0 - 4.0 * spread, 20.0, 20.0 + 4.0 * spread)
    y = 3.0 + 2.0 * a - b + 0.5 * c
    sd = math.sqrt(17.0)
    assert y.mean() == pytest.approx(8.0, abs=0.005 * sd)
    assert y.std() == pytest.approx(sd, rel=0.01)
    for at in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95):
        assert percentile(y, at) == pytest.approx(norm.ppf(at, 8.0, sd), abs=0.02 * sd)
    # the median of n independent draws errs by sqrt(pi / 2 / n) sd
    assert quoted(y).standard_error == pytest.approx(math.sqrt(math.pi / 2.0 / 4_096) * sd, rel=0.25)


def test_standard_error_of_a_share() -> None:
    assert share_error(0.2, 400) == pytest.approx(0.02)
    assert share_error(1.0, 400) == 0.0
    assert share_error(0.2, 0) == 0.0


# ---- variance shares


def ishigami(x: Array, a: float = 7.0, b: float = 0.1) -> Array:
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_the_ishigami_function() -> None:
    # Ishigami and Homma 1990, closed form for a = 7, b = 0.1 on (-pi, pi) cubed
    pi4, pi8 = math.pi**4, math.pi**8
    one = 0.5 * (1.0 + 0.1 * pi4 / 5.0) ** 2
    two = 49.0 / 8.0
    interplay = 0.01 * pi8 * (1.0 / 18.0 - 1.0 / 50.0)
    variance = one + two + interplay
    assert variance == pytest.approx(13.8446, abs=1e-4)
    points = (sobol_points(4_096, 1, (1, 2, 3, 4, 5, 6)) * 2.0 - 1.0) * math.pi
    first, total = sobol_indices(ishigami, points[:, :3], points[:, 3:])
    assert first == pytest.approx([one / variance, two / variance, 0.0], abs=0.01)
    assert total == pytest.approx(
        [(one + interplay) / variance, two / variance, interplay / variance], abs=0.01
    )


def test_sobol_indices_of_a_linear_function_are_shares_of_variance() -> None:
    # 3 x + 4 y of standard normal inputs: 9 / 25 and 16 / 25, no interplay; the mean far from zero must not matter
    points = ndtri(sobol_points(1_024, 2, (1, 2, 3, 4)))
    first, total = sobol_indices(lambda x: 1e6 + 3.0 * x[:, 0] + 4.0 * x[:, 1], points[:, :2], points[:, 2:])
    assert first == pytest.approx([0.36, 0.64], abs=0.01)
    assert total == pytest.approx([0.36, 0.64], abs=0.01)


def test_sobol_indices_where_nothing_varies_are_zero() -> None:
    points = sobol_points(64, 2, (1, 2, 3, 4))
    first, total = sobol_indices(lambda x: np.full(len(x), 5.0), points[:, :2], points[:, 2:])
    assert first.tolist() == total.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("function", [ishigami, lambda x: x[:, 0] * x[:, 1] + np.exp(x[:, 2] / 3.0)])
def test_sobol_indices_are_those_of_salib_from_the_same_sample(function: Callable[[Array], Array]) -> None:
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-math.pi, math.pi]] * 3}
    theirs = salib_sample.sample(problem, 512, calc_second_order=False, seed=11)
    # their rows: base, base with each column from the other, other; the same for every point
    blocks = theirs.reshape(512, 5, 3)
    analysed = salib_analyze.analyze(problem, function(theirs), calc_second_order=False, seed=1)
    first, total = sobol_indices(function, blocks[:, 0], blocks[:, 4])
    assert first == pytest.approx(analysed["S1"], abs=2e-3)
    assert total == pytest.approx(analysed["ST"], abs=2e-3)


def test_variance_shares_of_the_model_are_in_order_and_add_up() -> None:
    shares = variance_shares(resolve(Scenario()))
    totals = [share.total for share in shares]
    assert totals == sorted(totals, reverse=True)
    assert set(share.id for share in shares) <= set(uncertain(resolve(Scenario())))
    assert sum(totals) > 0.9
    assert min(totals) >= 0.0


@pytest.mark.parametrize("name", starting_points())
def test_nothing_explains_more_alone_than_with_its_interplay(name: str) -> None:
    for points in (256, 1_024):
        shares = variance_shares(resolve(Scenario(starting_point=name)), points)
        assert all(0.0 <= share.first <= share.total for share in shares)


def test_variance_shares_rest_on_as_many_points_as_there_are_draws() -> None:
    resolved = resolve(Scenario())
    moved = drivers(resolved, sample(resolved, 512))
    assert moved.variance == variance_shares(resolved, 512) != variance_shares(resolved, 256)
    # by default on those of the draws
    assert variance_shares(resolved) == variance_shares(resolved, POINTS)


def test_variance_shares_are_stopped_when_asked() -> None:
    told: list[float] = []

    def once(share: float) -> bool:
        told.append(share)
        return len(told) < 3

    with pytest.raises(StoppedError):
        variance_shares(resolve(Scenario()), progress=once)
    assert told == sorted(told)
    assert 0.0 <= told[0] < told[-1] < 1.0


# ---- what would be worth knowing


def linear_gain(own: float, rest: float, mean: float, points: int = 4_096) -> tuple[Array, Array]:
    """Return mean + own x + rest z of standard normal x and z, and where x lies."""
    uniform = sobol_points(points, 3, (10, 20))
    x, z = ndtri(uniform).T
    return mean + own * x + rest * z, uniform[:, 0]


@pytest.mark.parametrize("mean", [-4.0, -1.0, 0.0, 0.5, 3.0])
@pytest.mark.parametrize("own", [1.0, 3.0])
def test_value_of_knowing_in_a_linear_normal_decision(mean: float, own: float) -> None:
    # do it or leave it: E[max(E[gain | x], 0)] = mean Phi(mean / own) + own phi(mean / own)
    gain, uniform = linear_gain(own, 2.0, mean)
    wanted = mean * norm.cdf(mean / own) + own * norm.pdf(mean / own) - max(mean, 0.0)
    assert expected_value_of_knowing(gain, uniform)[0] == pytest.approx(wanted, abs=0.02 * own)


def test_value_of_knowing_in_a_nonlinear_decision_is_the_nested_integral() -> None:
    # gain = exp(0.8 x) (1 + 0.5 z) + z - 1.6 with z normal; E[gain | x] = exp(0.8 x) - 1.6
    uniform = sobol_points(8_192, 5, (2, 9))
    x, z = ndtri(uniform).T
    gain = np.exp(0.8 * x) * (1.0 + 0.5 * z) + z - 1.6
    outer = ndtri((np.arange(4_000) + 0.5) / 4_000)
    inner = ndtri((np.arange(200) + 0.5) / 200)
    nested = (np.exp(0.8 * outer[:, None]) * (1.0 + 0.5 * inner) + inner - 1.6).mean(axis=1)
    wanted = float(np.mean(np.maximum(nested, 0.0)) - max(0.0, float(np.mean(nested))))
    assert wanted > 0.25
    assert expected_value_of_knowing(gain, uniform[:, 0])[0] == pytest.approx(wanted, rel=0.05)


def test_knowing_what_does_not_matter_is_worth_nothing() -> None:
    gain, _ = linear_gain(3.0, 2.0, 0.1)
    for dimension in (30, 40, 50):
        assert expected_value_of_knowing(gain, sobol_points(4_096, 3, (dimension,))[:, 0])[0] == 0.0
    assert expected_value_of_knowing(np.full(1_024, 3.0), sobol_points(1_024, 1, (1,))[:, 0]) == (0.0, 0.0)


def test_knowing_is_worth_nothing_where_it_changes_no_decision() -> None:
    gain, uniform = linear_gain(1.0, 0.1, 50.0)
    assert expected_value_of_knowing(gain, uniform)[0] == pytest.approx(0.0, abs=1e-9)


LOSERS = (
    Scenario(starting_point="internal@1"),
    Scenario(starting_point="association@1", values={"cost_year": 400_000}),
)


@pytest.mark.parametrize("scenario", LOSERS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_few_draws_in_a_tail_are_no_reason_to_measure(scenario: Scenario, seed: int) -> None:
    """With one seed knowing a price seemed worth $1,734, with the next nothing: it was the fit of two draws."""
    resolved = resolve(scenario)
    found = sample(resolved, 1_024, seed)
    assert max(entry.evppi for entry in worth_knowing(gain_of_going_on(resolved, found), found.draws)) == 0.0


def test_nothing_is_worth_knowing_where_nothing_costs_anything() -> None:
    resolved = resolve(Scenario(values=dict.fromkeys(("cost_year", "other_hours", "overhead"), 0.0)))
    found = sample(resolved, 256)
    assert {entry.evppi for entry in worth_knowing(gain_of_going_on(resolved, found), found.draws)} == {0.0}


@pytest.mark.parametrize("mean", [-1.0, 0.5])
def test_the_error_of_a_value_of_knowing_is_how_far_it_scatters(mean: float) -> None:
    """Independent draws: the standard deviation over many samples is the mean of the errors said."""
    rng = np.random.default_rng(3)
    told = []
    for _ in range(200):
        uniform = rng.random(512)
        x = ndtri(uniform)
        told.append(expected_value_of_knowing(mean + 3.0 * x + rng.normal(0.0, 4.0, 512), uniform))
    values, errors = np.array(told).T
    assert 0.5 < float(errors.mean() / values.std()) < 1.3


def test_what_is_clearly_worth_knowing_stays_so() -> None:
    resolved = resolve(Scenario())
    for seed in (1, 2, 3):
        found = sample(resolved, 1_024, seed)
        first = worth_knowing(gain_of_going_on(resolved, found), found.draws)[0]
        assert first.id == "referrals"
        assert first.evppi > 2.0 * first.standard_error > 0.0


def test_worth_of_the_model_is_in_order_and_never_more_than_knowing_all() -> None:
    resolved = resolve(Scenario())
    found = sample(resolved, 1_024)
    for gain in (gain_of_going_on(resolved, found), gain_of_one_more(resolved, found)):
        everything = float(np.mean(np.maximum(gain, 0.0)) - max(0.0, float(np.mean(gain))))
        worth = [entry.evppi for entry in worth_knowing(gain, found.draws)]
        assert len(worth) == len(uncertain(resolved))
        assert worth == sorted(worth, reverse=True)
        assert min(worth) >= 0.0
        assert max(worth) <= everything + 1e-9 * abs(everything)


def test_one_more_post_is_worth_what_the_calculator_says_in_a_draw() -> None:
    resolved = resolve(Scenario())
    found = sample(resolved, 64)
    gain = gain_of_one_more(resolved, found)
    values = {name: column[5:6] for name, column in found.draws.values.items()}
    more = hard_npv(resolved, {**values, "staff_planned": values["staff_planned"] + 1.0}, 1)
    assert gain[5] == pytest.approx(float(more[0] - found.npv[5]), rel=1e-9)


# ---- against the point result


@pytest.mark.parametrize(("name", "running"), CASES)
def test_ranges_of_no_width_give_the_point_result_to_the_last_digit(name: str, running: bool) -> None:
    resolved = certain(Scenario(starting_point=name, running=running))
    point, found = evaluate_resolved(resolved), sample(resolved, 256)
    for values, wanted in (
        (found.npv, point.hard.npv),
        (found.roi, point.hard.roi),
        (found.npv_with_soft, point.with_soft.npv),
        (found.pv_benefits, point.hard.pv_benefits),
        (found.pv_costs, point.hard.pv_costs),
        (found.payback, point.hard.payback_month),
    ):
        figure = quoted(values)
        assert (figure.p10, figure.p50, figure.p90) == (wanted, wanted, wanted)
        assert figure.standard_error in (0.0, None)
        assert (figure.p50 is None) == (wanted is None)
    for number, team in enumerate(MODEL.teams):
        assert found.team_value[number].tolist() == [point.hard.teams[team.id].value]
        assert found.team_direct[number].tolist() == [point.hard.teams[team.id].direct]
    assert found.cash[:, 0].tolist() == point.hard.cash.tolist()
    assert found.roi_going_on[0] == pytest.approx(point.hard.roi_going_on, rel=1e-9, nan_ok=True)
    assert found.npv_going_on[0] == pytest.approx(point.hard.npv_going_on, rel=1e-9)


@pytest.mark.parametrize(("name", "running"), CASES)
def test_every_draw_is_what_the_calculator_says_when_it_is_typed(name: str, running: bool) -> None:
    resolved = resolve(Scenario(starting_point=name, running=running))
    draws = draw(resolved, 4, 9)
    found = sample_of(resolved, draws)
    alone = hard_npv(resolved, draws.values, 4)
    assert alone == pytest.approx(found.npv, rel=1e-9)
    for number in range(4):
        values = {
            # a hair less deflected, because what fills its room to the last digit is refused by rounding
            other: (float(draws.values[other][number]) if other in draws.values else entry.value)
            * (1.0 - 1e-12 if other == "deflected" else 1.0)
            for other, entry in resolved.in_force.items()
            if other != "cost_year" and entry.origin is not Origin.ABSENT
        }
        typed = evaluate(resolved.scenario.changed(values=values))
        assert found.npv[number] == pytest.approx(typed.hard.npv, rel=1e-9)
        assert found.npv_with_soft[number] == pytest.approx(typed.with_soft.npv, rel=1e-9)
        assert found.roi[number] == pytest.approx(typed.hard.roi, rel=1e-9)
        assert found.npv_going_on[number] == pytest.approx(typed.hard.npv_going_on, rel=1e-9)
        assert found.cash[:, number] == pytest.approx(typed.hard.cash, rel=1e-9, abs=1e-6)
        assert found.members[:, number] == pytest.approx(typed.series["members_all"], rel=1e-9)
        wanted = math.inf if typed.hard.payback_month is None else typed.hard.payback_month
        assert found.payback[number] == wanted
        for position, team in enumerate(MODEL.teams):
            assert found.team_value[position, number] == pytest.approx(
                typed.hard.teams[team.id].value, rel=1e-9
            )
            assert found.team_direct[position, number] == pytest.approx(
                typed.hard.teams[team.id].direct, rel=1e-9
            )


@settings(max_examples=40, phases=(Phase.explicit, Phase.generate))
@given(scenario=scenarios())
def test_draws_of_any_scenario_are_numbers_that_add_up(scenario: Scenario) -> None:
    resolved = resolve_drawn(scenario)
    found = sample(resolved, 16)
    for values in (
        found.npv,
        found.pv_benefits,
        found.pv_costs,
        found.npv_with_soft,
        found.cash,
        found.members,
    ):
        assert np.isfinite(values).all()
    scale = np.abs(found.team_value).sum(axis=0) + np.abs(found.pv_costs) + 1e-9
    assert (np.abs(found.team_value.sum(axis=0) - found.pv_benefits) <= 1e-9 * scale).all()
    assert (np.abs(found.pv_benefits - found.pv_costs - found.npv) <= 1e-9 * scale).all()
    # soft value adds to hard value, but where members are said to spend less: that loss is soft in part, too
    gains = np.asarray(found.draws.values.get("uplift", resolved.value("uplift"))) >= 0.0
    assert ((found.npv_with_soft >= found.npv - 1e-9 * scale) | ~gains).all()
    # what leaves a switched-off team with nothing leaves nothing of it in any draw
    for number, team in enumerate(MODEL.teams):
        if team.id in scenario.teams_off:
            assert not found.team_value[number].any()
    # undiscounted cash at the end is all value less all cost
    months = found.team_months.sum(axis=(0, 1))
    spent = months - (found.cash[-1] - found.cash[0])
    assert (spent >= -1e-6 * (np.abs(months) + np.abs(found.cash).max(axis=0)) - 1e-6).all()


def test_payback_is_the_month_after_which_cash_is_never_below_zero_again() -> None:
    found = sample(resolve(Scenario(running=False)), 512)
    for number in range(512):
        cash = found.cash[:, number]
        month = found.payback[number]
        if math.isfinite(month):
            assert (cash[int(month) :] >= 0.0).all()
            assert month == 1.0 or cash[int(month) - 1] < 0.0
        else:
            assert cash[-1] < 0.0
    assert found.p_payback == float(np.mean(found.cash[-1] >= 0.0))
    assert 0.0 < found.p_payback < 1.0


# ---- invariant 11


@pytest.mark.parametrize(("name", "running"), CASES)
def test_the_median_of_1_024_draws_is_that_of_16_384(name: str, running: bool) -> None:
    resolved = resolve(Scenario(starting_point=name, running=running))
    few, many = (hard_npv(resolved, draw(resolved, points).values, points) for points in (1_024, 16_384))
    p10, p50, p90 = (percentile(many, at) for at in (0.1, 0.5, 0.9))
    assert p10 is not None
    assert p50 is not None
    assert p90 is not None
    middle = percentile(few, 0.5)
    assert middle is not None
    assert abs(middle - p50) < 0.02 * (p90 - p10)


def test_a_scenario_against_itself_differs_by_nothing_in_every_draw() -> None:
    first, second = (sample(resolve(Scenario(name=name)), 256) for name in ("one", "other"))
    assert not (first.npv - second.npv).any()
    assert not (first.cash - second.cash).any()


def test_the_difference_between_scenarios_has_no_noise_where_no_range_differs() -> None:
    base = resolve(Scenario())
    dearer = resolve(Scenario(values={"platform_cost": Given(value=90_000.0, low=90_000.0, high=90_000.0)}))
    cheaper = resolve(Scenario(values={"platform_cost": Given(value=60_000.0, low=60_000.0, high=60_000.0)}))
    assert set(uncertain(base)) - {"platform_cost"} == set(uncertain(dearer)) == set(uncertain(cheaper))
    one, other = sample(dearer, 128), sample(cheaper, 128)
    rate = one.draws.values["discount_rate"]
    # 30,000 a year more, discounted at each draw's own rate
    months = (np.arange(36)[:, None] + 1.0) / 12.0
    assert other.npv - one.npv == pytest.approx((2_500.0 * (1.0 + rate) ** -months).sum(axis=0), rel=1e-6)


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = resolve(Scenario())
    whole = sample(resolved, 128)
    monkeypatch.setattr("calculators.uncertainty.RUNS_AT_ONCE", 48)
    parts = sample(resolved, 128)
    assert parts.npv == pytest.approx(whole.npv, rel=1e-12)
    assert parts.cash == pytest.approx(whole.cash, rel=1e-12, abs=1e-9)
    assert hard_npv(resolved, whole.draws.values, 128) == pytest.approx(whole.npv, rel=1e-12)


def test_the_quoted_standard_error_is_honest() -> None:
    resolved = resolve(Scenario())
    medians, errors = [], []
    for seed in range(40):
        npv = hard_npv(resolved, draw(resolved, 256, seed).values, 256)
        figure = quoted(npv)
        assert figure.p50 is not None
        assert figure.standard_error is not None
        medians.append(figure.p50)
        errors.append(figure.standard_error)
    # Sobol points do better than independent draws, so the quoted error is an upper end; but it is not idle either
    spread, error = float(np.std(medians)), float(np.mean(errors))
    assert 0.2 * error < spread < 1.3 * error


def test_percentiles_are_in_order_for_every_figure() -> None:
    found = sample(resolve(Scenario()), 256)
    for values in (found.npv, found.roi, *found.team_value):
        figure = quoted(values)
        assert figure.p10 is not None
        assert figure.p50 is not None
        assert figure.p90 is not None
        assert figure.p10 <= figure.p50 <= figure.p90


# ---- one at a time


ALONE = (
    *(
        "cost_per_ticket",
        "deflection_cash",
        "full",
        "met",
        "self_sufficiency",
        "discount_rate",
        "gross_margin",
    ),
    *("deflection_causal", "member_churn", "return_rate", "loaded_salary", "platform_cost", "staff"),
)


def test_ends_of_the_tornado_are_what_the_calculator_says_there() -> None:
    scenario = Scenario()
    resolved = resolve(scenario)
    swings = {swing.id: swing for swing in tornado(resolved)}
    assert swings.keys() == set(uncertain(resolved))
    for name in ALONE:
        entry = resolved.in_force[name]
        at_low, at_high = (
            evaluate(scenario.with_value(name, Given(value=end))).hard.npv for end in (entry.low, entry.high)
        )
        assert swings[name].at_low == pytest.approx(at_low, rel=1e-9), name
        assert swings[name].at_high == pytest.approx(at_high, rel=1e-9), name
        assert swings[name].size == pytest.approx(abs(at_high - at_low), rel=1e-6), name
    sizes = [swing.size for swing in tornado(resolved)]
    assert sizes == sorted(sizes, reverse=True)


def test_two_way_table_is_what_the_calculator_says() -> None:
    scenario = Scenario()
    resolved = resolve(scenario)
    across, down, npv = two_way(resolved, "cost_per_ticket", "deflection_causal", steps=3)
    entry = resolved.in_force["cost_per_ticket"]
    assert across == pytest.approx([entry.low, (entry.low + entry.high) / 2.0, entry.high])
    for row, first in enumerate(across):
        for column, second in enumerate(down):
            typed = scenario.with_value("cost_per_ticket", Given(value=first))
            typed = typed.with_value("deflection_causal", Given(value=second))
            assert npv[row, column] == pytest.approx(evaluate(typed).hard.npv, rel=1e-9)


# ---- progress


def test_progress_is_told_and_may_stop_it() -> None:
    told: list[float] = []

    def go_on(share: float) -> bool:
        told.append(share)
        return True

    sample(resolve(Scenario()), 4_096, progress=go_on)
    assert told[0] == 0.0
    assert told == sorted(told)
    assert all(0.0 <= share < 1.0 for share in told)
    assert len(told) > 1
    with pytest.raises(StoppedError):
        sample(resolve(Scenario()), 4_096, progress=lambda share: share <= 0.0)


@pytest.mark.parametrize("points", [0, -1, 65_537, 70_000])
def test_more_or_fewer_draws_than_allowed_are_refused(points: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 65,536 draws"):
        sample(resolve(Scenario()), points)


def test_drawn_values_at_the_middle_are_the_likely_ones() -> None:
    resolved = resolve(Scenario())
    names = uncertain(resolved)
    middle = drawn_at(resolved, np.full((1, len(names)), 0.5), names)
    for name in names:
        assert middle.values[name][0] == pytest.approx(resolved.value(name), rel=1e-12), name
    assert float(hard_npv(resolved, middle.values, 1)[0]) == pytest.approx(
        evaluate_resolved(resolved).hard.npv, rel=1e-9
    )
    assert ndtr(0.0) == 0.5

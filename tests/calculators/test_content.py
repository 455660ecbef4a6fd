"""Content: pieces that need not be commissioned, and the audience they draw, by hand."""

from __future__ import annotations

import pytest

from tests.calculators.worked import HALF_AS_ACTIVE, Run

CONTENT = {
    "pieces": 4,
    "cost_per_piece": 400,
    "content_causal": 0.5,
    "drawn": 50,
    "content_obsolescence": 0.06,
    "content_new": 0.06,
}


def test_month_0_is_worth_what_was_typed() -> None:
    assert Run(**CONTENT)["content_value", 0] == pytest.approx(4 * 400 * 0.5)
    assert Run(**CONTENT, **HALF_AS_ACTIVE)["content_value", 0] == pytest.approx(4 * 400 * 0.5 * 2 / 3)


def test_content_draws_an_audience() -> None:
    run = Run(**CONTENT, new_customers=20)  # as many come as leave: customers stay
    assert run["drawn_now", 0] == pytest.approx(50)
    assert run["audience_now", 1] == pytest.approx(10_000 + 50)
    assert run["pool_others", 1] == pytest.approx((10_000 - 6_000 * 0.3) - 150 * 0.4 + 50)
    # the market is 3 x 30,000: room for 60,000 more at the reference, 59,950 now
    assert run["headroom", 1] == pytest.approx(59_950 / 60_000)


def test_content_lasts_for_a_while() -> None:
    run = Run(**CONTENT, **HALF_AS_ACTIVE, new_customers=20)
    content = (1 - 0.06) * 1 + 0.06 * 0.5
    assert run["content", 1] == pytest.approx(content)
    useful = content / (0.5 * content + 0.5)
    assert run["drawn_now", 1] == pytest.approx(50 * useful * 59_950 / 60_000)


def test_nobody_is_drawn_from_beyond_the_market() -> None:
    run = Run(**(CONTENT | {"drawn": 1_000}), market_multiple=1.01, new_customers=20)
    assert run["drawn_now", 0] == pytest.approx(300)  # 1 % of 30,000
    assert run["drawn_now", 1] == pytest.approx(0)
    assert run["audience_now", 5] == pytest.approx(10_300)


def test_the_loop_is_joins_and_the_audience_drawn() -> None:
    off = Run(**CONTENT, still=("content",))
    assert off["joins_customers", 0] == pytest.approx(150 * 0.6 * (1 - 0.1))
    assert off["drawn_now", 0] == 0
    assert off["content_value", 0] == pytest.approx(4 * 400 * 0.5)


def test_a_planned_community_has_no_content_and_its_new_content_is_in_balance() -> None:
    run = Run(**(CONTENT | {"content_new": 0.5}), running=False)
    assert run["content", 0] == 0
    assert run.once("content_rate") == 0.06

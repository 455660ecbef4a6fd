"""Published calculations of money, reproduced with the calculators' own functions."""

from __future__ import annotations

import pytest

from calculators import finance

# Forrester Consulting, The Total Economic Impact of a customer community: retention and spend, risk-adjusted by 20 %.
REVENUE = 1_000_000_000
REACH = (0.384, 0.767, 0.767)
ACTIVE = 0.511
RETENTION_LIFT = 0.222
SPEND_LIFT = 0.083
MARGIN = 0.12
AFTER_RISK = 1 - 0.20
RATE = 0.10


def present_value(yearly: list[float]) -> float:
    """Sums fall at the end of each year: the same in twelve parts, by the yearly view of the calculators."""
    return finance.present_value_yearly([year / 12 for year in yearly for _ in range(12)], RATE)


def test_forrester_retention() -> None:
    rates = [round(reach * ACTIVE * RETENTION_LIFT, 3) for reach in REACH]
    assert rates == [0.044, 0.087, 0.087]
    kept = finance.kept_revenue(REVENUE, rates)
    # 0, then 4.4 % of 1,000,000,000, then 8.7 % of (1,000,000,000 + 44,000,000)
    assert kept == pytest.approx([0, 44_000_000, 90_828_000])
    benefits = [amount * MARGIN * AFTER_RISK for amount in kept]
    assert benefits == pytest.approx([0, 4_224_000, 8_719_488], abs=0.5)
    assert present_value(benefits) == pytest.approx(10_041_989, abs=0.5)


def test_forrester_spend() -> None:
    base = [REVENUE + kept for kept in finance.kept_revenue(REVENUE, [0.044, 0.087, 0.087])]
    assert base == pytest.approx([1_000_000_000, 1_044_000_000, 1_090_828_000])
    benefits = [
        revenue * reach * ACTIVE * SPEND_LIFT * MARGIN * AFTER_RISK
        for revenue, reach in zip(base, REACH, strict=True)
    ]
    assert benefits == pytest.approx([1_563_513, 3_260_364, 3_406_606], abs=0.5)
    assert present_value(benefits) == pytest.approx(6_675_324, abs=0.5)


def test_numpy_financial_net_present_value() -> None:
    """The example of numpy-financial's npv: flows a period apart, the first at time 0."""
    assert finance.net_present_value(0.281, [-100, 39, 59, 55, 20]) == pytest.approx(
        -0.0084785916384548798, abs=1e-15
    )


def test_feverbee_lifetime_value() -> None:
    """FeverBee: three purchases a year of $70 for three years at a margin of 30 %."""
    by_hand = 3 * 70 * 3 * 0.30
    assert by_hand == pytest.approx(189)
    assert finance.lifetime_value(purchases=3, price=70, years=3, margin=0.30) == pytest.approx(by_hand)

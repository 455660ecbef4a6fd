"""Published examples of deflection: the rate, the unit it is a share of, and the volume."""

from __future__ import annotations

import math

import pytest

from calculators.deflection import PUBLISHED_RATES, Unit, chained_rate, is_published, tickets_deflected


def test_khoros_survey() -> None:
    """Khoros: of 100,000 visits 43 % seek support, 65 % of these are customers, 9 % of these would have called."""
    rate = chained_rate([0.43, 0.65, 0.09])
    calls = tickets_deflected(volume=100_000, rate=rate)
    assert calls == pytest.approx(100_000 * 0.43 * 0.65 * 0.09)
    assert calls == pytest.approx(2_515.5)
    assert math.floor(calls) == 2_515  # published without the half
    assert is_published(Unit.VISIT, rate)


def test_vanilla_oblinger() -> None:
    """Oblinger for Vanilla: 100,000 visits, half with a question, 40 % find it, 40 % would have opened a $35 case."""
    rate = chained_rate([0.5, 0.4, 0.4])
    assert tickets_deflected(volume=100_000, rate=rate) * 35 == pytest.approx(280_000)


def test_the_unit_matters_more_than_the_rate() -> None:
    """The same 15 % is ordinary of unique visitors, and six times the likely rate of visits."""
    assert is_published(Unit.VISITOR, 0.15) is True
    assert is_published(Unit.VISIT, 0.15) is False
    assert is_published(Unit.PAGE_VIEW, 0.15) is None
    lowest = min(low for low, _, _ in PUBLISHED_RATES.values())
    highest = max(high for _, high, _ in PUBLISHED_RATES.values())
    assert highest / lowest == pytest.approx(0.20 / 0.025)
    assert highest / lowest == pytest.approx(8)


@pytest.mark.parametrize("rate", [-0.01, 1.01, math.nan])
def test_a_rate_is_a_share(rate: float) -> None:
    with pytest.raises(ValueError, match="a rate is between 0 and 1"):
        tickets_deflected(volume=100, rate=rate)
    with pytest.raises(ValueError, match="a share is between 0 and 1"):
        chained_rate([0.5, rate])


@pytest.mark.parametrize("volume", [-1.0, math.nan])
def test_a_volume_is_not_negative(volume: float) -> None:
    with pytest.raises(ValueError, match="a volume is 0 or more"):
        tickets_deflected(volume=volume, rate=0.1)


def test_the_ends_are_shares_and_published_rates_too() -> None:
    assert chained_rate([0.0, 0.5]) == 0.0
    assert chained_rate([1.0, 0.5]) == 0.5
    assert tickets_deflected(volume=0, rate=0) == 0
    assert tickets_deflected(volume=0.5, rate=1) == 0.5
    for unit, (lowest, highest, _) in PUBLISHED_RATES.items():
        assert is_published(unit, lowest) is True, unit
        assert is_published(unit, highest) is True, unit

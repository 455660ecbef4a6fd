"""Everything that is said of uncertainty, put together once: percentiles, what moves the answer, what to measure."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from calculators.break_even import break_evens
from calculators.draws import POINTS, correlations_of, uncertain
from calculators.model import MODEL
from calculators.scenario import Resolved
from calculators.uncertainty import (
    Progress,
    Quoted,
    Sample,
    Swing,
    VarianceShare,
    Worth,
    gain_of_going_on,
    gain_of_one_more,
    quoted,
    sample,
    share_error,
    tornado,
    variance_shares,
    worth_knowing,
)

SEED = 1


@dataclasses.dataclass(frozen=True)
class Confidence:
    """How sure the answer is.

    Attributes
    ----------
    sample
        What came out in every draw.
    roi, npv, payback_month, roi_going_on
        Percentiles; payback None where it is not within the horizon.
    p_roi_positive, p_payback
        Share of draws that pay, and that pay back within the horizon.
    """

    sample: Sample
    roi: Quoted
    npv: Quoted
    payback_month: Quoted
    roi_going_on: Quoted
    p_roi_positive: float
    p_payback: float


def confidence(
    resolved: Resolved, points: int = POINTS, seed: int = SEED, progress: Progress | None = None
) -> Confidence:
    """Return how sure the answer to a scenario is.

    Parameters
    ----------
    resolved
        The numbers in force.
    points
        How many draws, up to 65,536.
    seed
        Of the draws.
    progress
        Told how far it is; returns whether to go on.
    """
    found = sample(resolved, points, seed, progress)
    return Confidence(
        sample=found,
        roi=quoted(found.roi),
        npv=quoted(found.npv),
        payback_month=quoted(found.payback),
        roi_going_on=quoted(found.roi_going_on),
        p_roi_positive=found.p_roi_positive,
        p_payback=found.p_payback,
    )


@dataclasses.dataclass(frozen=True)
class Drivers:
    """What moves the answer, and what would be worth knowing.

    Attributes
    ----------
    tornado
        One at a time, the largest swing first.
    variance
        Sobol indices, the largest total first.
    break_even
        By id: the nearest value at which the NPV is zero, None where none does it.
    going_on, one_more
        Value of knowing each assumption before deciding whether to go on, and whether to add a post.
    """

    tornado: tuple[Swing, ...]
    variance: tuple[VarianceShare, ...]
    break_even: dict[str, float | None]
    going_on: tuple[Worth, ...]
    one_more: tuple[Worth, ...]


def drivers(resolved: Resolved, found: Sample, seed: int = SEED, progress: Progress | None = None) -> Drivers:
    """Return what moves the answer to a scenario whose draws are known."""
    return Drivers(
        tornado=tornado(resolved),
        variance=variance_shares(resolved, found.draws.points, seed, progress),
        break_even=break_evens(resolved, uncertain(resolved)),
        going_on=worth_knowing(gain_of_going_on(resolved, found), found.draws),
        one_more=worth_knowing(gain_of_one_more(resolved, found), found.draws),
    )


def as_data(resolved: Resolved, points: int = POINTS, seed: int = SEED) -> dict[str, Any]:
    """Return everything that is said of uncertainty as plain data, for the results JSON."""
    sure = confidence(resolved, points, seed)
    moved = drivers(resolved, sure.sample, seed)
    draws = max(1, sure.sample.draws.points)
    return {
        "draws": draws,
        "seed": seed,
        "uncertain": list(uncertain(resolved)),
        "roi": _quoted(sure.roi),
        "npv": _quoted(sure.npv),
        "payback_month": _quoted(sure.payback_month),
        "roi_going_on": _quoted(sure.roi_going_on),
        "p_roi_positive": sure.p_roi_positive,
        "p_roi_positive_standard_error": share_error(sure.p_roi_positive, draws),
        "p_payback": sure.p_payback,
        "p_payback_standard_error": share_error(sure.p_payback, draws),
        "teams": {
            team.id: {
                "value": _quoted(quoted(sure.sample.team_value[number])),
                "direct": _quoted(quoted(sure.sample.team_direct[number])),
            }
            for number, team in enumerate(MODEL.teams)
        },
        "clipped": {name: share for name, share in sure.sample.draws.clipped.items() if share > 0.0},
        "touched": sure.sample.draws.touched,
        "tornado": [
            {"assumption": swing.id, "npv_at_low": swing.at_low, "npv_at_high": swing.at_high}
            for swing in moved.tornado
        ],
        # estimates: four digits are more than they are good for
        "sobol": {
            share.id: {"first": round(share.first, 4), "total": round(share.total, 4)}
            for share in moved.variance
        },
        "break_even": moved.break_even,
        "evppi": {
            worth.id: {
                "go_on_or_stop": worth.evppi,
                "one_more_post": next(other.evppi for other in moved.one_more if other.id == worth.id),
            }
            for worth in moved.going_on
        },
        "correlations": [
            {"first": first, "second": second, "rank": rank}
            for (first, second), rank in correlations_of(resolved).items()
        ],
    }


def _quoted(figure: Quoted) -> dict[str, float | None]:
    return {
        name: value if value is not None and math.isfinite(value) else None
        for name, value in dataclasses.asdict(figure).items()
    }

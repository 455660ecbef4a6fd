"""Published cases with their inputs, and what this code makes of the same inputs: data for tests and for readers.

Every case computes its value with the functions that the model itself uses, so that a case can fail.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import lru_cache
from math import prod

import numpy as np

from calculators import deflection, finance
from calculators.evaluation import leaves_of
from calculators.message import tenths, whole, with_numbers
from calculators.model import MODEL
from calculators.scenario import Scenario, resolve


@dataclasses.dataclass(frozen=True)
class CaseInput:
    """One input of a published case.

    Attributes
    ----------
    label
        What it is.
    values
        One number, or one a year or period.
    kind
        How it is written: money, share, count or number.
    """

    label: str
    values: tuple[float, ...]
    kind: str = "number"


@dataclasses.dataclass(frozen=True)
class PublishedValue:
    """One number that was published.

    Attributes
    ----------
    label
        What it is.
    value
        As it was published.
    kind
        How it is written.
    within
        How far the computed value may be off: what the source's own rounding allows.
    """

    label: str
    value: float
    kind: str
    within: float


@dataclasses.dataclass(frozen=True)
class PublishedCase:
    """A published calculation to reproduce.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    checks
        What part of the model it tests.
    inputs
        What goes in.
    published
        What the source says comes out.
    compute
        Returns this code's own values for the inputs, in the order of `published`.
    source
        Who published it.
    note
        What to keep in mind; a `Message` where numbers stand in it.
    """

    id: str
    label: str
    checks: str
    inputs: tuple[CaseInput, ...]
    published: tuple[PublishedValue, ...]
    compute: Callable[..., tuple[float, ...]]
    source: str
    note: str = ""

    def computed(self) -> tuple[float, ...]:
        """Return this code's own values, in the order of `published`."""
        return _computed(self)


@lru_cache(maxsize=64)
def _computed(case: PublishedCase) -> tuple[float, ...]:
    values = [entry.values[0] if len(entry.values) == 1 else entry.values for entry in case.inputs]
    return case.compute(*values)


def _with_present_value(benefits: tuple[float, ...], rate: float) -> tuple[float, ...]:
    """Return yearly benefits and their present value, each year's sum at its end."""
    monthly = np.repeat(np.asarray(benefits) / 12.0, 12)
    return (*benefits, finance.present_value_yearly(monthly, rate))


def _retention(
    revenue: float,
    reach: tuple[float, ...],
    shares: tuple[float, ...],
    margin: float,
    risk: float,
    rate: float,
) -> tuple[float, ...]:
    # the source rounds its shares to a tenth of a percent
    rates = [round(reached * prod(shares), 3) for reached in reach]
    kept = finance.kept_revenue(revenue, rates)
    return _with_present_value(tuple(amount * margin * (1.0 - risk) for amount in kept), rate)


def _spend(
    base: tuple[float, ...],
    reach: tuple[float, ...],
    further: float,
    uplift: float,
    margin: float,
    risk: float,
    rate: float,
) -> tuple[float, ...]:
    benefits = (
        prod((revenue, share, further, uplift, margin, 1.0 - risk))
        for revenue, share in zip(base, reach, strict=True)
    )
    return _with_present_value(tuple(benefits), rate)


def diffusion(
    innovation: float, imitation: float, people: float, months: int = 36
) -> np.typing.NDArray[np.float64]:
    """Return joins a month of a planned community that is nothing but Bass's diffusion.

    Nobody leaves or lapses, all are active at once, staff and belonging change nothing; own promotion is innovation,
    members' invitations are imitation.

    Parameters
    ----------
    innovation, imitation
        Bass's p and q, a month.
    people
        How many there are.
    months
        How many months.
    """
    planned = people / 2.0
    promoted = innovation * people
    invited = imitation * planned / people * (people - planned)
    nothing = {name: 0.0 for name in MODEL.assumptions if MODEL.assumptions[name].bounds[0] <= 0.0}
    values = nothing | {
        "audience": people,
        "members": planned,
        "joins": promoted + invited,
        "heard_from_promotion": promoted / (promoted + invited),
        "heard_from_members": invited / (promoted + invited),
        "active_share": 1.0,
        "active_share_mature": 1.0,
        "conditions": 1.0,
    }
    values.pop("cost_year")
    resolved = resolve(Scenario(running=False, values=values))
    if resolved.problems:
        raise ValueError(resolved.problems)
    return np.asarray(MODEL.run(leaves_of(resolved), months)["joins_others"][:, 0])


def _bass(innovation: float, imitation: float, people: float) -> tuple[float, ...]:
    joins = diffusion(innovation, imitation, people)
    return float(np.argmax(joins)) + 1.0, float(np.max(joins))


def _net_present_value(rate: float, flows: tuple[float, ...]) -> tuple[float, ...]:
    return (finance.net_present_value(rate, flows),)


def _avoided(volume: float, shares: tuple[float, ...], each: float = 1.0) -> tuple[float, ...]:
    return (deflection.tickets_deflected(volume=volume, rate=deflection.chained_rate(shares)) * each,)


def _lifetime_value(purchases: float, price: float, years: float, margin: float) -> tuple[float, ...]:
    return (finance.lifetime_value(purchases=purchases, price=price, years=years, margin=margin),)


FORRESTER = "Forrester, Total Economic Impact of a community platform"

CASES: tuple[PublishedCase, ...] = (
    PublishedCase(
        "forrester-retention",
        "Forrester: customers kept",
        "Present value in a yearly view; a chain in which this year's base holds last year's gain",
        (
            CaseInput("Revenue a year", (1e9,), "money"),
            CaseInput("Customers reached, a year each", (0.384, 0.767, 0.767), "share"),
            CaseInput("Further shares, one of the other", (0.511, 0.222), "share"),
            CaseInput("Margin", (0.12,), "share"),
            CaseInput("Taken off for risk", (0.2,), "share"),
            CaseInput("Discount rate a year", (0.1,), "share"),
        ),
        (
            PublishedValue("Year 1", 0.0, "money", 0.5),
            PublishedValue("Year 2", 4_224_000.0, "money", 0.5),
            PublishedValue("Year 3", 8_719_488.0, "money", 0.5),
            PublishedValue("Present value", 10_041_989.0, "money", 0.5),
        ),
        _retention,
        FORRESTER,
        "It values kept revenue for one year only; this model follows kept customers for as long as they stay.",
    ),
    PublishedCase(
        "forrester-spend",
        "Forrester: spend uplift",
        "Present value in a yearly view; the base of each year as the case before left it",
        (
            CaseInput("Revenue, a year each", (1e9, 1.044e9, 1.090828e9), "money"),
            CaseInput("Customers reached, a year each", (0.384, 0.767, 0.767), "share"),
            CaseInput("Further share of them", (0.511,), "share"),
            CaseInput("Spend uplift", (0.083,), "share"),
            CaseInput("Margin", (0.12,), "share"),
            CaseInput("Taken off for risk", (0.2,), "share"),
            CaseInput("Discount rate a year", (0.1,), "share"),
        ),
        (
            PublishedValue("Year 1", 1_563_513.0, "money", 0.5),
            PublishedValue("Year 2", 3_260_364.0, "money", 0.5),
            PublishedValue("Year 3", 3_406_606.0, "money", 0.5),
            PublishedValue("Present value", 6_675_324.0, "money", 1.0),
        ),
        _spend,
        FORRESTER,
        "The whole uplift is counted as caused; this model asks how much of it is.",
    ),
    PublishedCase(
        "numpy-npv",
        "NumPy: net present value",
        "Discounting by period, the first flow at time 0",
        (
            CaseInput("Rate a period", (0.281,), "share"),
            CaseInput("Flows", (-100.0, 39.0, 59.0, 55.0, 20.0)),
        ),
        (PublishedValue("Net present value", -0.0084785916384548798, "number", 1e-13),),
        _net_present_value,
        "NumPy Financial, documentation of npv",
    ),
    PublishedCase(
        "bass",
        "Bass: diffusion by word of mouth",
        "The community's months, in the limit in which it is Bass's discrete diffusion",
        (
            CaseInput("Innovation a month, p", (0.0045,)),
            CaseInput("Imitation a month, q", (0.35,)),
            CaseInput("People", (5_000_000.0,), "count"),
        ),
        (
            PublishedValue("Month with most joins", 15.0, "count", 0.0),
            PublishedValue("Joins in that month", 447_879.0, "count", 1.0),
        ),
        _bass,
        "Bass, A New Product Growth for Model Consumer Durables, Management Science 15(5), 1969, in discrete months",
        "Everything this model adds is switched off: nobody lapses, all are active, staff changes nothing.",
    ),
    PublishedCase(
        "khoros-survey",
        "Khoros: contacts avoided, by survey",
        "The unit of deflection: a rate is of visits, not of answers",
        (
            CaseInput("Visits", (100_000.0,), "count"),
            CaseInput("Shares by survey, one of the other", (0.43, 0.65, 0.09), "share"),
        ),
        (PublishedValue("Contacts avoided", 2_515.0, "count", 0.51),),
        _avoided,
        "Khoros, worked example of call deflection",
        with_numbers("The source cuts {exact} to {cut}.", exact=tenths(2_515.5), cut=whole(2_515)),
    ),
    PublishedCase(
        "vanilla-oblinger",
        "Vanilla: cost avoided by deflection",
        "The unit of deflection, and its value",
        (
            CaseInput("Visits", (100_000.0,), "count"),
            CaseInput("Shares, one of the other", (0.5, 0.4, 0.4), "share"),
            CaseInput("Cost a case", (35.0,), "money"),
        ),
        (PublishedValue("Cost avoided", 280_000.0, "money", 0.5),),
        _avoided,
        "Oblinger, worked example of a support community (Vanilla)",
        "All of it counts as cash there; this model counts a part.",
    ),
    PublishedCase(
        "feverbee-lifetime",
        "FeverBee: value of a customer over time",
        "Revenue is never value: only its margin is",
        (
            CaseInput("Purchases a year", (3.0,), "count"),
            CaseInput("Spent on each", (70.0,), "money"),
            CaseInput("Years", (3.0,), "count"),
            CaseInput("Margin", (0.3,), "share"),
        ),
        (PublishedValue("Lifetime value", 189.0, "money", 0.005),),
        _lifetime_value,
        "FeverBee, worked example of lifetime value",
    ),
)

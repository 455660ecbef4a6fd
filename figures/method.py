"""What the Method page says, derived from the code's own definitions: equations, names, evidence, limits, cases.

No equation is written here: each is read from the function that computes it. What is prose (limits and choices) takes
its numbers from the declarations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Final

from calculators import community, company, costs
from calculators.assumption import Assumption, Grade
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.deflection import PUBLISHED_RATES
from calculators.formula import expression, label_of, simplified, written
from calculators.model import MODEL
from calculators.published import CASES, PublishedCase
from calculators.quantity import Number, Quantity, When
from calculators.scenario import Scenario
from calculators.starting_point import StartingPoint
from calculators.symbol import Symbol, leaf
from figures.declared import Figure, figures
from figures.kinds import with_its_digits, written_kind
from wording import in_full
from wording.formats import Formats

COMPANY, COMMUNITY, COST, MONEY = "company", "community", "cost", "money"

PLAIN: Final = Formats()
"""How numbers are written where nobody has said how they read them."""

_WHEN = {When.REFERENCE: "once", When.FLOW: "every month", When.STOCK: "from month to month"}
_SUMMED, _ADDED, _WHOLE = (
    "present value, summed over all months",
    "summed over all months",
    "over the whole horizon",
)
WHENS = (*_WHEN.values(), _SUMMED, _ADDED, _WHOLE)
"""When equations are computed, in the order of reading."""


@dataclasses.dataclass(frozen=True)
class Equation:
    """One definition of the code, as people read it.

    Attributes
    ----------
    id, label, unit
        Its name in code, for people, and what one of it is.
    group
        Where it belongs: company, community, a team's id, cost or money.
    when
        When it is computed; empty for figures of a result.
    formula
        Its right-hand side; None where words say how it is found.
    note
        Start of a stock, what a total gathers, how it is found, what to keep in mind.
    reads
        Ids that it reads, in the order in which they stand in it.
    label_of
        What people call each of them.
    """

    id: str
    label: str
    unit: str
    group: str
    when: str
    formula: Number | None
    note: str
    reads: tuple[str, ...]
    label_of: Callable[[str], str]

    def text(self, name_of: Callable[[str], str] | None = None, formats: Formats = PLAIN) -> str:
        """Return the right-hand side with labels in it; empty where there is none.

        Parameters
        ----------
        name_of
            What is done with each label: made safe for markdown, for instance.
        formats
            Separators of the reader.
        """
        if self.formula is None:
            return ""
        wrap = name_of or (lambda label: label)
        return written(
            self.formula, lambda name: wrap(self.label_of(name)), lambda value: _constant(value, formats)
        )


@dataclasses.dataclass(frozen=True)
class Name:
    """Something that stands in an equation.

    Attributes
    ----------
    id, label, unit
        Its name in code, for people, and what one of it is.
    what
        Assumption, computed, figure or switch.
    meaning
        What is meant by it.
    """

    id: str
    label: str
    unit: str
    what: str
    meaning: str


@dataclasses.dataclass(frozen=True)
class Evidence:
    """An assumption's default and what it rests on, in one starting point.

    Attributes
    ----------
    id, label, unit, group
        Which assumption.
    low, likely, high
        Its default range, as written.
    grade, source, caveat
        How good the evidence is, where it comes from, what to be wary of.
    meaning
        What is meant and what is not.
    """

    id: str
    label: str
    unit: str
    group: str
    low: str
    likely: str
    high: str
    grade: str
    source: str
    caveat: str
    meaning: str

    @property
    def standing(self) -> str:
        """The grade; "example" for an example company's own number, which yours replaces."""
        return "example" if self.grade == Grade.GUESS and self.source.startswith("Example") else self.grade

    @property
    def range(self) -> str:
        """The range, or the one value where it is none."""
        return self.likely if self.low == self.high else f"{self.low} / {self.likely} / {self.high}"


@dataclasses.dataclass(frozen=True)
class Statement:
    """A limit of the model, or a choice it makes.

    Attributes
    ----------
    title
        The point, in a few words.
    text
        What follows from it.
    """

    title: str
    text: str


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One published number and this code's own, as written.

    Attributes
    ----------
    label, published, here, difference
        What it is, what the source says, what this code computes, and by how much they differ.
    agrees
        Whether they agree as closely as the source's rounding allows.
    """

    label: str
    published: str
    here: str
    difference: str
    agrees: bool


# ---- equations


def _constant(value: float, formats: Formats) -> str:
    # a trace that only keeps a division legal must not read as nothing
    return f"{value:.0e}" if 0.0 < abs(value) < 1e-6 else formats.number(value)


def groups() -> dict[str, str]:
    """Return the groups of equations and assumptions: id to label, in the order of reading."""
    teams = {team.id: team.label for team in MODEL.teams}
    return {COMPANY: "Company", COMMUNITY: "Community", **teams, COST: "Costs", MONEY: "Money"}


@lru_cache(maxsize=1)
def equations() -> tuple[Equation, ...]:
    """Return every equation of the model and of its results, by group."""
    found = [_of_quantity(quantity, group) for group, known in _quantities() for quantity in known]
    found += [_of_figure(figure) for figure in figures().values()]
    order = list(groups())
    return tuple(sorted(found, key=lambda equation: order.index(equation.group)))


def alike(found: Iterable[Equation]) -> list[tuple[Equation, ...]]:
    """Return equations in their order, those together that words alone explain, and the same words."""
    by_words: dict[str, list[Equation]] = {}
    for equation in found:
        by_words.setdefault(equation.note if equation.formula is None else f"id {equation.id}", []).append(
            equation
        )
    return [tuple(equations) for equations in by_words.values()]


@lru_cache(maxsize=2_048)
def texts_of(name: str) -> tuple[str, ...]:
    """Return what a search looks through: label, formula and note of an equation."""
    equation = _by_id()[name]
    return equation.label, equation.text(), equation.note


def _quantities() -> Iterable[tuple[str, tuple[Quantity, ...]]]:
    yield COMPANY, company.QUANTITIES
    yield COMMUNITY, community.QUANTITIES
    for team in MODEL.teams:
        yield team.id, team.quantities
    yield COST, costs.QUANTITIES


def _of_quantity(declared: Quantity, group: str) -> Equation:
    # a total learns its parts only when the model is put together
    quantity = MODEL.quantities[declared.id]
    formula = expression(quantity)
    note = " ".join((quantity.function.__doc__ or "").split()) if quantity.total_of is None else ""
    if quantity.when is When.STOCK:
        start = quantity.starts_at
        begins = f"“{label_of(start)}”" if isinstance(start, str) else Formats().number(start or 0.0)
        note = f"Gives the next month; month 1 starts with {begins}. {note}".strip()
    elif quantity.total_of is not None:
        note = "The sum of its parts, whichever team declares them."
    return Equation(
        id=quantity.id,
        label=quantity.label,
        unit=_unit(quantity.kind, quantity.unit),
        group=group,
        when=_WHEN[quantity.when],
        formula=formula,
        note=note,
        reads=_leaves(formula),
        label_of=label_of,
    )


def _of_figure(figure: Figure) -> Equation:
    formula = None
    if figure.formula is not None:
        formula = simplified(figure.formula(*[leaf(name) for name in figure.reads]))
    group = figure.id.partition(".")[0]
    return Equation(
        id=figure.id,
        label=figure.label,
        unit=_unit(figure.kind, figure.unit),
        group=group if group in groups() else MONEY,
        when=_WHOLE if not figure.summed else _SUMMED if "month" in figure.reads else _ADDED,
        formula=formula,
        note=figure.words,
        reads=_leaves(formula),
        label_of=label_of_any,
    )


def label_of_any(name: str) -> str:
    """Return what people call a figure, a quantity, an assumption or a switch."""
    figure = figures().get(name)
    return figure.label if figure is not None else label_of(name)


def _leaves(formula: Number | None) -> tuple[str, ...]:
    if not isinstance(formula, Symbol):
        return ()
    if formula.operation == "leaf":
        return (formula.parts[0],)
    return tuple(dict.fromkeys(name for part in formula.parts for name in _leaves(part)))


_SWITCH_MEANINGS = {
    "running": "1 where the community runs already, 0 where it is planned.",
    "month": "Months since now, from 0: month 1 of a table is 0 here.",
    "open": "1, or 0 in the comparison in which the community closes at the start.",
    "growing": "1, or 0 where the reasons to join are held still, to tell growth apart.",
}


def names_in(group: str) -> tuple[Name, ...]:
    """Return everything that stands in the equations of a group, each once: what it is and what one of it is."""
    read = (name for equation in equations() if equation.group == group for name in equation.reads)
    return tuple(_name(name) for name in dict.fromkeys(read))


def _name(name: str) -> Name:
    if name in MODEL.assumptions:
        assumption = MODEL.assumptions[name]
        unit = _unit(assumption.kind, assumption.unit)
        return Name(name, assumption.label, unit, "assumption", assumption.help)
    equation = _by_id().get(name)
    if equation is not None:
        what = "figure" if name in figures() else "computed"
        return Name(
            name, equation.label, equation.unit, what, f"Under {groups()[equation.group]}, {equation.when}."
        )
    if name.startswith("turns_"):
        return Name(
            name, label_of(name), "", "switch", "1 while that loop turns, 0 while it is switched off."
        )
    return Name(name, label_of(name), "", "switch", _SWITCH_MEANINGS[name])


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Equation]:
    return {equation.id: equation for equation in equations()}


def _unit(kind: str, unit: str) -> str:
    """Return a unit with the sign of its kind, as in "% of members" or "money a year"."""
    sign = {"money": "money", "share": "%"}.get(str(kind), "")
    return " ".join(part for part in (sign, unit) if part)


# ---- evidence


@dataclasses.dataclass(frozen=True)
class AsRead:
    """How a starting point's defaults are written for whoever has a scenario open.

    Attributes
    ----------
    formats
        The currency that its amounts are said in, and the separators.
    rate
        What one unit of its own currency is in that one.
    """

    formats: Formats
    rate: float = 1.0


def as_read(point: StartingPoint, scenario: Scenario) -> AsRead:
    """Return how a starting point's defaults are written: as a scenario's own example amounts are, where it says how.

    A scenario's rate is of the currency of its own starting point. An example in another one keeps it.

    Examples
    --------
    >>> scenario = Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE")
    >>> found = as_read(scenario.point, scenario)
    >>> found.formats.money(35.0 * found.rate)
    '€31,50'
    """
    formats = Formats(currency=scenario.currency, locale=scenario.number_format)
    if point.currency == scenario.point.currency:
        return AsRead(formats, scenario.exchange_rate)
    return AsRead(dataclasses.replace(formats, currency=point.currency))


def evidence(point: StartingPoint, *, running: bool, read: AsRead | None = None) -> tuple[Evidence, ...]:
    """Return every assumption that a starting point has, with its default range and what that rests on.

    Parameters
    ----------
    point
        The starting point.
    running
        Whether the community runs already, or is planned.
    read
        How its numbers are written; its amounts in its own currency where None.
    """
    read = read or AsRead(Formats(currency=point.currency))
    found = []
    for assumption in MODEL.assumptions.values():
        # the cost a year has no default of its own: it is the sum of its kinds
        if not point.has(assumption) or assumption.id == "cost_year":
            continue
        default = point.default(assumption, running=running)
        grade, source, caveat = point.evidence(assumption, running=running)
        low, likely, high = (
            _default_text(number, assumption, read) for number in (default.low, default.likely, default.high)
        )
        found.append(
            Evidence(
                id=assumption.id,
                label=assumption.label,
                unit=assumption.unit,
                group=assumption.group,
                low=low,
                likely=likely,
                high=high,
                grade=str(grade),
                source=str(source),
                caveat=caveat,
                meaning=assumption.help,
            )
        )
    return tuple(found)


def _default_text(value: float, assumption: Assumption, read: AsRead) -> str:
    if assumption.money and read.rate != 1.0:
        # as the fields show it: a rate makes digits that nobody needs
        value = with_its_digits(value * read.rate)
    return read.formats.value(value, kind=written_kind(assumption.kind))


def deflection_rates(formats: Formats = PLAIN) -> tuple[tuple[str, str, str], ...]:
    """Return the published rates of deflection: what each is a share of, the rate, and who says so."""
    percent = formats.percent
    return tuple(
        (
            f"a {unit}" if unit[0] not in "aeio" else f"an {unit}",
            percent(low) if low == high else f"{percent(low)} to {percent(high)}",
            str(source),
        )
        for unit, (low, high, source) in PUBLISHED_RATES.items()
    )


def matching(text: str, *parts: str) -> bool:
    """Tell whether every word of a search stands in one of the parts.

    Examples
    --------
    >>> matching("cost ticket", "Cost per ticket", "a ticket")
    True
    """
    where = " ".join(parts).lower()
    return all(word in where for word in text.lower().split())


# ---- published cases


def comparisons(case: PublishedCase, formats: Formats = PLAIN) -> tuple[Comparison, ...]:
    """Return what a source says beside what this code computes, now.

    Parameters
    ----------
    case
        What was published; its amounts are in dollars, and stay so.
    formats
        Separators of the reader.
    """
    formats = _in_dollars(formats)
    found = []
    for published, here in zip(case.published, case.computed(), strict=True):
        gap = here - published.value
        found.append(
            Comparison(
                label=published.label,
                published=_precise(published.value, published.kind, formats),
                here=_precise(here, published.kind, formats),
                # a tiny gap of large numbers is the noise of arithmetic
                difference="none"
                if abs(gap) <= 1e-12 * max(1.0, abs(published.value))
                else formats.number(float(f"{gap:.2g}"), signed=True),
                agrees=abs(gap) <= published.within,
            )
        )
    return tuple(found)


def _precise(value: float, kind: str, formats: Formats) -> str:
    if kind == "money":
        return formats.money_fixed(value, places=0)
    digits = f"{value:.1f}" if abs(value) >= 1.0 or value == 0.0 else f"{value:.9g}"
    return in_full(float(digits), kind="number", formats=formats)


def inputs_text(case: PublishedCase, formats: Formats = PLAIN) -> tuple[tuple[str, str], ...]:
    """Return the inputs of a case: what each is, and its numbers with every digit, dollars in dollars."""
    formats = _in_dollars(formats)
    return tuple(
        (
            entry.label,
            " / ".join(
                in_full(value, kind=written_kind(entry.kind), formats=formats) for value in entry.values
            ),
        )
        for entry in case.inputs
    )


def _in_dollars(formats: Formats) -> Formats:
    return dataclasses.replace(formats, currency="USD")


def cases() -> tuple[PublishedCase, ...]:
    """Return the published cases."""
    return CASES


# ---- in short


@dataclasses.dataclass(frozen=True)
class Inventory:
    """How much there is, counted.

    Attributes
    ----------
    equations, assumptions, cases
        How many of each; assumptions are those with a default.
    sums
        Assumptions beside them that have no default: the cost a year is the sum of its kinds until it is given.
    guesses, published, examples
        Assumptions whose default is a guess for want of a figure, is a published benchmark, or is the example
        company's own number, to be replaced.
    """

    equations: int
    assumptions: int
    sums: int
    cases: int
    guesses: int
    published: int
    examples: int


def inventory(point: StartingPoint, *, running: bool) -> Inventory:
    """Count what a starting point rests on."""
    rows = evidence(point, running=running)
    published = sum(row.grade == Grade.PUBLISHED for row in rows)
    examples = sum(row.standing == "example" for row in rows)
    return Inventory(
        equations=sum(equation.formula is not None for equation in equations()),
        assumptions=len(rows),
        sums=sum(point.has(assumption) for assumption in MODEL.assumptions.values()) - len(rows),
        cases=len(CASES),
        guesses=len(rows) - published - examples,
        published=published,
        examples=examples,
    )


def sentence(counted: Inventory) -> str:
    """Return what the page comes to."""
    return (
        f"Every figure comes from {counted.equations} equations and {counted.assumptions + counted.sums} assumptions, "
        f"of which {counted.published} rest on a published benchmark: all of them are on this page."
    )


# ---- prose


def _range(name: str, formats: Formats) -> str:
    assumption = MODEL.assumptions[name]
    kind = written_kind(assumption.kind)
    return " to ".join(formats.value(number, kind=kind) for number in (assumption.low, assumption.high))


def _default(name: str, formats: Formats) -> str:
    assumption = MODEL.assumptions[name]
    return formats.value(assumption.likely, kind=written_kind(assumption.kind))


def limits(formats: Formats = PLAIN) -> tuple[Statement, ...]:
    """Return what the model does not know, its numbers as the reader writes them."""
    span = partial(_range, formats=formats)
    causal = [name for name in MODEL.assumptions if name.endswith("_causal")]
    return (
        Statement(
            "Associations are not causes",
            "Members may have been better customers before they joined. Every line of value is multiplied by a share "
            f"that is caused; {len(causal)} such shares and the share of referrals that are new stand in for "
            "experiments that nobody has made. Only an experiment of your own settles them.",
        ),
        Statement(
            "Most defaults are not evidence",
            "They are guesses, or an example company's numbers that yours replace. Most sources are vendors or surveys "
            "that people chose to answer: they say so, which does not make it so. The share of value that rests on "
            "your own numbers stands beside every answer.",
        ),
        Statement(
            "What staff do to a community is a guess",
            f"What members keep going by themselves ({span('self_sufficiency')}) and how strongly activity follows "
            f"staff per member ({span('staffing_elasticity')}) have never been measured. The value of going on, and "
            "NPV by the number of posts, rest on them.",
        ),
        Statement(
            "How far it can grow is a guess",
            f"The market ({span('market_multiple')} times today's reach), the use made of answers, content and ideas "
            f"({span('full')}) and the need met by contributions ({span('met')}) bound all growth: guesses all.",
        ),
        Statement(
            "The circle of not investing is an illustration",
            "“Break the cycle” follows a published structure, the capability trap, with numbers that nobody has "
            f"published: {len(OF_THE_CIRCLE)} of its own, all guesses. They show how such a circle turns, not when "
            "yours does, and no ROI rests on them. Budgets end at the ends of a scale. Leadership goes by what a "
            "budget returned on average, so what is seen is given more than pays best, and standing still looks cheap "
            "for years because answers stay findable and customers stay.",
        ),
        Statement(
            "Nobody reacts",
            "No competitor answers with a community or a price, no platform changes its rules, no recession comes. "
            "Churn, prices, margins, salaries and the cost of a ticket stay as they are today; there is no inflation "
            "and no tax.",
        ),
        Statement(
            "Everyone is average",
            "One kind of customer, one kind of member. A few people often make most contributions; what happens when "
            "they leave, how experience matures, and which segments pay are not seen. A new member is as active "
            "as an old one.",
        ),
        Statement(
            "Closing is sudden",
            "Against closing, all activity ends in the first month and only the archive stays. A community that would "
            "limp along by itself makes going on worth less than shown; the anger of one that is closed makes it "
            "worth more.",
        ),
        Statement(
            "A community can do harm, and that is left out",
            "Wrong answers, hostile threads, complaints that spread, moderation that fails: none has a line. Only the "
            "spend uplift may be typed below zero.",
        ),
        Statement(
            "The split between loops echoes a survey",
            "What each team's loop gives follows how new members say they heard of the community. People misremember. "
            "The total depends on the survey far less than the split does.",
        ),
        Statement(
            "Months, not days",
            "The model steps a month at a time: stocks at the start, money at the end. Seasons, campaigns "
            "and the first days after a launch are averaged out.",
        ),
        Statement(
            "One activity drives all contributions",
            "Answers, ideas, referrals, leads and content rise and fall together with the activity of members. That "
            "ideas dry up while answers go on is not seen.",
        ),
        Statement(
            "The headline stands at the likely values",
            "The line below it says between what the return lies in eight of ten cases, and Confidence says why. "
            "Assumptions are drawn independently unless you say which go together.",
        ),
        Statement(
            "Some value has no price here",
            "People helped, trust, thought leadership, citizenship, a growing market: these are listed in your own "
            "words beside the results and never enter the return.",
        ),
    )


def choices(formats: Formats = PLAIN) -> tuple[Statement, ...]:
    """Return where the model goes its own way, and why, its numbers as the reader writes them."""
    span, likely = partial(_range, formats=formats), partial(_default, formats=formats)
    return (
        Statement(
            "Numbers are entered as of today",
            "People know what happens in a month now. Everything else is an index that is exactly 1 today (for a "
            "planned community: once it is mature). So month 1 of a running community shows what was typed.",
        ),
        Statement(
            "Facts and plans are kept apart",
            "An index divides the plan by today's fact, never by the plan's own first month. Otherwise dismissing the "
            "community manager would raise the return.",
        ),
        Statement(
            "The community is taken out of today's figures first",
            "Where it runs already, its effect is in today's churn, revenue and new customers. The company without a "
            "community is worked out from them; adding the effect on top would count it twice.",
        ),
        Statement(
            "Only cash is in the headline",
            "Time saved is capacity: it becomes cash when a post is not filled. Such value is soft, and stands beside "
            "the headline, never in it.",
        ),
        Statement(
            "Customers are followed as cohorts",
            "A customer kept or won stays and pays until the usual churn takes them. Published studies often book a "
            "kept customer's revenue for one year, or for a fixed lifetime: the first is too little, the second has "
            "no horizon.",
        ),
        Statement(
            "No customer is counted twice",
            "Success keeps only those whom ideas do not keep already, Sales gives up wins that are referrals too, and "
            "the spend uplift works on revenue before the uplift. Customers beyond those of the same company without "
            "a community equal the sum of the four cohorts, to the last digit. What teams would claim one by one "
            "is shown beside it.",
        ),
        Statement(
            "A lift larger than churn stops at zero churn",
            "Where the lift on active accounts exceeds the churn it works on, active accounts do not churn at all and "
            "everyone who leaves comes from the others. Adding the lift would invent customers to keep.",
        ),
        Statement(
            "A little measuring convinces nobody",
            "In the circle of not investing, the share of value that is seen rises with measuring along an S. Along a "
            "straight line, or one that flattens from the start, nothing could tip: every start would end alike.",
        ),
        Statement(
            "Returns diminish",
            "Twice the answers never deflect twice the tickets: every contribution has a ceiling, and every pool of "
            "people runs dry. Straight lines and growth without a ceiling were tried: they explode.",
        ),
        Statement(
            "Three groups of people",
            "Customers' people, the audience and employees follow the same equations apart. One common chance to join "
            "was tried: it empties the customers' side first.",
        ),
        Statement(
            "Every order of switching loops on counts the same",
            "What a loop adds depends on which others turn. Its effect is the mean over all orders (the Shapley "
            "value), so that direct value and effects add up to the total. Taking one loop out of the full wheel "
            "would count what two achieve together twice.",
        ),
        Statement(
            "Two comparisons, always both",
            "Against no community, which a running community has behind it; and against closing now, which is the "
            "decision at hand. The second is usually far lower.",
        ),
        Statement(
            "The cautious side of the evidence",
            f"The spend uplift starts at {likely('uplift')} with half of it caused, ranges from {span('uplift')}, "
            "and keeps the smaller reading of the study it comes from; its low end is negative because a field "
            "experiment was.",
        ),
        Statement(
            "Where only employees take part",
            "An internal community has no customers' members. Its own activity then drives answers, ideas and content, "
            "which would otherwise stand still.",
        ),
        Statement(
            "Money is discounted by the month",
            f"At {likely('discount_rate')} a year, at the end of each month. Yearly sums at the end of the "
            "year are a common convention and give another number, which is shown as such.",
        ),
    )

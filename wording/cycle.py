"""What the page "Break the cycle" says: the circle, its tipping point, a commitment, waiting, and two businesses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from wording.formats import Formats, years_in_words

Outcome = Literal["thriving", "undecided", "starved"]

ILLUSTRATIVE: Final = (
    "Illustrative. The structure is published (the capability trap, Repenning and Sterman 2001), the numbers of the "
    "circle are not: they show how it turns, not when yours does. No ROI rests on them."
)

LOOP_NAMES: Final = {
    "seeing": "Seen, so funded",
    "caring": "Cared for, so worth more",
    "spending": "What it costs",
}

TOO_LITTLE: Final = "too little is returned, even where all of it is seen"

NOTHING: Final = 0.5
"""An amount of money below it is said to be nothing."""


@dataclass(frozen=True, kw_only=True)
class CircleFacts:
    """Everything the sentence may say of one start, and of going on as today.

    Attributes
    ----------
    outcome : str
        Where the start ends.
    budget_a_year, end_a_year : float
        Its budget at the start and at the end [currency a year].
    guaranteed_months : float
        How long the start is guaranteed.
    measuring : float
        Share of it that measures.
    followed_months : int
        How far it is followed.
    closes_in, floor_in : int or None
        Month in which its circle closes, and in which it is at its smallest or largest.
    today_outcome : str
        Where going on as today ends.
    today_seen : float
        Share of the value that leadership sees today.
    today_floor_in : int or None
        Month in which going on as today is at its smallest budget.
    enough_returned, today_enough_returned : bool
        Whether the start, and going on as today, would not starve if only all of the value were seen.
    running : bool
        The community exists today.
    """

    outcome: Outcome
    budget_a_year: float
    end_a_year: float
    guaranteed_months: float
    measuring: float
    followed_months: int
    closes_in: int | None
    floor_in: int | None
    today_outcome: Outcome
    today_seen: float
    today_floor_in: int | None
    enough_returned: bool
    running: bool = True
    today_enough_returned: bool = True


def circle_sentence(facts: CircleFacts, *, formats: Formats) -> str:
    """Say where this start ends, and where going on as today would.

    Examples
    --------
    >>> facts = CircleFacts(outcome="thriving", budget_a_year=194_000, end_a_year=310_000, guaranteed_months=24,
    ...     measuring=0.1, followed_months=60, closes_in=30, floor_in=51, today_outcome="starved", today_seen=0.145,
    ...     today_floor_in=30, enough_returned=True)
    >>> circle_sentence(facts, formats=Formats()).replace("\u00a0", " ")[:93]
    'This start breaks the circle: $194k a year, guaranteed for two years, 10 % of it for measurin'
    """
    money = formats.money_short
    if facts.budget_a_year < NOTHING:
        return (
            "Nothing is planned to be spent on staff or programme, so there is no budget to grant or to cut."
        )
    start = (
        f"{money(facts.budget_a_year)} a year, guaranteed for {years_in_words(facts.guaranteed_months)}, "
        f"{formats.percent(facts.measuring)} of it for measuring"
    )
    if facts.outcome == "thriving":
        first = f"This start breaks the circle: {start}."
    elif facts.outcome == "starved":
        why = "too little of the value is seen" if facts.enough_returned else TOO_LITTLE
        first = f"This start starves: {start}, and {money(facts.end_a_year)} a year is left at the end, because {why}."
    else:
        first = (
            f"This start is not decided within {years_in_words(facts.followed_months)}: {start}, and "
            f"{money(facts.end_a_year)} a year at the end."
        )
    return f"{first} {_today(facts, formats)}"


def without_budget(section: str) -> str:
    """Say what a section of the circle has nothing to say about where no budget is planned.

    Examples
    --------
    >>> without_budget("waiting").partition(". ")[0]
    'Without a budget there is no plan to begin later'
    """
    nothing = {
        "circle": "investing, standing still and cutting are the same",
        "tipping": "no start is larger than another, and nothing tips",
        "break": "there is nothing to promise",
        "waiting": "there is no plan to begin later",
    }[section]
    return f"Without a budget {nothing}. Say under Assumptions what staff and programme cost."


def _today(facts: CircleFacts, formats: Formats) -> str:
    alone = (
        "Going on as today"
        if facts.running
        else "Launched without a guarantee and measured as little as usual it"
    )
    if facts.today_outcome == "thriving":
        return f"{alone} carries itself{', too' if facts.outcome == 'thriving' else ''}."
    seen = f"leadership sees {formats.percent(round(facts.today_seen, 2))} of the value"
    if facts.today_outcome == "undecided":
        return f"{alone} is not decided within {years_in_words(facts.followed_months)}: {seen}."
    if facts.today_floor_in is not None:
        gone = f"and by {formats.month_number(facts.today_floor_in)} hardly any budget is left"
    else:
        gone = "and the budget shrinks"
    alone = f"{alone} starves{', too' if facts.outcome == 'starved' else ''}"
    if facts.today_enough_returned:
        return f"{alone}: {seen}, {gone}."
    # how much is seen is no reason where all of it would not do, and the reason is said once
    said = facts.outcome == "starved" and not facts.enough_returned
    return f"{alone}, {gone}." if said else f"{alone}: {TOO_LITTLE}, {gone}."


def closing_sentence(
    policy: str, *, month: int | None, rising: bool, end_month: int | None, formats: Formats
) -> str:
    """Say when the circle of a policy closes.

    Examples
    --------
    >>> closing_sentence("Stand still", month=3, rising=False, end_month=30, formats=Formats())
    'Stand still: closes in month 3, each cut bringing the next; at its smallest from month 30 on.'
    """
    if month is None:
        return f"{policy}: the budget never moves."
    way = "what is seen paying for more from then on" if rising else "each cut bringing the next"
    said = f"{policy}: closes in {formats.month_number(month)}, {way}"
    if end_month is None:
        return f"{said}."
    return f"{said}; at its {'largest' if rising else 'smallest'} from {formats.month_number(end_month)} on."


def dominance_sentence(policy: str, *, month: int, loop: str, change: float, formats: Formats) -> str:
    """Say which loop dominates a quarter, and what that means.

    Parameters
    ----------
    policy : str
        Its name.
    month : int
        The decision looked at.
    loop : str
        ``"seeing"``, ``"caring"`` or ``"spending"``; empty where all is at rest.
    change : float
        By which share what is seen, value or spending rises in the quarter; negative where it falls.
    formats : Formats
        Separators.

    Examples
    --------
    >>> said = dominance_sentence("Cut", month=12, loop="spending", change=-0.11, formats=Formats())
    >>> said.replace("\u00a0", " ").split(". ")[1]
    'Spending falls by 11 % in the quarter, so the cut looks right: what is lost shows later.'
    """
    when = f"{policy}, {formats.month_number(month)}"
    if not loop:
        return f"{when}: at rest. No loop moves what leadership perceives."
    much = f"{formats.percent(float(f'{abs(change):.2g}'))} in the quarter"
    rises = change > 0.0
    meaning = {
        ("seeing", True): f"{much} more of the value is seen, so the next budget is easier to grant.",
        ("seeing", False): f"{much} less of the value is seen, so the next budget is harder to grant.",
        ("caring", True): f"Members who are cared for contribute more: value rises by {much}.",
        ("caring", False): f"Members who are not cared for fall silent: value falls by {much}.",
        (
            "spending",
            False,
        ): f"Spending falls by {much}, so the cut looks right: what is lost shows later.",
        (
            "spending",
            True,
        ): f"Spending rises by {much} before its value shows: it looks worse before it is better.",
    }[loop, rises]
    return f"{when}: “{LOOP_NAMES[loop]}” dominates. {meaning[0].upper()}{meaning[1:]}"


@dataclass(frozen=True, kw_only=True)
class TipFacts:
    """How far one start is from the tipping point.

    Attributes
    ----------
    outcome : str
        Where it ends.
    budget_a_year, measuring : float
        The start.
    tips_at_a_year, tips_at_measuring : float or None
        The smallest budget, and the smallest share for measuring, that thrive; None where none does.
    up_to_a_year, up_to_measuring : float or None
        The largest that thrive; None where none does, or where the end of the map does, too.
    """

    outcome: Outcome
    budget_a_year: float
    measuring: float
    tips_at_a_year: float | None
    tips_at_measuring: float | None
    up_to_a_year: float | None = None
    up_to_measuring: float | None = None


def tip_sentence(facts: TipFacts, *, formats: Formats) -> str:
    """Say where a start would tip, and how far away that is in money.

    Examples
    --------
    >>> facts = TipFacts(outcome="starved", budget_a_year=155_000, measuring=0.02, tips_at_a_year=None,
    ...                  tips_at_measuring=0.125)
    >>> tip_sentence(facts, formats=Formats()).replace("\u00a0", " ").split(". ")[1]
    'With 12.5 % this one is: $16.3k a year more for measuring, taken from care, and no money on top.'
    """
    said = _thrives_at(facts, formats) if facts.outcome == "thriving" else _tips_at(facts, formats)
    return " ".join(said)


def _thrives_at(facts: TipFacts, formats: Formats) -> list[str]:
    money = formats.money_short
    parts = []
    if facts.tips_at_a_year is not None:
        gap = facts.budget_a_year - facts.tips_at_a_year
        spare = money(gap) if gap > NOTHING else "nothing"
        to = "" if facts.up_to_a_year is None else f" to {money(facts.up_to_a_year)}"
        parts.append(
            f"It would still thrive from {money(facts.tips_at_a_year)}{to} a year{'' if to else ' on'}: "
            f"{spare} a year to spare."
        )
    if facts.tips_at_measuring is not None:
        most = None if facts.up_to_measuring is None else _share(facts.up_to_measuring, formats)
        if facts.tips_at_measuring <= 0.0:
            too_much = "" if most is None else f", but not with more than {most}"
            parts.append(f"It would without any measuring, too{too_much}.")
        else:
            too_much = "" if most is None else f", nor with more than {most}"
            least = _share(facts.tips_at_measuring, formats)
            parts.append(f"With less than {least} for measuring it would not{too_much}.")
    return parts


def _tips_at(facts: TipFacts, formats: Formats) -> list[str]:
    money = formats.money_short
    parts = []
    least, most = facts.tips_at_a_year, facts.up_to_a_year
    if least is None:
        parts.append(f"No budget on the map is enough with {formats.percent(facts.measuring)} for measuring.")
    else:
        at = (
            f"It tips at {money(least)} a year"
            if most is None
            else f"It thrives from {money(least)} to {money(most)} a year"
        )
        parts.append(f"{at}: {_away(facts.budget_a_year, least, most, formats)} than this.")
    low, high = facts.tips_at_measuring, facts.up_to_measuring
    if low is None:
        parts.append(
            "Nor is any share for measuring with this budget."
            if least is None
            else "No share for measuring is enough with this budget."
        )
        return parts
    shares = _share(low, formats) if high is None else f"{_share(low, formats)} to {_share(high, formats)}"
    lead = f"With {shares} this one is" if least is None else f"Or with {shares} for measuring"
    year = facts.budget_a_year
    much = _away(facts.measuring * year, low * year, None if high is None else high * year, formats)
    taken = "left to care" if high is not None and facts.measuring > high else "taken from care"
    parts.append(f"{lead}: {much} for measuring, {taken}, and no money on top.")
    return parts


def _share(share: float, formats: Formats) -> str:
    return formats.percent(round(share, 3))


def _away(now: float, low: float, high: float | None, formats: Formats) -> str:
    """Return how much more, or less, there is to be until what thrives is reached."""
    if high is not None and now > high:
        return f"{formats.money_short(now - high)} a year less"
    return f"{formats.money_short(low - now)} a year more"


def own(text: str, *, running: bool) -> str:
    """Return words on today's budget as they are, or on the plan's: what is only planned has no today.

    Examples
    --------
    >>> own("times today's", running=False), own("Today’s budget is $155k", running=False)
    ("times the plan's", 'The plan’s budget is $155k')
    """
    if running:
        return text
    for mark in ("'", "’"):
        text = text.replace(f"today{mark}s", f"the plan{mark}s").replace(f"Today{mark}s", f"The plan{mark}s")
    return text


def commitment_sentence(
    *,
    budget_a_year: float,
    months: int,
    measuring: float,
    total: float,
    formats: Formats,
    running: bool = True,
) -> str:
    """Say what the smallest commitment is; one that is only planned has a plan's budget, none of today.

    Examples
    --------
    >>> said = commitment_sentence(budget_a_year=257_000, months=12, measuring=0.1, total=257_000, formats=Formats())
    >>> said.replace("\u00a0", " ").split(". ")[0]
    'The smallest promise: $257k a year for 12 months, 10 % of it for measuring, $257k in all'
    """
    size = "today’s size" if running else "the planned size"
    return (
        f"The smallest promise: {formats.money_short(budget_a_year)} a year for {formats.months(months)}, "
        f"{formats.percent(measuring)} of it for measuring, {formats.money_short(total)} in all. After that, what is "
        f"seen renews a budget of at least {size}, as far as ten years show."
    )


def no_commitment(*, running: bool) -> str:
    """Say that no promise is enough.

    Examples
    --------
    >>> no_commitment(running=False).partition(". ")[0]
    'No promise on this scale does it: after any of them the budget falls below the planned one again'
    """
    size = "today’s" if running else "the planned one"
    return (
        f"No promise on this scale does it: after any of them the budget falls below {size} again. Either more has to "
        "be seen (measure more), or the community has to return more first."
    )


def worse_sentence(
    kind: str, *, deepest: float, month: int, back_month: int | None, years: str, formats: Formats
) -> str:
    """Say how deep worse goes before it is better.

    Examples
    --------
    >>> worse_sentence("By hard value", deepest=154_000, month=42, back_month=75, years="ten years", formats=Formats())
    'By hard value it is $154k behind standing still at its deepest, in month 42, and ahead from month 75 on.'
    """
    if deepest < NOTHING:
        return f"{kind} it is never behind standing still."
    back = (
        f"and not ahead within {years}"
        if back_month is None
        else f"and ahead from {formats.month_number(back_month)} on"
    )
    return (
        f"{kind} it is {formats.money_short(deepest)} behind standing still at its deepest, in "
        f"{formats.month_number(month)}, {back}."
    )


def waiting_sentence(
    *,
    months: int,
    end_month: int,
    hard: float,
    spending: float,
    members: float,
    formats: Formats,
) -> str:
    """Say what waiting costs, or saves, at one end date.

    Parameters
    ----------
    months : int
        How much later the plan begins.
    end_month : int
        The end date that both share.
    hard, spending : float
        Differences to beginning now: value returned and money spent, present values.
    members : float
        Difference in members at the end.
    formats : Formats
        Currency and separators.

    Examples
    --------
    >>> said = waiting_sentence(
    ...     months=24, end_month=60, hard=-182_000, spending=-80_000, members=-729, formats=Formats())
    >>> said.split(". ")[1]
    'It spends $80k less, so waiting costs $102k.'
    """
    money = formats.money_short
    value = f"returns {money(abs(hard))} {'less' if hard < 0 else 'more'}"
    people = f"leaves {formats.number(round(abs(members)))} {'fewer' if members < 0 else 'more'} members"
    spent = f"It spends {money(abs(spending))} {'less' if spending < 0 else 'more'}"
    net = hard - spending
    if net < -NOTHING:
        worth = f"so waiting costs {money(-net)}"
    elif net > NOTHING:
        worth = (
            f"so by then waiting is {money(net)} cheaper on hard value, while what was not built is missing"
        )
    else:
        worth = "so waiting costs nothing"
    return (
        f"Begun {years_in_words(months)} later, the same plan {value} by {formats.month_number(end_month)} and "
        f"{people}. {spent}, {worth}."
    )


@dataclass(frozen=True, kw_only=True)
class BusinessFacts:
    """Everything the sentence may say of the two businesses.

    Attributes
    ----------
    employees, posts : float
        Employees, and full-time posts' worth of members' work.
    value, nobody_else : float
        Present value of contributions, and of those that no employee could have made [currency].
    horizon_months : int
        Over which value is counted.
    members_are_employees : bool
        Whether members are the company's own people.
    """

    employees: float
    posts: float
    value: float
    nobody_else: float
    horizon_months: int
    members_are_employees: bool = False


def businesses_sentence(facts: BusinessFacts, *, formats: Formats) -> str:
    """Say what the second business has that the first has not.

    Examples
    --------
    >>> facts = BusinessFacts(employees=200, posts=0.9, value=919_000, nobody_else=538_000, horizon_months=36)
    >>> businesses_sentence(facts, formats=Formats()).split(". ")[1].split(", worth ")[0]
    'Business B: 200 employees and members who do the work of 0.9 posts'
    """
    employed = formats.with_unit(facts.employees, kind="count", unit="employees")
    has = employed if facts.employees > 0 else "your employees"
    if facts.value < NOTHING and facts.posts < 0.005:
        return f"Business A: {has}. Business B: {has} and a community that contributes nothing that is counted yet."
    posts = formats.with_unit(float(f"{facts.posts:.2g}"), kind="count", unit="posts")
    work = f" the work of {posts}" if facts.posts else ""
    if facts.members_are_employees:
        done = "among them people who help each other" + (f", with{work}" if work else "")
    else:
        done = "members" + (f" who do{work}" if work else "")
    said = (
        f"Business A: {has}. Business B: {has} and {done}, worth {formats.money_short(facts.value)} over "
        f"{years_in_words(facts.horizon_months)}"
    )
    if facts.nobody_else < NOTHING:
        return f"{said}."
    return f"{said}; {formats.money_short(facts.nobody_else)} of it no employee could have done."


def conditions_sentence(*, today: float, planned: float, formats: Formats, answered: bool = True) -> str:
    """Say what the self-assessment comes to, once anything is answered.

    Examples
    --------
    >>> conditions_sentence(today=0.95, planned=1.05, formats=Formats())
    'By your own judgement the conditions stand at 0.95 today, where 1 is neutral, and are to be 1.05.'
    """
    if not answered:
        return "Nothing is answered yet, so the conditions count as neutral: four questions say where they stand."
    said = f"By your own judgement the conditions stand at {formats.number(today)} today, where 1 is neutral"
    return f"{said}." if today == planned else f"{said}, and are to be {formats.number(planned)}."

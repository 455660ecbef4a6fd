"""The community over time: who joins, who falls silent, who returns, and how active members are.

Three groups of people follow the same equations: customers' people, others in the audience (members who do not pay
matter), and employees. Everyone in a group is a member, lapsed, or in the pool of those who may yet join.
All rates are entered at the reference (today, or the mature community that is planned); indices carry them forward
and are exactly 1 there.
"""

from __future__ import annotations

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind, Role
from calculators.quantity import Number, Quantity, When, flow, held, reference, relative, stock, total, useful
from calculators.sources import GARDEN, NIELSEN

SOURCES_OF_JOINS = "how new members heard"

ASSUMPTIONS = (
    Assumption(
        id="members",
        label="Members",
        unit="people",
        kind=Kind.COUNT,
        group="community",
        bounds=(0, 1e9),
        low=4_000,
        likely=5_000,
        high=6_000,
        source=EXAMPLE,
        help="Registered members who are customers' people or from the audience, lapsed ones not counted. "
        "For a planned community: how many it should have once mature.",
        dimension=17,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="active_share",
        label="Active in a month",
        unit="of members",
        kind=Kind.SHARE,
        group="community",
        bounds=(0.001, 1),
        low=0.03,
        likely=0.10,
        high=0.25,
        grade=Grade.PUBLISHED,
        source=NIELSEN,
        help="Share of members who post, answer, react or attend in a month. Reading alone does not count.",
        dimension=18,
        caveat="What counts as a member moves this more than what counts as active.",
    ),
    Assumption(
        id="customer_share",
        label="Members who are customers' people",
        unit="of members",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 1),
        low=0.5,
        likely=0.7,
        high=0.85,
        source=EXAMPLE,
        help="The rest are members who do not pay: prospects, students, partners, peers.",
        dimension=19,
        absent=0,
    ),
    Assumption(
        id="members_per_account",
        label="Active members per active account",
        unit="people an account",
        kind=Kind.NUMBER,
        group="community",
        bounds=(1, 10_000),
        low=1,
        likely=1.5,
        high=3,
        help="Accounts are not people: three active members may belong to one customer.",
        dimension=20,
        absent=1,
    ),
    Assumption(
        id="employee_members",
        label="Members who are employees",
        unit="people",
        kind=Kind.COUNT,
        group="community",
        bounds=(0, 1e7),
        low=20,
        likely=20,
        high=20,
        source=EXAMPLE,
        help="Employees, partners and suppliers who take part; they are counted apart from the other members.",
        dimension=21,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="lapsed",
        label="Lapsed members",
        unit="people",
        kind=Kind.COUNT,
        group="community",
        bounds=(0, 1e9),
        low=500,
        likely=1_000,
        high=2_000,
        source=EXAMPLE,
        help="People who were members and have not been seen for a year; some return.",
        dimension=22,
        absent=0,
        scales_with="members",
        extensive=True,
    ),
    Assumption(
        id="joins",
        label="New members a month",
        unit="people a month",
        kind=Kind.COUNT,
        group="community",
        bounds=(0, 1e8),
        low=100,
        likely=150,
        high=220,
        source=EXAMPLE,
        help="How many join in a month at the reference, employees not counted.",
        dimension=23,
        absent=0,
        scales_with="members",
        extensive=True,
    ),
    Assumption(
        id="join_customer_share",
        label="New members who are customers' people",
        unit="of new members",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 1),
        low=0.5,
        likely=0.7,
        high=0.85,
        source=EXAMPLE,
        help="The same as among members until you say otherwise.",
        dimension=24,
        follows="customer_share",
    ),
    Assumption(
        id="employee_joins",
        label="Employees who join a month",
        unit="people a month",
        kind=Kind.COUNT,
        group="community",
        bounds=(0, 1e7),
        low=0.5,
        likely=0.5,
        high=0.5,
        source=EXAMPLE,
        help="How many employees, partners or suppliers join in a month.",
        dimension=25,
        absent=0,
        scales_with="employee_members",
        extensive=True,
    ),
    Assumption(
        id="heard_from_promotion",
        label="Came through own promotion",
        unit="of new members",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 1),
        low=0.2,
        likely=0.35,
        high=0.5,
        help="Share of new members who say your own campaigns, mails or events brought them. "
        "The answers to this question are scaled to 100 %.",
        dimension=26,
        gathers=SOURCES_OF_JOINS,
    ),
    Assumption(
        id="member_churn",
        label="Members who fall silent",
        unit="a month",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 0.5),
        low=0.01,
        likely=0.025,
        high=0.05,
        help="Share of members who lapse in a month, leaving the company apart. No figures are published.",
        dimension=27,
    ),
    Assumption(
        id="return_rate",
        label="Lapsed members who return",
        unit="a month",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 0.5),
        low=0,
        likely=0.005,
        high=0.02,
        help="Share of lapsed members who come back in a month.",
        dimension=28,
    ),
    Assumption(
        id="active_share_mature",
        label="Active in a month once mature",
        unit="of members",
        kind=Kind.SHARE,
        group="community",
        bounds=(0.001, 1),
        low=0.03,
        likely=0.10,
        high=0.25,
        help="Your plan for the active share. The same as today until you say otherwise: no growth for free.",
        dimension=29,
        role=Role.LEVER,
        follows="active_share",
    ),
    Assumption(
        id="months_to_mature",
        label="Time to mature",
        unit="months",
        kind=Kind.MONTHS,
        group="community",
        bounds=(0, 240),
        low=12,
        likely=24,
        high=48,
        grade=Grade.PUBLISHED,
        source=GARDEN,
        help="How long activity takes to come two thirds of the way to its mature level; 0 means at once.",
        dimension=30,
        role=Role.JUDGEMENT,
        caveat="Derived from stages of maturity; no study measured it.",
    ),
    Assumption(
        id="self_sufficiency",
        label="What members keep going by themselves",
        unit="of activity",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 1),
        low=0.1,
        likely=0.3,
        high=0.6,
        help="Share of activity that would remain with nobody paid to look after the community.",
        dimension=31,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="care_max",
        label="Most that more staff per member can do",
        unit="times today",
        kind=Kind.NUMBER,
        group="community",
        bounds=(1, 5),
        low=1.2,
        likely=1.2,
        high=1.2,
        help="Beyond this, more community managers per member change nothing.",
        dimension=32,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="staffing_elasticity",
        label="How strongly activity follows staff per member",
        unit="elasticity",
        kind=Kind.NUMBER,
        group="community",
        bounds=(0, 1),
        low=0.25,
        likely=0.5,
        high=0.75,
        help="0.5: half the staff per member leaves about 70 % of the activity that depends on staff.",
        dimension=33,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="conditions_ref",
        label="Conditions today",
        unit="1 is neutral",
        kind=Kind.NUMBER,
        group="community",
        bounds=(0.1, 3),
        low=1,
        likely=1,
        high=1,
        help="Shared values, purpose, ownership and trust, by your own judgement. 1 is neutral.",
        dimension=34,
    ),
    Assumption(
        id="conditions",
        label="Conditions from now on",
        unit="1 is neutral",
        kind=Kind.NUMBER,
        group="community",
        bounds=(0, 3),
        low=1,
        likely=1,
        high=1,
        help="What you plan to make of shared values, purpose, ownership and trust.",
        dimension=35,
        role=Role.LEVER,
        follows="conditions_ref",
    ),
    Assumption(
        id="full",
        label="Use made of answers, content and ideas today",
        unit="of all that could be used",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 0.95),
        low=0.25,
        likely=0.5,
        high=0.8,
        help="50 %: twice as many answers could at most do twice as much as today's. It bounds growth.",
        dimension=36,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="met",
        label="Need met by contributions today",
        unit="of all that teams could use",
        kind=Kind.SHARE,
        group="community",
        bounds=(0, 0.95),
        low=0.25,
        likely=0.5,
        high=0.8,
        help="50 %: teams could use at most twice the contributions they get today. It bounds growth.",
        dimension=37,
        role=Role.JUDGEMENT,
    ),
)


# ---- who there is at the reference


@reference("Customers' people who are members", "people")
def members_customers_ref(members: Number, customer_share: Number) -> Number:
    return members * customer_share


@reference("Others who are members", "people")
def members_others_ref(members: Number, customer_share: Number) -> Number:
    return members * (1.0 - customer_share)


@reference("Members in month 0: customers' people", "people")
def members_customers_start(members_customers_ref: Number, running: Number) -> Number:
    return members_customers_ref * running


members_others_start = members_customers_start.bound(
    "members_others_start", "Members in month 0: others", members_customers_ref="members_others_ref"
)
members_employees_start = members_customers_start.bound(
    "members_employees_start", "Members in month 0: employees", members_customers_ref="employee_members"
)


@reference("Lapsed in month 0: customers' people", "people")
def lapsed_customers_start(lapsed: Number, customer_share: Number, running: Number) -> Number:
    return lapsed * customer_share * running


@reference("Lapsed in month 0: others", "people")
def lapsed_others_start(lapsed: Number, customer_share: Number, running: Number) -> Number:
    return lapsed * (1.0 - customer_share) * running


@reference("May still join in month 0: customers' people", "people")
def pool_customers_start(
    customer_people_ref: Number, members_customers_start: Number, lapsed_customers_start: Number
) -> Number:
    return customer_people_ref - members_customers_start - lapsed_customers_start


pool_others_start = pool_customers_start.bound(
    "pool_others_start",
    "May still join in month 0: others",
    customer_people_ref="audience",
    members_customers_start="members_others_start",
    lapsed_customers_start="lapsed_others_start",
)


@reference("May still join in month 0: employees", "people")
def pool_employees_start(headcount: Number, members_employees_start: Number) -> Number:
    return headcount - members_employees_start


@reference("Anything built up so far", "", kind="number")
def archive_start(running: Number, members: Number, employee_members: Number) -> Number:
    """Answers, content and ideas that exist in month 0, relative to the reference: none where nobody is a member."""
    return np.where(running * (members + employee_members) > 0.0, 1.0, 0.0)


# ---- the intensity with which members take part


@flow("Share of the way to maturity", "", kind="share")
def maturity(month: Number, months_to_mature: Number) -> Number:
    return np.where(months_to_mature > 0.0, 1.0 - np.exp(-month / np.maximum(months_to_mature, 1e-9)), 1.0)


@flow("Active share that staff and conditions start from", "of members", kind="share")
def active_share_path(
    running: Number, active_share: Number, active_share_mature: Number, maturity: Number
) -> Number:
    return running * active_share + (active_share_mature - running * active_share) * maturity


@flow("Conditions in force", "1 is neutral", kind="number")
def conditions_now(conditions: Number, open: Number) -> Number:
    return conditions * open


@flow("Potential for activity, relative to the reference", "times", kind="number")
def potential(
    active_share_path: Number, active_share: Number, conditions_now: Number, conditions_ref: Number
) -> Number:
    return active_share_path / active_share * (conditions_now / conditions_ref)


staff_given = total(
    "staff_given", "Posts given by employees in the month", "posts", of="staff given", kind="number"
)
staff_given_ref = total(
    "staff_given_ref",
    "Posts given by employees at the reference",
    "posts",
    of="staff given at the reference",
    when=When.REFERENCE,
    kind="number",
)


@flow("Staff, employees' hours included, relative to the reference", "times", kind="number")
def staffing(staff_now: Number, staff_given: Number, staff: Number, staff_given_ref: Number) -> Number:
    return relative(staff_now + staff_given, staff + staff_given_ref)


@flow("Paid staff, relative to the reference", "times", kind="number")
def staffing_paid(staff_now: Number, staff: Number) -> Number:
    return relative(staff_now, staff)


@flow("Care: what staff per member make of activity", "times", kind="number")
def care(
    self_sufficiency: Number,
    care_max: Number,
    staffing: Number,
    members: Number,
    members_now: Number,
    staffing_elasticity: Number,
) -> Number:
    # the floor under members only keeps the division legal: with nobody there yet, care is at its most
    per_member = np.where(members > 0.0, staffing * members / np.maximum(members_now, 1e-9), staffing)
    return (
        self_sufficiency + (1.0 - self_sufficiency) * np.minimum(care_max, per_member) ** staffing_elasticity
    )


care_employees = care.bound(
    "care_employees",
    "Care: what paid staff per member make of employees' activity",
    staffing="staffing_paid",
    members="employee_members",
    members_now="members_employees",
)


@flow("Intensity: active per member, relative to the reference", "times", kind="number")
def intensity(potential: Number, care: Number, active_share: Number) -> Number:
    return np.minimum(1.0 / active_share, potential * care)


intensity_employees = intensity.bound(
    "intensity_employees", "Intensity of employees, relative to the reference", care="care_employees"
)


@flow("Members who are customers' people or others", "people")
def members_now(members_customers: Number, members_others: Number) -> Number:
    return members_customers + members_others


@flow("All members", "people")
def members_all(members_now: Number, members_employees: Number) -> Number:
    return members_now + members_employees


@flow("Activity of employees, relative to the reference", "times", kind="number")
def activity_employees(
    members_employees: Number, employee_members: Number, intensity_employees: Number
) -> Number:
    return np.where(employee_members > 0.0, members_employees / employee_members * intensity_employees, 0.0)


@flow("Activity, relative to the reference", "times", kind="number")
def activity(members_now: Number, members: Number, intensity: Number, activity_employees: Number) -> Number:
    """Activity of customers' and others' members; where there are none at the reference, the employees' own."""
    return np.where(members > 0.0, members_now / members * intensity, activity_employees)


@flow("Contributions, relative to the reference", "times", kind="number")
def contributions(activity: Number, met: Number) -> Number:
    """What teams can use of the activity: diminishing returns in the share of their need that is met."""
    return useful(activity, met)


@flow("Active members", "people")
def active_members(active_share: Number, intensity: Number, members_now: Number) -> Number:
    return active_share * intensity * members_now


@flow("Active employees", "people")
def active_employees(active_share: Number, intensity_employees: Number, members_employees: Number) -> Number:
    return active_share * intensity_employees * members_employees


@reference("Customers with active members at the reference", "accounts")
def active_customers_ref(
    customers: Number, active_share: Number, members_customers_ref: Number, members_per_account: Number
) -> Number:
    return np.minimum(customers, active_share * members_customers_ref / members_per_account)


@flow("Customers with active members", "accounts")
def active_customers(
    customers_now: Number,
    active_share: Number,
    intensity: Number,
    members_customers: Number,
    members_per_account: Number,
) -> Number:
    return np.minimum(customers_now, active_share * intensity * members_customers / members_per_account)


# ---- joining

sources_sum = total(
    "sources_sum",
    "Sum of the answers",
    "",
    of=SOURCES_OF_JOINS,
    when=When.REFERENCE,
    kind="share",
)


@reference("What the answers are scaled by", "times", kind="number")
def source_scale(sources_sum: Number) -> Number:
    return np.where(sources_sum > 0.0, 1.0 / sources_sum, 0.0)


@reference("New members a month at the reference: customers' people", "people a month")
def joins_customers_ref(joins: Number, join_customer_share: Number) -> Number:
    return joins * join_customer_share


@reference("New members a month at the reference: others", "people a month")
def joins_others_ref(joins: Number, join_customer_share: Number) -> Number:
    return joins * (1.0 - join_customer_share)


@reference("Chance to join in a month: customers' people", "of those who may join", kind="share")
def join_rate_customers(
    joins_customers_ref: Number,
    customer_people_ref: Number,
    members_customers_ref: Number,
    lapsed_customers_start: Number,
) -> Number:
    # Running: the pool of month 0. Planned: the pool once as many are members as the plan says.
    pool_then = customer_people_ref - members_customers_ref - lapsed_customers_start
    return np.where(joins_customers_ref > 0.0, joins_customers_ref / pool_then, 0.0)


join_rate_others = join_rate_customers.bound(
    "join_rate_others",
    "Chance to join in a month: others",
    joins_customers_ref="joins_others_ref",
    customer_people_ref="audience",
    members_customers_ref="members_others_ref",
    lapsed_customers_start="lapsed_others_start",
)


@reference("Chance to join in a month: employees", "of those who may join", kind="share")
def join_rate_employees(employee_joins: Number, headcount: Number, employee_members: Number) -> Number:
    return np.where(employee_joins > 0.0, employee_joins / (headcount - employee_members), 0.0)


@reference("Chance to join in a month by promotion: customers' people", "of those who may join", kind="share")
def promotion_rate_customers(joins_customers_ref: Number, pool_customers_start: Number) -> Number:
    # Promotion is entered for today, or for the month of the launch: either way it meets the pool of month 0.
    return np.where(joins_customers_ref > 0.0, joins_customers_ref / pool_customers_start, 0.0)


promotion_rate_others = promotion_rate_customers.bound(
    "promotion_rate_others",
    "Chance to join in a month by promotion: others",
    joins_customers_ref="joins_others_ref",
    pool_customers_start="pool_others_start",
)
promotion_rate_employees = promotion_rate_customers.bound(
    "promotion_rate_employees",
    "Chance to join in a month by promotion: employees",
    joins_customers_ref="employee_joins",
    pool_customers_start="pool_employees_start",
)


@flow("Promotion, relative to the reference", "times", kind="number")
def promotion_index(programme_now: Number, programme: Number, open: Number) -> Number:
    return open * relative(programme_now, programme)


@flow("Pull of own promotion", "of joins at the reference", kind="share")
def pull_of_promotion(
    heard_from_promotion: Number, source_scale: Number, promotion_index: Number, growing: Number
) -> Number:
    return heard_from_promotion * source_scale * held(promotion_index, growing)


pull_shared = total(
    "pull_shared",
    "Pull of loops on every group",
    "of joins at the reference",
    of="pull on everyone",
    kind="share",
)
pull_members_only = total(
    "pull_members_only",
    "Pull of loops on customers' people and others",
    "of joins at the reference",
    of="pull on members",
    kind="share",
)
pull_employees_only = total(
    "pull_employees_only",
    "Pull of loops on employees",
    "of joins at the reference",
    of="pull on employees",
    kind="share",
)


@flow("Pull of all loops on customers' people and others", "of joins at the reference", kind="share")
def pull(pull_shared: Number, pull_members_only: Number) -> Number:
    return pull_shared + pull_members_only


pull_shared_by_members = total(
    "pull_shared_by_members",
    "Pull of what members do on every group",
    "of joins at the reference",
    of="pull by members",
    kind="share",
)
pull_members_only_by_members = total(
    "pull_members_only_by_members",
    "Pull of what members do on customers' people and others",
    "of joins at the reference",
    of="pull on members by members",
    kind="share",
)
pull_employees_only_by_members = total(
    "pull_employees_only_by_members",
    "Pull of what employees do on employees",
    "of joins at the reference",
    of="pull on employees by employees",
    kind="share",
)
pull_by_members = pull.bound(
    "pull_by_members",
    "Pull of what members do on customers' people and others, everything",
    pull_shared="pull_shared_by_members",
    pull_members_only="pull_members_only_by_members",
)
pull_employees_by_members = pull.bound(
    "pull_employees_by_members",
    "Pull of what members do on employees, everything",
    pull_shared="pull_shared_by_members",
    pull_members_only="pull_employees_only_by_members",
)
pull_employees = pull.bound(
    "pull_employees", "Pull of all loops on employees", pull_members_only="pull_employees_only"
)


@flow("Chance to join this month: customers' people", "of those who may join", kind="share")
def hazard_customers(
    churn_now: Number,
    join_rate_customers: Number,
    pull: Number,
    promotion_rate_customers: Number,
    pull_of_promotion: Number,
) -> Number:
    return np.minimum(
        1.0 - churn_now, join_rate_customers * pull + promotion_rate_customers * pull_of_promotion
    )


hazard_others = hazard_customers.bound(
    "hazard_others",
    "Chance to join this month: others",
    churn_now="audience_leaving",
    join_rate_customers="join_rate_others",
    promotion_rate_customers="promotion_rate_others",
)
hazard_employees = hazard_customers.bound(
    "hazard_employees",
    "Chance to join this month: employees",
    churn_now="staff_turnover",
    join_rate_customers="join_rate_employees",
    pull="pull_employees",
    promotion_rate_customers="promotion_rate_employees",
)


@flow("Join: customers' people", "people a month")
def joins_customers(hazard_customers: Number, pool_customers: Number) -> Number:
    return hazard_customers * pool_customers


joins_others = joins_customers.bound(
    "joins_others", "Join: others", hazard_customers="hazard_others", pool_customers="pool_others"
)
joins_employees = joins_customers.bound(
    "joins_employees", "Join: employees", hazard_customers="hazard_employees", pool_customers="pool_employees"
)

# ---- falling silent and coming back

belonging_felt = total(
    "belonging_felt", "Belonging felt in all", "of what keeps members", of="belonging felt", kind="share"
)
belonging_felt_employees = total(
    "belonging_felt_employees",
    "Belonging felt by employees in all",
    "of what keeps members",
    of="belonging felt by employees",
    kind="share",
)
belonging_ref = total(
    "belonging_ref",
    "Belonging in all at the reference",
    "of what keeps members",
    of="belonging at the reference",
    when=When.REFERENCE,
    kind="share",
)


@flow("Chance to fall silent this month: customers' people", "of members", kind="share")
def lapse_customers(
    churn_now: Number, member_churn: Number, belonging_felt: Number, belonging_ref: Number
) -> Number:
    return np.minimum(
        1.0 - churn_now, member_churn * np.maximum(0.0, 1.0 - belonging_felt) / (1.0 - belonging_ref)
    )


lapse_others = lapse_customers.bound(
    "lapse_others", "Chance to fall silent this month: others", churn_now="audience_leaving"
)
lapse_employees = lapse_customers.bound(
    "lapse_employees",
    "Chance to fall silent this month: employees",
    churn_now="staff_turnover",
    belonging_felt="belonging_felt_employees",
)


@flow("Chance to return this month: customers' people", "of lapsed members", kind="share")
def comeback_customers(churn_now: Number, return_rate: Number) -> Number:
    return np.minimum(1.0 - churn_now, return_rate)


comeback_others = comeback_customers.bound(
    "comeback_others", "Chance to return this month: others", churn_now="audience_leaving"
)
comeback_employees = comeback_customers.bound(
    "comeback_employees", "Chance to return this month: employees", churn_now="staff_turnover"
)


@flow("Customers' people who arrive with new customers", "people a month")
def arrivals_customers(people_per_customer: Number, new_customers_now: Number) -> Number:
    return people_per_customer * new_customers_now


@flow("People who arrive in the audience", "people a month")
def arrivals_others(audience_drawn: Number, audience_new: Number) -> Number:
    return audience_drawn + audience_new


@flow("Employees hired for those who leave", "people a month")
def arrivals_employees(staff_turnover: Number, headcount: Number) -> Number:
    return staff_turnover * headcount


@stock("Members: customers' people", "people", starts_at="members_customers_start")
def members_customers(
    members_customers: Number,
    lapsed_customers: Number,
    lapse_customers: Number,
    churn_now: Number,
    comeback_customers: Number,
    joins_customers: Number,
) -> Number:
    return (
        (1.0 - churn_now - lapse_customers) * members_customers
        + comeback_customers * lapsed_customers
        + joins_customers
    )


@stock("Lapsed: customers' people", "people", starts_at="lapsed_customers_start")
def lapsed_customers(
    lapsed_customers: Number,
    members_customers: Number,
    lapse_customers: Number,
    churn_now: Number,
    comeback_customers: Number,
) -> Number:
    return (1.0 - churn_now - comeback_customers) * lapsed_customers + lapse_customers * members_customers


@stock("May still join: customers' people", "people", starts_at="pool_customers_start")
def pool_customers(
    pool_customers: Number, joins_customers: Number, churn_now: Number, arrivals_customers: Number
) -> Number:
    return (1.0 - churn_now) * pool_customers - joins_customers + arrivals_customers


def _same_for(group: str, people: str, leaving: str, lapsed_start: str | float) -> tuple[Quantity, ...]:
    """Return the three stocks of another group, by the same equations."""
    stocks = (members_customers, lapsed_customers, pool_customers)
    starts = (f"members_{group}_start", lapsed_start, f"pool_{group}_start")
    named = zip(stocks, ("Members", "Lapsed", "May still join"), starts, strict=True)
    bound = []
    for quantity, label, start in named:
        others = {
            name: leaving if name == "churn_now" else name.replace("customers", group)
            for name in quantity.inputs
        }
        copy = quantity.bound(quantity.id.replace("customers", group), f"{label}: {people}", **others)
        bound.append(copy.starting_at(start))
    return tuple(bound)


QUANTITIES = (
    members_customers_ref,
    members_others_ref,
    members_customers_start,
    members_others_start,
    members_employees_start,
    lapsed_customers_start,
    lapsed_others_start,
    pool_customers_start,
    pool_others_start,
    pool_employees_start,
    archive_start,
    maturity,
    active_share_path,
    conditions_now,
    potential,
    staff_given,
    staff_given_ref,
    staffing,
    staffing_paid,
    care,
    care_employees,
    intensity,
    intensity_employees,
    members_now,
    members_all,
    activity_employees,
    activity,
    contributions,
    active_members,
    active_employees,
    active_customers_ref,
    active_customers,
    sources_sum,
    source_scale,
    joins_customers_ref,
    joins_others_ref,
    join_rate_customers,
    join_rate_others,
    join_rate_employees,
    promotion_rate_customers,
    promotion_rate_others,
    promotion_rate_employees,
    promotion_index,
    pull_of_promotion,
    pull_shared,
    pull_members_only,
    pull_employees_only,
    pull,
    pull_shared_by_members,
    pull_members_only_by_members,
    pull_employees_only_by_members,
    pull_by_members,
    pull_employees_by_members,
    pull_employees,
    hazard_customers,
    hazard_others,
    hazard_employees,
    joins_customers,
    joins_others,
    joins_employees,
    belonging_felt,
    belonging_felt_employees,
    belonging_ref,
    lapse_customers,
    lapse_others,
    lapse_employees,
    comeback_customers,
    comeback_others,
    comeback_employees,
    arrivals_customers,
    arrivals_others,
    arrivals_employees,
    members_customers,
    lapsed_customers,
    pool_customers,
    *_same_for("others", "others", "audience_leaving", "lapsed_others_start"),
    *_same_for("employees", "employees", "staff_turnover", 0.0),
)

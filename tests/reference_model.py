"""A second implementation of the model, to check the first: plain floats, one month at a time, one coalition at a time.

Written from the specification's equations, in its own words and with its own structure, and sharing no code with
`calculators`: where both agree to nine digits in every stock, flow and line, a slip in one of them would have to be
made twice.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

TEAMS = ("support", "product", "marketing", "sales", "success", "content", "engagement", "people")


def ratio(amount: float, at_reference: float) -> float:
    """An index; where nothing is there at the reference it stays at 1."""
    return amount / at_reference if at_reference > 0.0 else 1.0


def saturating(index: float, full: float) -> float:
    """Diminishing returns: 1 at 1, never above 1 / full."""
    return index / (full * index + 1.0 - full)


@dataclasses.dataclass
class Group:
    """One group of people: how many are members, have lapsed, may join; how many come and go."""

    members: float
    lapsed: float
    pool: float
    join_rate: float
    promotion_rate: float

    @property
    def size(self) -> float:
        return self.members + self.lapsed + self.pool

    def step(self, *, leave: float, lapse: float, back: float, hazard: float, arrivals: float) -> None:
        stay = 1.0 - leave
        lapse, back, hazard = min(lapse, stay), min(back, stay), min(hazard, stay)
        members, lapsed, pool = self.members, self.lapsed, self.pool
        self.members = (stay - lapse) * members + back * lapsed + hazard * pool
        self.lapsed = (stay - back) * lapsed + lapse * members
        self.pool = (stay - hazard) * pool + arrivals


def rate_of(joins: float, pool: float) -> float:
    """Joins a head of those who may join; nobody joins from nobody."""
    return joins / pool if joins > 0.0 and pool > 0.0 else 0.0


class Reference:
    """The model for one scenario and one coalition.

    Parameters
    ----------
    given
        Every assumption by id, and ``running``.
    loops
        Teams whose loop turns.
    growing
        Whether the reasons to join change.
    open_
        Whether the community stays open.
    """

    def __init__(
        self,
        given: Mapping[str, float],
        loops: frozenset[str] = frozenset(TEAMS),
        *,
        growing: bool = True,
        open_: bool = True,
    ) -> None:
        self.v = dict(given)
        self.on = {team: 1.0 if team in loops else 0.0 for team in TEAMS}
        self.growing, self.open = growing, open_
        self.running = given["running"] > 0.0
        self._at_reference()

    def _at_reference(self) -> None:
        v, running = self.v, self.running
        self.reach = v["people_per_customer"] * v["customers"] + v["audience"]
        self.market = v["market_multiple"] * self.reach
        self.customer_members = v["members"] * v["customer_share"]
        self.other_members = v["members"] * (1.0 - v["customer_share"])
        self.active_accounts_ref = min(
            v["customers"], v["active_share"] * self.customer_members / v["members_per_account"]
        )
        self.lift = v["retention_points"] / 12.0 * v["retention_causal"]
        self.cut_ref = v["churn_cut"] * v["ideas_causal"]
        share = self.active_accounts_ref / v["customers"] if v["customers"] > 0.0 else 0.0
        self.churn0 = v["company_churn"]
        self.yearly_revenue = v["revenue_per_customer"]
        self.uplift = v["uplift"] * v["uplift_causal"]
        self.wins_claimed_ref = (v["leads"] * v["win_rate"] + v["deals_touched"] * v["deal_lift"]) * v[
            "sales_causal"
        ]
        self.wins_ref = self.wins_claimed_ref * (1.0 - v["referral_overlap"])
        self.referred_ref = v["referrals"] * v["type_one"]
        self.new_other = v["new_customers"]
        if running:
            # The lift keeps nobody who would not leave. So either all of it works (churn before it: typed + lift x
            # share), or active accounts do not churn at all and all who leave are others (typed / share of others).
            before_lift = v["company_churn"] + self.lift * share
            if before_lift < self.lift:
                before_lift = v["company_churn"] / (1.0 - share)
            elif share >= 1.0 and v["company_churn"] <= 0.0:
                before_lift = 0.0
            self.churn0 = before_lift / (1.0 - self.cut_ref)
            self.yearly_revenue = v["revenue_per_customer"] / (1.0 + self.uplift * share)
            self.new_other = max(0.0, v["new_customers"] - self.referred_ref - self.wins_ref)
        self.new_ref = self.new_other + self.referred_ref + self.wins_ref
        self.margin = self.yearly_revenue / 12.0 * v["gross_margin"]
        self.margin_claimed = v["revenue_per_customer"] / 12.0 * v["gross_margin"]
        self.hour = v["salary"] / 12.0 / v["hours_per_post"]
        self.demand = v["tickets"] + (v["deflected"] if running else 0.0)
        self.posts_ref = v["hours_given"] / v["hours_per_post"] if v["employee_members"] > 0.0 else 0.0
        heard = {
            name: v[f"heard_from_{name}"]
            for name in ("promotion", "answers", "ideas", "members", "sales", "onboarding", "content")
        }
        everything = sum(heard.values())
        self.heard = {name: s / everything if everything > 0.0 else 0.0 for name, s in heard.items()}

    def _groups(self) -> tuple[Group, Group, Group]:
        v, running = self.v, self.running
        people = v["people_per_customer"] * v["customers"]
        made = []
        for size, members, lapsed, joins in (
            (
                people,
                self.customer_members,
                v["lapsed"] * v["customer_share"],
                v["joins"] * v["join_customer_share"],
            ),
            (
                v["audience"],
                self.other_members,
                v["lapsed"] * (1.0 - v["customer_share"]),
                v["joins"] * (1.0 - v["join_customer_share"]),
            ),
            (v["headcount"], v["employee_members"], 0.0, v["employee_joins"]),
        ):
            if running:
                pool = max(0.0, size - members - lapsed)
                made.append(Group(members, lapsed, pool, rate_of(joins, pool), rate_of(joins, pool)))
            else:
                made.append(
                    Group(0.0, 0.0, size, rate_of(joins, max(0.0, size - members)), rate_of(joins, size))
                )
        return made[0], made[1], made[2]

    def _staff(self, month: int) -> float:
        v = self.v
        posts = v["staff_planned"] + sum(
            v[f"hire_{n}"] for n in (1, 2, 3) if month + 1 >= v[f"hire_{n}_month"]
        )
        return max(0.0, posts) if self.open else 0.0

    def _care(self, staff_index: float, members_ref: float, members: float) -> float:
        """What staff make of activity: staff per member against the reference."""
        v = self.v
        if members_ref <= 0.0:
            per_member = staff_index
        elif members > 0.0:
            per_member = staff_index * members_ref / members
        else:
            per_member = math.inf if staff_index > 0.0 else 0.0
        looked_after = min(v["care_max"], per_member) ** v["staffing_elasticity"]
        return v["self_sufficiency"] + (1.0 - v["self_sufficiency"]) * looked_after

    def run(self, months: int) -> list[dict[str, float]]:
        """Return, for each month, every stock at its start, flow and value line, by the engine's names."""
        v, on, running = self.v, self.on, self.running
        u, s_ref = v["people_per_customer"], v["active_share"]
        groups = self._groups()
        customers, others, employees = groups
        accounts = without = v["customers"]
        audience = v["audience"]
        start = 1.0 if running and v["members"] + v["employee_members"] > 0.0 else 0.0
        answers = content = ideas = start
        rates = {
            name: v[f"{name}_new"] if running else v[f"{name}_obsolescence"]
            for name in ("answers", "content", "ideas")
        }
        by_ideas = by_referral = by_sales = by_sales_claim = by_success = by_success_claim = 0.0
        table = []
        for month in range(months):
            row: dict[str, float] = {}
            # activity: what the plan, staff and conditions make of each member
            grown = 1.0 - math.exp(-month / v["months_to_mature"]) if v["months_to_mature"] > 0.0 else 1.0
            s_start = s_ref if running else 0.0
            s = s_start + (v["active_share_mature"] - s_start) * grown
            conditions = (v["conditions"] if self.open else 0.0) / v["conditions_ref"]
            staff = self._staff(month)
            most = 1.0 / s_ref
            z_e = min(
                most,
                s
                / s_ref
                * conditions
                * self._care(ratio(staff, v["staff"]), v["employee_members"], employees.members),
            )
            a_e = ratio(employees.members, v["employee_members"]) * z_e
            if v["employee_members"] <= 0.0:
                a_e = 0.0
            given = self.posts_ref * a_e * on["people"]
            staffing = ratio(staff + given, v["staff"] + self.posts_ref)
            members = customers.members + others.members
            z = min(most, s / s_ref * conditions * self._care(staffing, v["members"], members))
            a = members / v["members"] * z if v["members"] > 0.0 else a_e
            q = saturating(a, v["met"])
            active_customers = min(accounts, s_ref * z * customers.members / v["members_per_account"])
            active_e = s_ref * z_e * employees.members

            # the market and what members bring the company
            room = max(0.0, self.market - u * accounts - audience)
            room_ref = self.market - self.reach
            headroom = min(1.0, room / room_ref) if room_ref > 0.0 else 1.0
            cut = min(1.0, self.cut_ref * saturating(ideas, v["full"]))
            kept_p = accounts * self.churn0 * cut
            kept_s = active_customers * min(self.lift, self.churn0 * (1.0 - cut))
            lost = accounts * self.churn0 - on["product"] * kept_p - on["success"] * kept_s
            churn = lost / accounts if accounts > 0.0 else self.churn0
            referrals = v["referrals"] * q * headroom
            referred = referrals * v["type_one"]
            wins_claimed = self.wins_claimed_ref * q * headroom
            wins = wins_claimed * (1.0 - v["referral_overlap"])
            new = self.new_other + on["marketing"] * referred + on["sales"] * wins
            drawn = min(v["drawn"] * saturating(content, v["full"]) * headroom, room) * on["content"]

            # how people join
            pulls = {
                "answers": (saturating(answers, v["full"]), "support"),
                "content": (saturating(content, v["full"]), "content"),
                "ideas": (saturating(ideas, v["full"]), "product"),
                "sales": (saturating(a, v["met"]) * headroom, "sales"),
                "onboarding": (ratio(new, self.new_ref), "success"),
            }
            shared = sum(
                self.heard[name] * (index if self.growing else 1.0) * on[team]
                for name, (index, team) in pulls.items()
            )
            promotion = ratio(v["programme_planned"], v["programme"]) if self.open else 0.0
            promoted = self.heard["promotion"] * (promotion if self.growing else 1.0)
            invited = self.heard["members"] * on["marketing"]
            hazards = []
            for group, leave, index in (
                (customers, churn, a),
                (others, v["audience_leaving"], a),
                (employees, v["staff_turnover"], a_e),
            ):
                loops = shared + invited * (index if self.growing else 1.0)
                hazards.append(min(1.0 - leave, group.join_rate * loops + group.promotion_rate * promoted))

            # what it is worth
            growth = ratio(accounts, v["customers"])
            deflectable = v["deflectable"] * self.demand
            deflected = (
                v["deflected"]
                * growth
                * saturating(
                    (1.0 - v["found_by_search"]) * a + v["found_by_search"] * answers,
                    v["deflected"] / deflectable if deflectable > 0.0 else 0.0,
                )
            )
            row.update(
                customers_now=accounts,
                customers_without=without,
                audience_now=audience,
                answers=answers,
                content=content,
                ideas=ideas,
                customers_by_ideas=by_ideas,
                customers_by_referral=by_referral,
                customers_by_sales=by_sales,
                customers_by_success=by_success,
                staff_now=staff,
                activity=a,
                activity_employees=a_e,
                intensity=z,
                intensity_employees=z_e,
                contributions=q,
                active_members=s_ref * z * members,
                active_employees=active_e,
                active_customers=active_customers,
                headroom=headroom,
                churn_now=churn,
                new_customers_now=new,
                referred_now=referred,
                wins_now=wins,
                kept_by_ideas=kept_p,
                kept_by_success=kept_s,
                drawn_now=drawn,
                deflected_now=deflected,
                deflection_value=deflected * v["cost_per_ticket"] * v["deflection_causal"],
                handling_value=(self.demand * growth - deflected)
                * min(1.0, v["handling_saved"] * q)
                * v["cost_per_ticket"]
                * v["handling_causal"],
                studies_value=v["studies"] / 12.0 * q * v["cost_per_study"] * v["studies_causal"],
                bugs_value=v["bugs"] * q * v["cost_per_bug"] * v["bugs_causal"],
                ideas_value=by_ideas * self.margin,
                referred_value=by_referral * self.margin * (1.0 + v["referred_extra"]),
                acquisition_value=referrals * (1.0 - v["type_one"]) * v["acquisition_cost"],
                visits_value=v["visits"] * q * v["cost_per_click"] * v["visits_causal"],
                sales_value=by_sales * self.margin,
                sales_claim=by_sales_claim * self.margin,
                retention_value=by_success * self.margin,
                retention_claim=by_success_claim * self.margin,
                sessions_value=v["sessions"] * q * v["cost_per_session"] * v["sessions_causal"],
                content_value=v["pieces"] * q * v["cost_per_piece"] * v["content_causal"],
                uplift_value=active_customers * self.margin * self.uplift,
                uplift_claim=active_customers * self.margin_claimed * self.uplift,
                events_value=v["attendees"] * q * v["cost_per_attendee"] * v["events_causal"],
                turnover_value=active_e
                * v["turnover_points"]
                / 12.0
                * v["salary"]
                * v["replacement_share"]
                * v["turnover_causal"],
                search_value=active_e * v["search_hours"] * self.hour * v["search_causal"],
                counts=1.0 if running or month >= v["first_value_month"] else 0.0,
                cost_staff=staff * v["loaded_salary"] / 12.0,
                cost_platform=v["platform_cost"] / 12.0 * (1.0 if self.open else v["archive_share"]),
                cost_members=v["member_cost"] / 12.0 * (members + employees.members) if self.open else 0.0,
                cost_programme=v["programme_planned"] / 12.0 if self.open else 0.0,
                cost_hours=v["other_hours"] * self.hour if self.open else 0.0,
                cost_overhead=v["overhead"] / 12.0 if self.open else 0.0,
                cost_serving=v["serving_cost"] / 12.0 * (by_ideas + by_referral + by_sales + by_success),
            )
            arrivals = (u * new, drawn + v["audience_new"], v["staff_turnover"] * v["headcount"])
            leaves = (churn, v["audience_leaving"], v["staff_turnover"])
            for name, group, hazard, leave, arriving, felt in zip(
                ("customers", "others", "employees"),
                groups,
                hazards,
                leaves,
                arrivals,
                (z, z, z_e),
                strict=True,
            ):
                pull_away = max(0.0, 1.0 - on["engagement"] * v["belonging"] * felt) / (1.0 - v["belonging"])
                row[f"members_{name}"] = group.members
                row[f"lapsed_{name}"] = group.lapsed
                row[f"pool_{name}"] = group.pool
                row[f"joins_{name}"] = hazard * group.pool
                group.step(
                    leave=leave,
                    lapse=min(1.0, v["member_churn"] * pull_away),
                    back=v["return_rate"],
                    hazard=hazard,
                    arrivals=arriving,
                )
            table.append(row)

            # the month ends
            stays = 1.0 - self.churn0
            by_ideas = stays * by_ideas + kept_p
            by_referral = stays * by_referral + referred
            by_sales = stays * by_sales + wins
            by_sales_claim = stays * by_sales_claim + wins_claimed
            by_success = stays * by_success + kept_s
            by_success_claim = stays * by_success_claim + active_customers * self.lift
            accounts = accounts - lost + new
            without = stays * without + self.new_other
            audience = (1.0 - v["audience_leaving"]) * audience + drawn + v["audience_new"]
            answers = (1.0 - v["answers_obsolescence"]) * answers + rates["answers"] * a
            content = (1.0 - v["content_obsolescence"]) * content + rates["content"] * a
            ideas = (1.0 - v["ideas_obsolescence"]) * ideas + rates["ideas"] * a
        return table

"""Every figure of a result as a formula over cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from calculators import costs
from calculators.formula import simplified
from calculators.model import MODEL
from calculators.symbol import Symbol, leaf
from calculators.team import Team
from exports.workbook.answers import LATER, NONE, sum_of
from exports.workbook.columns import Columns
from exports.workbook.excel import number
from exports.workbook.names import CASH, GOING_ON, SUMMARY
from exports.workbook.numbers import CLOSED, HELD, LOOPS_OFF, MAIN
from exports.workbook.rate_of_return import BEYOND, FACTOR, FOUND_ROW
from figures.answer import nothing_counted
from figures.declared import figures


class Facts(Columns):
    """The workbook that knows the formula of every figure."""

    # ---- figures

    def _total(self, run: str, figure: str) -> str:
        """Return the present value of a line or a kind of cost in a run."""
        place = self.places[run].get(figure)
        if place is not None:
            return place[0].total(place[1])
        known = self.numbers.traced[run].known
        declared = figures()[figure]
        assert declared.formula is not None
        same = simplified(declared.formula(*[known[x] if x in known else leaf(x) for x in declared.reads]))
        if not isinstance(same, Symbol):
            return number(float(same))
        if any(x in known and x not in self.main.known for x in declared.reads):
            raise ValueError(f"{figure} has no place in the run {run!r}")
        return self.answers.cell(figure)

    def _pv(self, run: str, figures_: Iterable[str]) -> str:
        return sum_of([self._total(run, figure) for figure in figures_])

    def _lines(self, team: Team | None = None) -> list[str]:
        return [f"{owner.id}.{line.id}" for owner, line in MODEL.lines if team is None or owner is team]

    def _answer(self, name: str) -> str:
        """Return the formula of any figure."""
        figure = figures()[name]
        if figure.formula is not None and not figure.summed:
            return self.answers.formula(name)
        if figure.summed:
            return self._total(MAIN, name)
        team, _, part = name.partition(".")
        spent_on = [f"cost.{line.id}" for line in costs.LINES]
        if part == "direct":
            owner = next(known for known in MODEL.teams if known.id == team)
            return self._pv(LOOPS_OFF, self._lines(owner))
        if part == "own_cost":
            return sum_of(
                [
                    self._cell(f"cost.{line}")
                    for line, payer in self.resolved.scenario.payers.items()
                    if payer == team
                ]
            )
        benefits_of = lambda run: self._pv(run, self._lines())  # noqa: E731
        costs_of = lambda run: self._pv(run, spent_on)  # noqa: E731
        if name in GOING_ON:
            gained, paid = f"({benefits_of(CLOSED)})", f"({costs_of(CLOSED)})"
            if name == "npv_going_on":
                return f"answer_npv-({gained}-{paid})"
            extra = f"(answer_pv_costs-{paid})"
            return f'IF({extra}>0,(answer_pv_benefits-{gained}-{extra})/{extra},"{NONE}")'
        return {
            "direct": lambda: f"({benefits_of(LOOPS_OFF)})-({costs_of(LOOPS_OFF)})",
            "growth": lambda: f"answer_npv-(({benefits_of(HELD)})-({costs_of(HELD)}))",
            "with_soft.npv": lambda: (
                f"{sum_of([self._cell(f'{line}.gross') for line in self._lines()])}-answer_pv_costs"
            ),
            "claims": lambda: sum_of([self._total(MAIN, f"{line}.claim") for line in self._lines()]),
            "payback_month": self._payback,
            "deepest_need": lambda: f"MAX(0,-MIN({self._cash_span()}))",
            "irr": self._rate_of_return,
            "npv_yearly_view": lambda: f"SUM({self._years_span()})-{self._launch()}",
            "flywheel_share": lambda: self._at_month("share", "1"),
            "flywheel_share_end": lambda: self._at_month("share", self._last_month),
            "reproduction": lambda: self._at_month("reproduced", "1"),
            "reproduction_end": lambda: self._at_month("reproduced", self._last_month),
            "turns_in_month": lambda: f'IFERROR(MATCH(3,{self._span("turning")},0)-2,"{LATER}")',
            "carries_itself_in_month": lambda: f'IFERROR(MATCH(1,{self._span("carries")},0),"{LATER}")',
            "members_reference": lambda: self.answers.cell(self.resolved.scenario.point.about),
            "members_peak": lambda: self._peak(),
            "members_end": lambda: self._end("members_all"),
        }[name]()

    def _cell(self, name: str) -> str:
        """Return the cell of a figure, or its number where it is always that."""
        return self.answers.cell(name)

    def _span(self, name: str) -> str:
        table, position = self.places[MAIN][name]
        return table.span(position)

    @property
    def _last_month(self) -> str:
        """The month that the horizon names, or the last one there is where it names one beyond."""
        return f"MIN(horizon,{self.months})"

    def _at_month(self, name: str, month: str) -> str:
        found = f"INDEX({self._span(name)},{month})"
        return f'IF(ISNUMBER({found}),{found},"{NONE}")'

    def _end(self, name: str) -> str:
        if name not in self.places[MAIN]:
            return self.answers.cell(name)
        return f"INDEX({self._span(name)},{self._last_month})"

    def _peak(self) -> str:
        name = "members_now" if self.resolved.scenario.point.about == "members" else "members_employees"
        if name not in self.places[MAIN]:
            return self.answers.cell(name)
        # members are never negative, so months beyond the horizon are none
        return f"SUMPRODUCT(MAX({self._span(name)}*counted))"

    def _launch(self) -> str:
        return (
            self._total(MAIN, "cost.launch")
            if "cost.launch" in self.answers.known
            else self._cell("cost.launch")
        )

    def _cash_cells(self, name: str, *, before: bool) -> str:
        table, position = self.places[MAIN][name]
        letter, first = table.letter(position), table.first + (0 if before else 1)
        return f"{CASH}!${letter}${first}:${letter}${table.last + 1}"

    def _cash_span(self) -> str:
        return self._cash_cells("cash", before=True)

    def _payback(self) -> str:
        last = f"MAX({self._cash_cells('below', before=True)})"
        found = f'IF({last}<0,1,IF({last}>=horizon,"{LATER}",{last}+1))'
        # cash that never moves is never below zero: that is no payback in month 1
        return f'IF(AND(answer_pv_benefits=0,answer_pv_costs=0),"{NONE}",{found})'

    def _rate_of_return(self) -> str:
        changes, rate = self._irr_cell(0), self._irr_cell(FOUND_ROW)
        return f'IF({changes}=0,"{NONE}",IF({changes}>1,"several or none",{rate}))'

    def _irr_cell(self, step: int) -> str:
        return f"{CASH}!${FACTOR}${self.irr_top + step + 1}"

    def _years_span(self) -> str:
        return f"{SUMMARY}!$F${self.years_top + 2}:$F${self.years_top + 1 + len(self.result.years)}"

    def _cached(self, name: str) -> Any:
        """Return what a figure comes to: a number, or the words that stand where there is none."""
        figure = figures()[name]
        value = figure.value(self.result)
        if name == "payback_month" and nothing_counted(self.result.hard):
            return NONE
        if name == "irr":
            changes = int(self._sign_changes().sum())
            if changes != 1:
                return NONE if changes == 0 else "several or none"
            return BEYOND if value is None else value
        if value is not None:
            return float(value)
        return LATER if name in ("payback_month", "turns_in_month", "carries_itself_in_month") else NONE

    @property
    def irr_top(self) -> int:
        """The row below the months of cash where the internal rate of return is found."""
        return self.tables[CASH].last + 3

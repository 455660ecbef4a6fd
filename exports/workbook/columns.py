"""The columns of every table of months, each in its place before the first formula is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np

from calculators import community, company, costs, finance, flywheel
from calculators.formula import simplified
from calculators.model import MODEL
from calculators.quantity import Number, Quantity, When
from calculators.symbol import Symbol, leaf
from exports.material import Material
from exports.workbook.answers import benefits, spent
from exports.workbook.excel import excel, number
from exports.workbook.inputs import Inputs
from exports.workbook.layout import Array, Column, Table, quoted
from exports.workbook.names import (
    ASSUMPTIONS,
    CASH,
    COMMUNITY,
    COSTS,
    FLYWHEEL,
    INPUT_TOP,
    SHEET_OF_RUN,
)
from exports.workbook.numbers import MAIN
from exports.workbook.rules import Rules
from exports.workbook.writer import Writer
from figures.assumptions import groups
from figures.declared import figures


class Columns(Writer):
    """The workbook with its tables of months laid out."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self.rules = Rules(self.resolved, self._typed_cell)
        self.inputs = Inputs(self.resolved, self.main.known, self.rules)

    def _typed_cell(self, name: str) -> str:
        return f"{ASSUMPTIONS}!$C${self.rows[name] + 1}"

    def _lay_out(self) -> None:
        """Give every number its place before the first formula is written."""
        row = INPUT_TOP
        for group in groups(self.resolved):
            names = [name for name in group.names if name in self.inputs.names]
            if names:
                row += 1
            for name in names:
                self.rows[name] = row
                row += 1
        self.input_end = row
        for sheet in (COMMUNITY, *(team.label for team in MODEL.teams), COSTS, CASH):
            self.tables[sheet] = Table(sheet, self.months)
        self.switch_top, self.team_top = 5, 5 + len(MODEL.teams) + 3
        self.effect_top = self.team_top + len(MODEL.teams) + 4
        self.tables[FLYWHEEL] = Table(FLYWHEEL, self.months, top=self.effect_top + len(MODEL.teams) + 4)
        for run in self.numbers.runs:
            if run != MAIN:
                self.tables[SHEET_OF_RUN[run]] = Table(SHEET_OF_RUN[run], self.months)
        owners = {
            **{quantity.id: COMMUNITY for quantity in (*company.QUANTITIES, *community.QUANTITIES)},
            **{quantity.id: COSTS for quantity in costs.QUANTITIES},
            **{quantity.id: team.label for team in MODEL.teams for quantity in team.quantities},
        }
        # declared order: what belongs together stands together
        for name in (quantity for quantity in MODEL.quantities if quantity in self.main.monthly):
            self._add_quantity(MAIN, self.tables[owners[name]], MODEL.quantities[name])
        for team in MODEL.teams:
            for line in team.lines:
                for part in ("", ".soft", ".claim"):
                    self._add_figure(MAIN, self.tables[team.label], f"{team.id}.{line.id}{part}")
        for cost in costs.LINES:
            if not cost.once:
                self._add_figure(MAIN, self.tables[COSTS], f"cost.{cost.id}")
        for run in self.numbers.runs:
            if run != MAIN:
                self._add_run(run)
        self._add_cash()
        self._add_wheel()

    def _add_quantity(self, run: str, table: Table, quantity: Quantity) -> None:
        traced = self.numbers.traced[run]
        formula = traced.monthly[quantity.id]
        start = traced.starts.get(quantity.id)

        def text(month: int) -> str:
            if quantity.when is When.STOCK:
                if month == 0:
                    return start if isinstance(start, str) else number(start or 0.0)
                return excel(formula, self._cells(run, table, month - 1))
            return excel(formula, self._cells(run, table, month))

        table.add(
            Column(
                quantity.id,
                quantity.label,
                self._unit(quantity.kind, quantity.unit),
                quantity.kind,
                text,
                self.numbers.series(quantity.id, run),
                note="at the start of the month" if quantity.when is When.STOCK else "",
            )
        )
        self.places[run][quantity.id] = (table, len(table.columns) - 1)

    def _add_figure(self, run: str, table: Table, name: str) -> None:
        """Add the months of a figure that is summed, discounted."""
        figure = figures()[name]
        known = self.numbers.traced[run].known
        assert figure.formula is not None
        formula = simplified(figure.formula(*[known[x] if x in known else leaf(x) for x in figure.reads]))
        if not isinstance(formula, Symbol):
            return
        table.add(
            Column(
                name,
                f"{figure.label}, present value",
                self._unit("money", ""),
                "money",
                lambda month: excel(formula, self._cells(run, table, month)),
                self._discounted(name, run),
                summed=True,
            )
        )
        self.places[run][name] = (table, len(table.columns) - 1)

    def _discounted(self, name: str, run: str) -> Array:
        figure = figures()[name]
        assert figure.formula is not None
        reads = [
            np.arange(self.months) if x == "month" else self.numbers.series(x, run) for x in figure.reads
        ]
        return np.asarray(figure.formula(*reads), dtype=np.float64) * np.ones(self.months)

    def _add_run(self, run: str) -> None:
        table = self.tables[SHEET_OF_RUN[run]]
        own = self.numbers.own(run)
        for name in (quantity for quantity in MODEL.quantities if quantity in own):
            self._add_quantity(run, table, MODEL.quantities[name])
        for team in MODEL.teams:
            for line in team.lines:
                if {line.gross, "counts"} & set(own):
                    self._add_figure(run, table, f"{team.id}.{line.id}")
        for cost in costs.LINES:
            if cost.quantity in own:
                self._add_figure(run, table, f"cost.{cost.id}")

    def _cells(self, run: str, table: Table, month: int) -> Callable[[str], str]:
        """Return how names are written in a month of a table."""

        def cell_of(name: str) -> str:
            if name == "month":
                return f"({table.month_cell(month)}-1)"
            place = self.places[run].get(name) or self.places[MAIN].get(name)
            if place is None:
                return self.answers.cell(name)
            where, position = place
            cell = where.cell(position, month)
            return cell if where is table else f"{quoted(where.sheet)}!{cell}"

        return cell_of

    # ---- columns that are no quantities of the model

    def _column(
        self,
        sheet: str,
        name: str,
        label: str,
        kind: str,
        formula: Callable[[int], str],
        values: Iterable[Any],
        **more: Any,
    ) -> None:
        table = self.tables[sheet]
        found = np.asarray(list(values), dtype=np.float64)
        unit = more.pop("unit", "")
        table.add(Column(name, label, self._unit(kind, unit), kind, formula, found, **more))
        self.places[MAIN][name] = (table, len(table.columns) - 1)

    def _read(self, formula: Number, table: Table, month: int) -> str:
        return excel(formula, self._cells(MAIN, table, month))

    def _add_cash(self) -> None:
        table, known = self.tables[CASH], self.main.known
        hard, soft, paid = benefits(known, soft=False), benefits(known, soft=True), spent(known)
        money, both = self.result.hard, self.result.with_soft
        cells = lambda name, month: self._cells(MAIN, table, month)(name)  # noqa: E731
        counted = lambda month: f"$B{table.first + month + 1}"  # noqa: E731
        monthly_costs = sum(self.result.monthly_costs.values(), np.zeros(self.months))
        self._column(
            CASH,
            "benefits",
            "Hard value",
            "money",
            lambda m: self._read(hard, table, m),
            money.benefits,
            summed=True,
            unit="a month",
        )
        self._column(
            CASH,
            "costs",
            "Costs",
            "money",
            lambda m: self._read(paid, table, m),
            monthly_costs,
            summed=True,
            unit="a month, the launch apart",
        )
        self._column(
            CASH,
            "net",
            "Net cash",
            "money",
            lambda m: f"({cells('benefits', m)}-{cells('costs', m)})*{counted(m)}",
            money.net,
            unit="a month",
        )
        cash = len(table.columns)
        self._column(
            CASH,
            "cash",
            "Cash so far",
            "money",
            lambda m: f"{table.letter(cash)}{table.first + m}+{cells('net', m)}",
            money.cash[1:],
            unit="from before month 1 on",
        )
        self._column(
            CASH,
            "soft_benefits",
            "Hard and soft value",
            "money",
            lambda m: self._read(soft, table, m),
            both.benefits,
            summed=True,
            unit="a month",
        )
        factors = finance.discount_factors(self.months, self.result.rate)
        self._column(
            CASH,
            "factor",
            "What 1 is worth now",
            "number",
            lambda m: f"POWER(1+discount_rate,-{table.month_cell(m)}/12)",
            factors,
        )
        self._column(
            CASH,
            "npv_so_far",
            "Present value of net cash",
            "money",
            lambda m: f"{cells('net', m)}*{cells('factor', m)}",
            money.net * factors,
            summed=True,
        )
        below = np.where(money.cash[1:] < 0.0, np.arange(1, self.months + 1), -1.0)
        self._column(
            CASH,
            "below",
            "Month, where cash is below zero",
            "number",
            lambda m: f"IF(AND({counted(m)}=1,{cells('cash', m)}<0),{table.month_cell(m)},-1)",
            below,
        )
        signs = self._signs()
        sign = len(table.columns)
        before = lambda month: f"{table.letter(sign)}{table.first + month}"  # noqa: E731
        self._column(
            CASH,
            "sign",
            "Sign of cash flows so far",
            "number",
            lambda m: (
                f"IF({cells('net', m)}=0,{table.letter(sign)}{table.first + m},SIGN({cells('net', m)}))"
            ),
            signs[1:],
        )
        self._column(
            CASH,
            "change",
            "Changes its sign",
            "number",
            lambda m: f"IF(AND({before(m)}<>0,{cells('sign', m)}<>{before(m)}),1,0)",
            self._sign_changes(),
        )

    def _signs(self) -> Array:
        """Return the sign of cash flows, from before month 1, that of the one before where there is none."""
        found = [np.sign(-self.result.launch)]
        for amount in self.result.hard.net:
            found.append(np.sign(amount) if amount != 0.0 else found[-1])
        return np.asarray(found)

    def _sign_changes(self) -> Array:
        """Return 1 in the months whose cash flow has another sign than the one before, 0 in all others."""
        signs = self._signs()
        return np.asarray((signs[:-1] != 0.0) & (signs[1:] != signs[:-1]), dtype=np.float64)

    def _add_wheel(self) -> None:
        table, known, result = self.tables[FLYWHEEL], self.main.known, self.result

        def read(name: str) -> Number:
            return known[name] if name in known else leaf(name)

        caused: Number = 0.0
        joining: Number = 0.0
        gone: Number = 0.0
        back: Number = 0.0
        churns = {"customers": "churn_now", "others": "audience_leaving", "employees": "staff_turnover"}
        for group, churn in churns.items():
            pull = "pull_employees" if group == "employees" else "pull"
            caused = caused + flywheel.joins_by_members(
                read(f"joins_{group}"),
                read(f"join_rate_{group}"),
                read(pull),
                read(f"{pull}_by_members"),
                read(f"promotion_rate_{group}"),
                read("pull_of_promotion"),
            )
            joining = joining + read(f"joins_{group}")
            gone = gone + flywheel.leaving(read(f"lapse_{group}"), read(churn), read(f"members_{group}"))
            back = back + flywheel.returning(read(f"comeback_{group}"), read(f"lapsed_{group}"))
        cells = lambda name, month: self._cells(MAIN, table, month)(name)  # noqa: E731
        counted = lambda month: f"$B{table.first + month + 1}"  # noqa: E731
        for name, label, formula, values in (
            ("joins_all", "Join: everyone", joining, result.member_joins[1]),
            ("joins_caused", "Join because of members", caused, result.member_joins[0]),
            ("leaving_all", "Fall silent or leave", gone, result.leaving),
            ("returning_all", "Return", back, result.returning),
        ):
            people = np.asarray(values) * np.ones(self.months)
            monthly = partial(self._read, simplified(formula), table)
            self._column(FLYWHEEL, name, label, "count", monthly, people, unit="people a month")
        self._column(
            FLYWHEEL,
            "share",
            "Flywheel share",
            "share",
            lambda m: f'IF({cells("joins_all", m)}>0,{cells("joins_caused", m)}/{cells("joins_all", m)},"")',
            result.flywheel_share,
            unit="of joins",
        )
        self._column(
            FLYWHEEL,
            "reproduced",
            "Reproduction number",
            "number",
            lambda m: (
                f'IF({cells("leaving_all", m)}>0,{cells("joins_caused", m)}/{cells("leaving_all", m)},"")'
            ),
            result.reproduction,
        )
        share = np.nan_to_num(result.flywheel_share, nan=0.0)
        running, so_far = [], 0
        for part in share:
            so_far = so_far + 1 if part >= 0.5 else 0
            running.append(so_far)
        turning = len(table.columns)

        def months_running(month: int) -> str:
            before = f"{table.letter(turning)}{table.first + month}" if month else "0"
            return f"IF(AND({counted(month)}=1,N({cells('share', month)})>=0.5),{before}+1,0)"

        self._column(
            FLYWHEEL, "turning", "Months running with half or more", "number", months_running, running
        )
        carries = (share >= 0.9) & (result.member_joins[1] + result.returning >= result.leaving)
        self._column(
            FLYWHEEL,
            "carries",
            "Carries itself (1 or 0)",
            "number",
            lambda m: (
                f"IF(AND({counted(m)}=1,N({cells('share', m)})>=0.9,"
                f"{cells('joins_all', m)}+{cells('returning_all', m)}>={cells('leaving_all', m)}),1,0)"
            ),
            carries.astype(float),
        )

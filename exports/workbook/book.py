"""The sheets of the workbook, written one after the other."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from calculators import community, company, costs, finance, flywheel
from calculators.formula import Symbol, label_of, leaf, simplified
from calculators.model import MODEL
from calculators.quantity import Number, Quantity, When
from calculators.scenario import Origin
from calculators.team import Team
from exports.material import Material
from exports.money import axis_format
from exports.workbook.answers import LATER, NONE, Answers, benefits, name_of, spent, sum_of
from exports.workbook.excel import excel, number
from exports.workbook.inputs import Input, Inputs
from exports.workbook.layout import COUNTED, LABELS, MONTH, Array, Column, Table, quoted
from exports.workbook.numbers import CLOSED, HELD, LOOPS_OFF, MAIN, Numbers
from figures.assumptions import allowed_text, groups
from figures.declared import figures
from figures.method import choices, equations, limits
from figures.uncertainty import CHANCES, ranged
from figures.why import origin_text
from wording.safe import plain

SUMMARY, ASSUMPTIONS, ONCE, CHECKS = "Summary", "Assumptions", "Once", "Checks"
COMMUNITY, COSTS, CASH, FLYWHEEL = "Community", "Costs", "Cash", "Flywheel"
RANGES, METHOD = "Ranges", "Method"
SHEET_OF_RUN = {LOOPS_OFF: "Loops off", HELD: "Growth held", CLOSED: "Closed today"}

INPUT_TOP = 6
"""The first row of assumptions, counted from 0."""

LABEL, IN_FORCE, TYPED, UNIT, LOW, HIGH, WHOSE, GRADE, SOURCE, NOTE, EXPORTED, CHANGED = range(12)

HEADLINES = (
    *("roi", "npv", "pv_benefits", "pv_costs", "benefit_cost_ratio", "payback_month", "deepest_need", "irr"),
    *(
        "direct",
        "flywheel",
        "growth",
        "with_soft.npv",
        "with_soft.roi",
        "claims",
        "overlap",
        "npv_yearly_view",
    ),
)
GOING_ON = ("roi_going_on", "npv_going_on")
WHEEL = (
    *("flywheel_share", "flywheel_share_end", "reproduction", "reproduction_end", "turns_in_month"),
    *("carries_itself_in_month", "members_reference", "members_peak", "members_end"),
)
OF_TEAM = (
    "value",
    "direct",
    "received",
    "given",
    "return_per_cost",
    "soft",
    "own_cost",
    "own_roi",
    "hours",
    "posts",
)
TEAM_HEADS = (
    *("Value", "Direct", "Received", "Given", "Per unit of all costs", "Soft value", "Own cost", "Own ROI"),
    *("Members' work, hours a month", "The same in full-time posts"),
)
AS_EXPORTED, CHANGED_SINCE = "As exported", "As exported; inputs have changed"
WATCH = f'=IF(inputs_changed>0,"{CHANGED_SINCE}","{AS_EXPORTED}")'
LONG = 2_000
GUESSES = (0.01, 0.1, 0.4, -0.05, -0.3, -0.6, 1.5)
"""Monthly rates from which the internal rate of return is looked for."""

IRR_ROW = 2 * len(GUESSES) + 4
"""Where it stands below the changes of sign."""


def workbook(material: Material) -> bytes:
    """Return the workbook of an answer.

    Parameters
    ----------
    material
        The answer; ranges and drivers are on it where they are known.

    Returns
    -------
    bytes
        An XLSX file. Its formulas are those of the calculators, its cached values those of the engine.
    """
    return _Book(material).written()


class _Book:
    """One workbook on its way."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.result = material.result
        self.resolved = material.result.resolved
        self.numbers = Numbers(self.resolved)
        self.months = self.numbers.months
        self.main = self.numbers.traced[MAIN]
        self.answers = Answers(self.main.known)
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        self.formats: dict[tuple[Any, ...], Format] = {}
        self.tables: dict[str, Table] = {}
        self.places: dict[str, dict[str, tuple[Table, int]]] = {run: {} for run in self.numbers.runs}
        self.rows: dict[str, int] = {}
        self.befores: dict[str, int] = {}
        self.inputs = Inputs(self.resolved, self.main.known, self._typed_cell, self._before_cell)

    def written(self) -> bytes:
        """Write everything."""
        self._lay_out()
        self.book.set_properties(
            {
                "title": self.material.title,
                "subject": "Community Flywheel, live workbook",
                "comments": "; ".join(self.material.origin),
                "author": "",
            }
        )
        sheets = {name: self.book.add_worksheet(name) for name in self._names()}
        self._summary(sheets[SUMMARY])
        self._assumptions(sheets[ASSUMPTIONS])
        self._checks(sheets[CHECKS])
        self._once(sheets[ONCE])
        for name, table in self.tables.items():
            self._monthly(sheets[name], table)
        self._team_heads(sheets)
        self._flywheel_head(sheets[FLYWHEEL])
        self._cash_head(sheets[CASH])
        self._charts(sheets)
        self._ranges(sheets[RANGES])
        self._method(sheets[METHOD])
        for name, sheet in sheets.items():
            self._finish(name, sheet)
        sheets[SUMMARY].activate()
        self.book.close()
        return self.target.getvalue()

    def _names(self) -> list[str]:
        runs = [SHEET_OF_RUN[run] for run in self.numbers.runs if run != MAIN]
        teams = [team.label for team in MODEL.teams]
        return [
            SUMMARY,
            ASSUMPTIONS,
            COMMUNITY,
            *teams,
            COSTS,
            CASH,
            FLYWHEEL,
            RANGES,
            *runs,
            ONCE,
            CHECKS,
            METHOD,
        ]

    # ---- where things stand

    def _typed_cell(self, name: str) -> str:
        return f"{ASSUMPTIONS}!$C${self.rows[name] + 1}"

    def _before_cell(self, name: str) -> str:
        return f"{ONCE}!$B${self.befores[name] + 1}"

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
        self.befores = {name: 4 + number for number, name in enumerate(self.inputs.handles)}
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
            lambda m: (
                f"IF(AND({table.letter(sign)}{table.first + m}<>0,{cells('sign', m)}<>{table.letter(sign)}{table.first + m}),1,0)"
            ),
            ((signs[:-1] != 0.0) & (signs[1:] != signs[:-1])).astype(float),
        )

    def _signs(self) -> Array:
        """Return the sign of cash flows, from before month 1, that of the one before where there is none."""
        found = [np.sign(-self.result.launch)]
        for amount in self.result.hard.net:
            found.append(np.sign(amount) if amount != 0.0 else found[-1])
        return np.asarray(found)

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
        people = "people a month"
        for name, label, formula, values in (
            ("joins_all", "Join: everyone", joining, result.member_joins[1]),
            ("joins_caused", "Join because of members", caused, result.member_joins[0]),
            ("leaving_all", "Fall silent or leave", gone, result.leaving),
            ("returning_all", "Return", back, result.returning),
        ):
            tidy = simplified(formula)
            self._column(
                FLYWHEEL,
                name,
                label,
                "count",
                lambda m, tidy=tidy: self._read(tidy, table, m),
                np.asarray(values) * np.ones(self.months),
                unit=people,
            )
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

    # ---- formats

    def _format(self, **parts: Any) -> Format:
        key = tuple(sorted(parts.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"font_name": "Calibri", "font_size": 10, "valign": "top", **parts}
            )
        return self.formats[key]

    def _number_format(self, kind: str) -> str:
        symbol = self.material.formats.currency_symbol.replace('"', "")
        money = f'"{symbol}"#,##0'
        return {
            "money": f"{money};[Red]-{money};{money}",
            "share": "0.0%",
            "count": "#,##0.0",
            "months": "0",
            "hours": "#,##0.0",
        }.get(kind, "#,##0.000")

    def _of_kind(self, kind: str, value: float | None = None, **more: Any) -> Format:
        pattern = self._number_format(kind)
        symbol = self.material.formats.currency_symbol.replace('"', "")
        if kind == "money" and value is not None and 0.0 < abs(value) < 1_000.0 and value != round(value):
            pattern = f'"{symbol}"#,##0.00'
        if kind == "share" and value is not None and 0.0 < abs(value) < 0.001:
            pattern = "0.0000%"
        if kind == "count" and value is not None and value == round(value):
            pattern = "#,##0"
        if kind in ("number", "hours") and value is not None:
            pattern = "#,##0.###" if value != round(value) else "#,##0"
        return self._format(num_format=pattern, align="right", **more)

    def _unit(self, kind: str, unit: str) -> str:
        if kind == "money":
            return f"{self.resolved.scenario.currency} {unit}".strip()
        return unit

    def _title(self, sheet: Worksheet, title: str, below: str = "") -> None:
        sheet.write_string(0, 0, title, self._format(bold=True, font_size=14))
        sheet.write_string(
            1, 0, plain(" · ".join(self.material.origin), 600), self._format(font_color="#5B6472")
        )
        if below:
            sheet.write_string(2, 0, plain(below, LONG), self._format(font_color="#5B6472"))

    def _heads(
        self, sheet: Worksheet, row: int, column: int, heads: Sequence[str], *, left: Sequence[int] = (0,)
    ) -> None:
        """Write the head of a table; all but the columns named stand over numbers."""
        for place, head in enumerate(heads):
            align = "left" if place in left else "right"
            look = self._format(
                bold=True, text_wrap=True, bottom=1, bg_color="#EEF1F6", align=align, valign="bottom"
            )
            sheet.write_string(row, column + place, plain(head), look)
        if any(len(head) > 16 for head in heads[1:]):
            sheet.set_row(row, 30)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, **more: Any) -> None:
        sheet.write_string(row, column, plain(text, LONG), self._format(**more))

    def _tall(self, sheet: Worksheet, row: int, *texts: tuple[str, int]) -> None:
        """Make a row tall enough for wrapped texts; each with the characters that its column holds in a line."""
        lines = max(math.ceil(max(1, len(plain(text, LONG))) / width) for text, width in texts)
        if lines > 1:
            sheet.set_row(row, 13.5 * min(lines, 30))

    def _formula(
        self, sheet: Worksheet, row: int, column: int, text: str, value: Any, kind: str, **more: Any
    ) -> None:
        shown = value if isinstance(value, int | float) else None
        cached = "" if value is None or (isinstance(value, float) and not np.isfinite(value)) else value
        sheet.write_formula(row, column, f"={text}", self._of_kind(kind, shown, **more), cached)

    def _name(self, name: str, sheet: str, row: int, column: int) -> None:
        letters = Table(sheet, 0).letter(column - 2) if column >= 2 else "AB"[column]
        self.book.define_name(name, f"={quoted(sheet)}!${letters}${row + 1}")

    # ---- assumptions

    def _assumptions(self, sheet: Worksheet) -> None:
        self._title(
            sheet,
            "Assumptions",
            "Type into the yellow column: what stands there counts. Cleared, the number is what the app would take. "
            "Shares are typed as percentages. Formulas are protected without a password.",
        )
        sheet.write_formula(3, 0, "=state_of_inputs", self._format(bold=True, font_color="#B45309"), "")
        self._heads(
            sheet,
            INPUT_TOP - 1,
            0,
            (
                "Assumption",
                "In force",
                "Type here",
                "Unit",
                "Low, 1 in 20 below",
                "High, 1 in 20 above",
                "Whose",
                "Evidence",
                "Source",
            )
            + ("Note", "As exported", "Changed"),
            left=(LABEL, UNIT, WHOSE, GRADE, SOURCE, NOTE),
        )
        known = {entry.entry.assumption.id: entry for entry in self.inputs.all()}
        for group in groups(self.resolved):
            names = [name for name in group.names if name in known]
            if names:
                self._text(sheet, self.rows[names[0]] - 1, 0, group.label, bold=True, font_color="#2F5597")
            for name in names:
                self._input_row(sheet, self.rows[name], known[name])
        first, last = INPUT_TOP + 1, self.input_end
        self.book.define_name("inputs_changed", f"={CHECKS}!$B$4")
        self.changed_span = f"{ASSUMPTIONS}!$L${first + 1}:$L${last}"
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 2, 13)
        sheet.set_column(3, 3, 24)
        sheet.set_column(4, 5, 13)
        sheet.set_column(6, 7, 18)
        sheet.set_column(8, 9, 50)
        sheet.set_column(10, 11, 11)
        sheet.freeze_panes(INPUT_TOP, 3)
        sheet.repeat_rows(INPUT_TOP - 1)
        sheet.print_area(0, 0, last - 1, NOTE)

    def _input_row(self, sheet: Worksheet, row: int, given: Input) -> None:
        entry, assumption = given.entry, given.entry.assumption
        kind = str(assumption.kind)
        self._text(sheet, row, LABEL, assumption.label)
        typed = self._typed_cell(assumption.id).partition("!")[2].replace("$", "")
        self._formula(
            sheet, row, IN_FORCE, f"IF(ISBLANK({typed}),{given.free},{typed})", entry.value, kind, bold=True
        )
        self._name(assumption.id, ASSUMPTIONS, row, IN_FORCE)
        box = self._of_kind(
            kind, entry.value, bg_color="#FFF8DC", border=1, border_color="#D9C98A", locked=False
        )
        if given.typed is None:
            sheet.write_blank(row, TYPED, None, box)
        else:
            sheet.write_number(row, TYPED, given.typed, box)
        self._validate(sheet, row, given)
        self._text(sheet, row, UNIT, self._unit(kind, assumption.unit), indent=1)
        for column, end in ((LOW, entry.low), (HIGH, entry.high)):
            sheet.write_number(row, column, end, self._of_kind(kind, end))
        whose = origin_text(entry)
        self._text(
            sheet, row, WHOSE, f"{whose}; stays so here" if given.limited else whose, indent=1, text_wrap=True
        )
        self._text(sheet, row, GRADE, str(entry.grade))
        self._text(sheet, row, SOURCE, str(entry.source), text_wrap=True)
        note = " ".join(part for part in (entry.note, entry.caveat) if part)
        self._text(sheet, row, NOTE, note, text_wrap=True)
        self._tall(sheet, row, (str(entry.source), 54), (note, 54), (whose, 19))
        sheet.write_number(row, EXPORTED, entry.value, self._of_kind(kind, entry.value, font_color="#8A93A1"))
        changed = f"IF(ABS(B{row + 1}-K{row + 1})>0.000000001*MAX(1E-9,ABS(K{row + 1})),1,0)"
        self._formula(sheet, row, CHANGED, changed, 0, "months", font_color="#8A93A1")

    def _validate(self, sheet: Worksheet, row: int, given: Input) -> None:
        assumption = given.entry.assumption
        lowest, highest = given.entry.bounds
        allowed = allowed_text(assumption, self.material.formats)
        whole = assumption.id in ("horizon", "amortise_months")
        if assumption.id == "horizon":
            highest = self.months
            allowed = f"12 to {self.months} months: it can be shortened here; for a longer one export again"
        sheet.data_validation(
            row,
            TYPED,
            row,
            TYPED,
            {
                "validate": "integer" if whole else "decimal",
                "criteria": "between",
                "minimum": int(lowest) if whole else lowest,
                "maximum": int(highest) if whole else highest,
                "input_title": plain(assumption.label, 32),
                "input_message": plain(f"{assumption.help} Allowed: {allowed}.", 255),
                "error_title": "Not possible",
                "error_message": plain(f"Allowed: {allowed}.", 255),
            },
        )

    # ---- checks and what is computed once

    def _checks(self, sheet: Worksheet) -> None:
        self._title(
            sheet,
            CHECKS,
            "What the app would say of the numbers in force. Here nothing is refused: it is said.",
        )
        self._text(sheet, 3, 0, "Inputs that differ from those exported")
        switches = f"{FLYWHEEL}!$E${self.switch_top + 2}:$E${self.switch_top + 1 + len(MODEL.teams)}"
        self._formula(sheet, 3, 1, f"SUM({self.changed_span})+SUM({switches})", 0, "months")
        limited = [entry for entry in self.inputs.all() if entry.limited]
        self._text(sheet, 4, 0, "Numbers that a rule of the app has limited and that stay as exported here")
        sheet.write_number(4, 1, len(limited), self._of_kind("months", 0))
        self._text(sheet, 5, 0, "Horizon is longer than the months exported")
        self._formula(sheet, 5, 1, f"IF(OR(horizon>{self.months},horizon<>INT(horizon)),1,0)", 0, "months")
        self._text(sheet, 6, 0, "Something typed is not a number, or not allowed")
        self._formula(sheet, 6, 1, self._misfits(), 0, "months")
        self._heads(
            sheet,
            8,
            0,
            ("The app would refuse, or move a number that is not typed, where ...", "So", "What it would do"),
            left=(0, 2),
        )
        row = 9
        known = self.inputs.checks()
        for check in known:
            self._text(sheet, row, 0, check.label)
            self._formula(sheet, row, 1, f"IF({check.broken},1,0)", 0, "months")
            self._text(sheet, row, 2, "refuse" if check.refused else "move", indent=1)
            row += 1
        kinds, states = f"$C$10:$C${row}", f"$B$10:$B${row}"
        self.book.define_name("inputs_refused", f"={CHECKS}!$B${row + 2}")
        self.book.define_name("inputs_moved", f"={CHECKS}!$B${row + 3}")
        self.book.define_name("state_of_inputs", f"={CHECKS}!$B${row + 4}")
        self._text(sheet, row + 1, 0, "Refused in all")
        self._formula(sheet, row + 1, 1, f'SUMPRODUCT(({kinds}="refuse")*{states})+B6+B7', 0, "months")
        self._text(sheet, row + 2, 0, "Moved in all")
        self._formula(sheet, row + 2, 1, f'SUMPRODUCT(({kinds}="move")*{states})+IF(B4>0,B5,0)', 0, "months")
        self._text(sheet, row + 3, 0, "In words")
        words = (
            'IF(inputs_refused>0,"The app would refuse these numbers: see the sheet Checks",'
            'IF(inputs_moved>0,"The app would move numbers that are not typed: see the sheet Checks",""))'
        )
        sheet.write_formula(row + 3, 1, f"={words}", self._format(), "")
        sheet.set_column(0, 0, 90)
        sheet.set_column(1, 2, 18)

    def _misfits(self) -> str:
        """Return how many typed cells hold what is no number, or lie outside what is allowed."""
        typed = f"{ASSUMPTIONS}!$C${INPUT_TOP + 2}:$C${self.input_end}"
        outside = "+".join(
            f"IF(N({name})<{number(entry.entry.bounds[0])},1,0)+IF(N({name})>{number(entry.entry.bounds[1])},1,0)"
            for entry in self.inputs.all()
            if (name := entry.entry.assumption.id) != "cost_year"
        )
        return f"COUNTA({typed})-COUNT({typed})+{outside}"

    def _once(self, sheet: Worksheet) -> None:
        self._title(sheet, "Computed once, from the facts")
        self._heads(
            sheet,
            3,
            0,
            (
                "Kind of cost, before a cost a year is spread over what is not typed",
                "Value",
                "Its cost a year",
            ),
        )
        amounts = {}
        costs_now = self.inputs.costs()
        for cost in costs_now:
            row = self.befores[cost.handle]
            self._text(sheet, row, 0, label_of(cost.handle))
            kind = str(MODEL.assumptions[cost.handle].kind)
            self._formula(sheet, row, 1, cost.before, self.inputs.before_now(cost.handle), kind)
            self._formula(sheet, row, 2, cost.amount, self._amount_now(cost.handle), "money")
            amounts[cost.handle] = f"{ONCE}!$C${row + 1}"
        row = 4 + len(costs_now)
        self._text(sheet, row, 0, "What kinds of cost that are not typed are scaled by")
        self._formula(sheet, row, 1, self.inputs.cost_scale(amounts), self.inputs.scale_now(), "number")
        self._name("cost_scale", ONCE, row, 1)
        row += 2
        self._heads(sheet, row, 0, ("Computed once", "Value", "Unit"), left=(0, 2))
        for name, formula in self.main.references.items():
            row += 1
            quantity = MODEL.quantities[name]
            self._text(sheet, row, 0, quantity.label)
            self._formula(
                sheet, row, 1, excel(formula, self.answers.cell), self.numbers.once(name), quantity.kind
            )
            self._text(sheet, row, 2, self._unit(quantity.kind, quantity.unit), indent=1)
            self._name(name, ONCE, row, 1)
        sheet.set_column(0, 0, 62)
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, 2, 28)
        sheet.freeze_panes(4, 1)

    def _amount_now(self, handle: str) -> float:
        entry = self.resolved.in_force[handle]
        before = (
            entry.value if entry.origin in (Origin.YOURS, Origin.KEPT) else self.inputs.before_now(handle)
        )
        return float(
            costs.amount_a_year(handle, lambda name: before if name == handle else self.resolved.value(name))
        )

    # ---- tables of months

    def _monthly(self, sheet: Worksheet, table: Table) -> None:
        head = self._format(bold=True, text_wrap=True, bg_color="#EEF1F6", align="center", valign="vcenter")
        unit = self._format(text_wrap=True, font_color="#5B6472", align="center", italic=True)
        sheet.write_string(table.top, MONTH, "Month", head)
        sheet.write_string(table.top, COUNTED, "Counts", head)
        sheet.write_string(table.top + 1, COUNTED, "1 within the horizon", unit)
        has_totals = any(column.summed for column in table.columns)
        sheet.write_string(table.top + 2, MONTH, "Sum" if has_totals else "", self._format(bold=True))
        for month in range(self.months):
            row = table.first + month
            sheet.write_number(row, MONTH, month + 1, self._format(num_format="0"))
            sheet.write_formula(
                row,
                COUNTED,
                f"=IF($A{row + 1}<=horizon,1,0)",
                self._format(num_format="0", font_color="#8A93A1"),
                1,
            )
        span = f"$B${table.first + 1}:$B${table.last + 1}"
        for position, column in enumerate(table.columns):
            at = position + 2
            sheet.write_string(table.top, at, plain(column.label), head)
            sheet.write_string(
                table.top + 1, at, plain(", ".join(part for part in (column.unit, column.note) if part)), unit
            )
            if column.summed:
                own = f"{table.letter(position)}{table.first + 1}:{table.letter(position)}{table.last + 1}"
                self._formula(
                    sheet,
                    table.top + 2,
                    at,
                    f"SUMPRODUCT({span},{own})",
                    float(column.values.sum()),
                    column.kind,
                    bold=True,
                    bottom=1,
                )
                if column.id in figures():
                    if table.sheet not in SHEET_OF_RUN.values():
                        self._name(name_of(column.id), table.sheet, table.top + 2, at)
            for month in range(self.months):
                value = float(column.values[month])
                self._formula(
                    sheet,
                    table.first + month,
                    at,
                    column.formula(month),
                    value if np.isfinite(value) else None,
                    column.kind,
                )
        grey = self._format(font_color="#B8BEC8")
        last = len(table.columns) + 1
        sheet.conditional_format(
            table.first,
            0,
            table.last,
            last,
            {"type": "formula", "criteria": f"=$A{table.first + 1}>horizon", "format": grey},
        )
        sheet.set_row(table.top, 60)
        sheet.set_row(table.top + 1, 42)
        sheet.set_column(0, 1, 9)
        sheet.set_column(2, last, 15)
        if table.top == LABELS:
            sheet.freeze_panes(table.first, 2)
            sheet.repeat_rows(table.top, table.top + 1)
            sheet.repeat_columns(0, 1)
            sheet.print_area(0, 0, table.last, last)
        if table.sheet == COMMUNITY:
            self.book.define_name("counted", f"={COMMUNITY}!{span}")

    def _team_heads(self, sheets: Mapping[str, Worksheet]) -> None:
        for team in MODEL.teams:
            below = team.purpose
            if team.id in self.resolved.scenario.teams_off:
                below = f"{team.label} is left out: none of its value and none of its effect on the wheel is counted."
            elif not self.tables[team.label].columns:
                below = f"{below} This kind of community has no numbers for it."
            self._title(sheets[team.label], team.label, below)
            sheets[team.label].set_tab_color(team.colour)
        self._title(
            sheets[COMMUNITY],
            COMMUNITY,
            "Stocks are those at the start of a month, flows those of the month.",
        )
        self._title(sheets[COSTS], COSTS, "Every kind of cost a month; the launch falls before month 1.")
        for run, words in (
            (
                LOOPS_OFF,
                "The same months with every loop standing still: what differs from the other sheets.",
            ),
            (
                HELD,
                "The same months with every reason to join held at its reference: what differs from the other sheets.",
            ),
            (CLOSED, "The same months had the community closed today: what differs from the other sheets."),
        ):
            if run in self.numbers.runs:
                sheet = sheets[SHEET_OF_RUN[run]]
                self._title(sheet, SHEET_OF_RUN[run], words)

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
            "irr": lambda: (
                f'IF({self._irr_cell(0)}=0,"{NONE}",IF({self._irr_cell(0)}>1,"several or none",{self._irr_cell(IRR_ROW)}))'
            ),
            "npv_yearly_view": lambda: f"SUM({self._years_span()})-{self._launch()}",
            "flywheel_share": lambda: self._at_month("share", "1"),
            "flywheel_share_end": lambda: self._at_month("share", "horizon"),
            "reproduction": lambda: self._at_month("reproduced", "1"),
            "reproduction_end": lambda: self._at_month("reproduced", "horizon"),
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

    def _at_month(self, name: str, month: str) -> str:
        found = f"INDEX({self._span(name)},{month})"
        return f'IF(ISNUMBER({found}),{found},"{NONE}")'

    def _end(self, name: str) -> str:
        if name not in self.places[MAIN]:
            return self.answers.cell(name)
        return f"INDEX({self._span(name)},horizon)"

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
        return f'IF({last}<0,1,IF({last}>=horizon,"{LATER}",{last}+1))'

    def _irr_cell(self, step: int) -> str:
        return f"{CASH}!$B${self.irr_top + step + 1}"

    def _years_span(self) -> str:
        return f"{SUMMARY}!$F${self.years_top + 2}:$F${self.years_top + 1 + len(self.result.years)}"

    def _cached(self, name: str) -> Any:
        """Return what a figure comes to: a number, or the words that stand where there is none."""
        figure = figures()[name]
        value = figure.value(self.result)
        if name == "irr":
            changes = int(((self._signs()[:-1] != 0) & (self._signs()[1:] != self._signs()[:-1])).sum())
            if changes != 1:
                return NONE if changes == 0 else "several or none"
            return "beyond measure" if value is None else value
        if value is not None:
            return float(value)
        return LATER if name in ("payback_month", "turns_in_month", "carries_itself_in_month") else NONE

    # ---- summary

    def _summary(self, sheet: Worksheet) -> None:
        self._title(sheet, self.material.title, self.material.whose)
        sheet.write_string(3, 0, plain(self.material.sentence, LONG), self._format(bold=True, font_size=12))
        words = (
            "the middle of all draws; the figures below are at likely values, and live"
            if self.material.spread
            else "live"
        )
        words = f"{AS_EXPORTED}: {words}"
        watch = WATCH.replace(f'"{AS_EXPORTED}"', f'"{words}"')
        sheet.write_formula(4, 0, watch, self._format(font_color="#5B6472", italic=True), words)
        sheet.write_formula(5, 0, "=state_of_inputs", self._format(bold=True, font_color="#B45309"), "")
        self._grey(sheet, 3, 0, 3, 0)
        self.years_top = (
            8 + len(HEADLINES) + len(GOING_ON) + len(WHEEL) + len(MODEL.teams) + len(costs.LINES) + 12
        )
        row = self._list(sheet, 7, "The answer: hard value, against no community", HEADLINES)
        if self.resolved.scenario.running:
            row = self._list(sheet, row, "Going on rather than closing today", GOING_ON)
        row = self._list(sheet, row, "The community and its wheel", WHEEL)
        row = self._list(sheet, row, "Value by team", tuple(f"{team.id}.value" for team in MODEL.teams))
        self.team_values = row - 1 - len(MODEL.teams)
        row = self._list(sheet, row, "Costs by kind", tuple(f"cost.{line.id}" for line in costs.LINES))
        self._years(sheet, self.years_top)
        self._line_table(sheet, self.years_top + len(self.result.years) + 3)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 22)
        sheet.set_column(3, 7, 15)
        sheet.freeze_panes(7, 0)
        sheet.print_area(0, 0, self.years_top + len(self.result.years) + 5 + len(MODEL.lines), 7)
        sheet.fit_to_pages(1, 0)

    def _list(self, sheet: Worksheet, row: int, title: str, names: Sequence[str]) -> int:
        """Write figures, label in one column and value in the next; return the next free row."""
        labels = {f"{team.id}.value": team.label for team in MODEL.teams}
        self._heads(sheet, row, 0, (title, "", ""))
        for name in names:
            row += 1
            figure = figures()[name]
            self._text(sheet, row, 0, labels.get(name, figure.label))
            more = {"bold": True} if row < 12 else {}
            summed_here = figure.summed and name not in self.answers.known
            text = self._total(MAIN, name) if summed_here else self._answer(name)
            self._formula(sheet, row, 1, text, self._cached(name), figure.kind, **more)
            unit = "month" if figure.kind == "months" else self._unit(figure.kind, figure.unit)
            self._text(sheet, row, 2, unit, font_color="#5B6472", indent=1)
            if not summed_here:
                self._name(name_of(name), SUMMARY, row, 1)
        return row + 2

    def _years(self, sheet: Worksheet, top: int) -> None:
        self._heads(
            sheet,
            top,
            0,
            (
                "Year by year, undiscounted",
                "Hard value",
                "Costs",
                "Net, launch apart",
                "ROI",
                "Net at the year's end, present value",
            ),
        )
        months = self.tables[CASH].span(-2)
        launch = self._launch()
        for number_, year in enumerate(self.result.years):
            row, ends = top + 1 + number_, 12 * (number_ + 1)
            within = f"({months}>{ends - 12})*({months}<={ends})*counted"
            self._text(sheet, row, 0, f"Year {number_ + 1}")
            self._formula(
                sheet, row, 1, f"SUMPRODUCT({within},{self._span('benefits')})", year.benefits, "money"
            )
            in_year = f"MAX(0,MIN(amortise_months,horizon,{ends})-{ends - 12})"
            spread = (
                "amortise_months"
                if "amortise_months" in self.inputs.names
                else number(self.resolved.value("amortise_months"))
            )
            in_year = in_year.replace("amortise_months", spread)
            launched = f"IF({spread}>0,{launch}/MAX(1,{spread})*{in_year},{launch if number_ == 0 else 0})"
            self._formula(
                sheet, row, 2, f"SUMPRODUCT({within},{self._span('costs')})+{launched}", year.costs, "money"
            )
            net = float(self.result.hard.net[ends - 12 : ends].sum())
            self._formula(sheet, row, 3, f"SUMPRODUCT({within},{self._span('net')})", net, "money")
            self._formula(
                sheet,
                row,
                4,
                f'IF(C{row + 1}>0,(B{row + 1}-C{row + 1})/C{row + 1},"{NONE}")',
                NONE if year.roi is None else year.roi,
                "share",
            )
            worth = net / (1.0 + self.result.rate) ** (number_ + 1)
            self._formula(sheet, row, 5, f"D{row + 1}/POWER(1+discount_rate,{number_ + 1})", worth, "money")

    def _line_table(self, sheet: Worksheet, top: int) -> None:
        self._heads(
            sheet,
            top,
            0,
            ("Value lines, present value", "Hard", "Team", "Soft", "Hard and soft", "Hard, counted alone"),
            left=(0, 2),
        )
        for number_, (team, line) in enumerate(MODEL.lines):
            row, name = top + 1 + number_, f"{team.id}.{line.id}"
            self._text(sheet, row, 0, line.label)
            self._text(sheet, row, 2, team.label, indent=1)
            for column, part in ((1, ""), (3, ".soft"), (4, ".gross"), (5, ".claim")):
                figure = f"{name}{part}"
                self._formula(sheet, row, column, self._answer(figure), self._cached(figure), "money")
                if part == ".gross" and figure not in self.answers.known:
                    self._name(name_of(figure), SUMMARY, row, column)

    # ---- cash and flywheel, above their months

    def _cash_head(self, sheet: Worksheet) -> None:
        table = self.tables[CASH]
        self._title(sheet, CASH, "Hard value and costs, undiscounted; a launch falls before month 1.")
        row, launch = table.first - 1, self._launch()
        self._text(sheet, row, MONTH, "before", bold=True)
        for name, text, value, kind in (
            ("net", f"-{launch}", -self.result.launch, "money"),
            ("cash", f"-{launch}", -self.result.launch, "money"),
            (
                "below",
                f"IF({table.letter(table.position('cash'))}{row + 1}<0,0,-1)",
                0 if self.result.launch > 0 else -1,
                "number",
            ),
            (
                "sign",
                f"SIGN({table.letter(table.position('net'))}{row + 1})",
                float(np.sign(-self.result.launch)),
                "number",
            ),
        ):
            self._formula(sheet, row, table.position(name) + 2, text, value, kind, bold=True)
        self._irr(sheet)

    def _irr(self, sheet: Worksheet) -> None:
        """Write the internal rate of return: the first that a spreadsheet finds and that fits, made exact by Newton's method."""
        every, later = self._cash_cells("net", before=True), self._cash_cells("net", before=False)
        first, top = self.tables[CASH].first, self.irr_top
        signs = self._signs()
        changed = int(((signs[:-1] != 0) & (signs[1:] != signs[:-1])).sum())
        monthly = self._monthly_rate() if changed == 1 else 0.0
        steps = f"(ROW({every})-{first})"
        # without a launch there is nothing before month 1, and any large rate would seem to fit
        found = f"IF({self._launch()}=0,IRR({later},{{guess}}),IRR({every},{{guess}}))"
        rows = [
            ("Changes of sign of cash", f"SUM({self._cash_cells('change', before=False)})", changed, "months")
        ]
        for guess in GUESSES:
            rows.append(
                (
                    f"Monthly rate found from {guess:.0%}",
                    f"IFERROR({found.format(guess=guess)},-1)",
                    monthly,
                    "share",
                )
            )
        for place in range(len(GUESSES)):
            rate = f"B{top + 2 + place}"
            worth = f"SUMPRODUCT({every},POWER(1+{rate},-{steps}))"
            size = f"SUMPRODUCT(ABS({every}),POWER(1+{rate},-{steps}))"
            rows.append(
                ("it fits (1 or 0)", f"IF({rate}<=-1,0,IF(ABS({worth})<=0.000001*{size},1,0))", 1, "months")
            )
        tried = f"B{top + 2}:B{top + 1 + len(GUESSES)}"
        fits = f"B{top + 2 + len(GUESSES)}:B{top + 1 + 2 * len(GUESSES)}"
        rows.append(
            ("The first that fits", f"IFERROR(INDEX({tried},MATCH(1,{fits},0)),-1)", monthly, "share")
        )
        for _ in range(2):
            before = f"B{top + len(rows)}"
            worth = f"SUMPRODUCT({every},POWER(1+{before},-{steps}))"
            slope = f"SUMPRODUCT({every},-{steps},POWER(1+{before},-{steps}-1))"
            rows.append(
                (
                    "made exact",
                    f"IF({before}<=-1,-1,IFERROR({before}-{worth}/{slope},{before}))",
                    monthly,
                    "share",
                )
            )
        last = f"B{top + len(rows)}"
        yearly = f"POWER(1+{last},12)-1"
        irr = self.result.hard.irr
        rows.append(
            (
                "Internal rate of return a year",
                f'IF({last}<=-1,"beyond measure",IF({yearly}>{number(finance.HIGHEST_RATE)},"beyond measure",{yearly}))',
                irr if irr is not None and changed == 1 else "beyond measure",
                "share",
            )
        )
        for place, (label, text, value, kind) in enumerate(rows):
            self._text(sheet, top + place, 0, label)
            self._formula(sheet, top + place, 1, text, value, kind)
        assert len(rows) - 1 == IRR_ROW

    def _monthly_rate(self) -> float:
        rate = self.result.hard.irr
        return 0.0 if rate is None else float((1.0 + rate) ** (1.0 / 12.0) - 1.0)

    @property
    def irr_top(self) -> int:
        """The row below the months of cash where the internal rate of return is found."""
        return self.tables[CASH].last + 3

    def _flywheel_head(self, sheet: Worksheet) -> None:
        self._title(sheet, FLYWHEEL, "1 lets a team's loop turn, 0 holds it still: every sheet follows.")
        top = self.switch_top
        self._heads(
            sheet, top, 0, ("Loop of", "", "Turns", "What turns", "Changed", "As exported"), left=(0, 3)
        )
        off = self.resolved.scenario.teams_off
        for number_, team in enumerate(MODEL.teams):
            row = top + 1 + number_
            self._text(sheet, row, 0, team.label, font_color=team.colour, bold=True)
            turning = 1 if team.id in self.resolved.loops_on else 0
            locked = team.id in off
            look = (
                {}
                if locked
                else {"bg_color": "#FFF8DC", "border": 1, "border_color": "#D9C98A", "locked": False}
            )
            sheet.write_number(row, 2, turning, self._format(num_format="0", align="center", **look))
            self._name(f"turns_{team.id}", FLYWHEEL, row, 2)
            self._text(sheet, row, 3, "left out, so its loop stands still" if locked else team.loop.label)
            self._formula(sheet, row, 4, f"IF(C{row + 1}<>F{row + 1},1,0)", 0, "months", font_color="#8A93A1")
            sheet.write_number(row, 5, turning, self._format(num_format="0", font_color="#8A93A1"))
            sheet.data_validation(
                row,
                2,
                row,
                2,
                {
                    "validate": "list",
                    "source": [1, 0],
                    "error_title": "Not possible",
                    "error_message": "1 or 0",
                },
            )
        self._team_table(sheet)
        self._effects(sheet)

    def _team_table(self, sheet: Worksheet) -> None:
        top = self.team_top
        self._heads(sheet, top, 0, ("Team, present values", "", *TEAM_HEADS))
        for number_, team in enumerate(MODEL.teams):
            row = top + 1 + number_
            self._text(sheet, row, 0, team.label, bold=True)
            for place, part in enumerate(OF_TEAM):
                figure = figures()[f"{team.id}.{part}"]
                if part == "given":
                    sheet.write_number(
                        row, place + 2, self.result.hard.teams[team.id].given, self._of_kind("money", None)
                    )
                    continue
                text = self._cell(figure.id) if part == "value" else self._answer_or_value(figure.id)
                self._formula(sheet, row, place + 2, text, self._cached(figure.id), figure.kind)
                if part != "value" and figure.id not in self.answers.known:
                    self._name(name_of(figure.id), FLYWHEEL, row, place + 2)
        self._grey(sheet, top + 1, 5, top + len(MODEL.teams), 5)
        self._text(
            sheet, top + 1 + len(MODEL.teams), 0, "Given: see below.", italic=True, font_color="#5B6472"
        )

    def _answer_or_value(self, name: str) -> str:
        figure = figures()[name]
        if name in self.answers.known:
            return number(self.answers.known[name])
        if figure.formula is None and name.endswith(".hours"):
            return number(figure.value(self.result) or 0.0)
        return self._answer(name)

    def _effects(self, sheet: Worksheet) -> None:
        top = self.effect_top
        sheet.write_formula(top - 2, 0, WATCH, self._format(italic=True, font_color="#5B6472"), "As exported")
        self._text(
            sheet,
            top - 2,
            3,
            "What each loop gives, as values: the mean of what it adds to the net present value over every order in which "
            "the loops could be switched on (its Shapley value), which takes every combination of loops.",
            italic=True,
            font_color="#5B6472",
        )
        self._heads(
            sheet,
            top - 1,
            0,
            (
                "Loop of, present values",
                "",
                *(f"to {team.label}" for team in MODEL.teams),
                "to costs",
                "Given in all",
            ),
        )
        for number_, team in enumerate(MODEL.teams):
            row, flows = top + number_, self.result.hard.matrix[team.id]
            self._text(sheet, row, 0, team.label, bold=True)
            amounts = [
                *(flows[other.id] for other in MODEL.teams),
                flows["cost"],
                self.result.hard.teams[team.id].given,
            ]
            for place, amount in enumerate(amounts):
                sheet.write_number(row, place + 2, amount, self._of_kind("money", None))
        self._grey(sheet, top, 2, top + len(MODEL.teams) - 1, len(MODEL.teams) + 3)

    def _grey(self, sheet: Worksheet, row: int, column: int, to_row: int, to_column: int) -> None:
        """Have values go grey once an input differs from those exported."""
        sheet.conditional_format(
            row,
            column,
            to_row,
            to_column,
            {
                "type": "formula",
                "criteria": "=inputs_changed>0",
                "format": self._format(font_color="#B8BEC8"),
            },
        )

    # ---- charts

    def _charts(self, sheets: Mapping[str, Worksheet]) -> None:
        labels = f"={SUMMARY}!$A${self.team_values + 1}:$A${self.team_values + len(MODEL.teams)}"
        values = f"={SUMMARY}!$B${self.team_values + 1}:$B${self.team_values + len(MODEL.teams)}"
        bars = self.book.add_chart({"type": "bar"})
        bars.add_series(
            {
                "name": "Hard value, present value",
                "categories": labels,
                "values": values,
                "gap": 40,
                "points": [{"fill": {"color": team.colour}} for team in MODEL.teams],
            }
        )
        bars.set_title({"name": "Value by team", "name_font": {"size": 12}})
        bars.set_legend({"none": True})
        bars.set_y_axis({"reverse": True})
        largest = max(abs(team.value) for team in self.result.hard.teams.values())
        bars.set_x_axis(
            {
                "num_format": self._axis_money(largest),
                "major_gridlines": {"visible": True, "line": {"color": "#E8EAEF"}},
                "name": self._unit("money", ""),
            }
        )
        bars.set_size({"width": 560, "height": 320})
        sheets[SUMMARY].insert_chart(
            "D8", bars, {"description": "Bars of the hard value of each team, present value"}
        )
        self._line(
            sheets[SUMMARY],
            "D26",
            "Cash so far",
            (("Cash so far", "cash", "#2F5597"),),
            self._unit("money", ""),
        )
        table = self.tables[COMMUNITY]
        layers = [
            (label, name, colour)
            for label, name, colour in (
                ("Customers' people", "members_customers", "#0072B2"),
                ("Others", "members_others", "#E69F00"),
                ("Employees", "members_employees", "#6B7280"),
            )
            if name in self.places[MAIN]
        ]
        if layers:
            self._line(sheets[COMMUNITY], f"C{table.last + 4}", "Members", tuple(layers), "people")
        paid = [
            (line.label, line.quantity, None)
            for line in costs.LINES
            if not line.once and line.quantity in self.places[MAIN]
        ]
        if paid:
            self._line(
                sheets[COSTS],
                f"C{table.last + 4}",
                "Costs a month",
                tuple(paid),
                self._unit("money", "a month"),
            )
        for team in MODEL.teams:
            lines = [
                (line.label, f"{team.id}.{line.id}", None)
                for line in team.lines
                if f"{team.id}.{line.id}" in self.places[MAIN]
            ]
            if lines:
                self._line(
                    sheets[team.label],
                    f"C{table.last + 4}",
                    f"Hard value of {team.label} a month, present value",
                    tuple(lines),
                    self._unit("money", "a month"),
                )
        self._line(
            sheets[CASH],
            f"G{table.last + 4}",
            "Cash so far",
            (("Cash so far", "cash", "#2F5597"),),
            self._unit("money", ""),
        )
        wheel = self.tables[FLYWHEEL]
        self._line(
            sheets[FLYWHEEL],
            f"C{wheel.last + 4}",
            "Joins that members cause",
            (("Flywheel share", "share", "#2F5597"),),
            "of joins",
            "0%",
        )

    def _axis_money(self, largest: float) -> str:
        return axis_format(self.material.formats.currency_symbol, largest)

    def _line(
        self,
        sheet: Worksheet,
        place: str,
        title: str,
        series: Sequence[tuple[str, str, str | None]],
        unit: str,
        pattern: str = "",
    ) -> None:
        chart = self.book.add_chart({"type": "line"})
        money = unit.startswith(self.resolved.scenario.currency)
        largest = 0.0
        for label, name, colour in series:
            table, position = self.places[MAIN][name]
            drawn = table.columns[position].values
            largest = max(largest, float(np.max(np.abs(drawn[np.isfinite(drawn)]), initial=0.0)))
            chart.add_series(
                {
                    "name": plain(label, 80),
                    "categories": f"={table.span(-2)}",
                    "values": f"={table.span(position)}",
                    "line": {"width": 2, **({"color": colour} if colour else {})},
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_x_axis({"name": "Month", "interval_unit": 6, "label_position": "low"})
        chart.set_y_axis(
            {
                "name": unit,
                "num_format": pattern or (self._axis_money(largest) if money else "#,##0"),
                "major_gridlines": {"visible": True, "line": {"color": "#E8EAEF"}},
            }
        )
        chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom"})
        chart.set_size({"width": 560, "height": 320})
        sheet.insert_chart(place, chart, {"description": f"{title}, a month each"})

    # ---- ranges and method

    def _ranges(self, sheet: Worksheet) -> None:
        self._title(
            sheet,
            RANGES,
            "Values, not formulas: every assumption with a range is drawn at once, many times, and the model runs in each draw.",
        )
        sheet.write_formula(3, 0, WATCH, self._format(bold=True, font_color="#B45309"), AS_EXPORTED)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 8, 16)
        sheet.freeze_panes(4, 1)
        spread = self.material.spread
        if spread is None:
            self._text(sheet, 5, 0, "Ranges were not worked out for this export.")
            return
        if spread.certain:
            self._text(sheet, 5, 0, "No assumption has a range, so the answer has none.")
            return
        self._heads(
            sheet,
            5,
            0,
            (
                "Figure",
                "1 in 10 below (P10)",
                "Middle (P50)",
                "1 in 10 above (P90)",
                "Standard error of the middle",
            ),
        )
        row = 6
        for figure in ranged().values():
            if figure.id == "roi_going_on" and not self.resolved.scenario.running:
                continue
            quoted_ = figure.value(spread)
            self._text(sheet, row, 0, figure.label)
            for place, value in enumerate((quoted_.p10, quoted_.p50, quoted_.p90, quoted_.standard_error)):
                self._value(sheet, row, place + 1, value, figure.kind)
            row += 1
        for chance in CHANCES.values():
            self._text(sheet, row, 0, f"{chance.label}: share of draws")
            self._value(sheet, row, 2, chance.value(spread), "share")
            self._value(sheet, row, 4, chance.error(spread), "share")
            row += 1
        self._text(
            sheet, row, 0, f"{spread.points:,} draws, seed {spread.seed}", italic=True, font_color="#5B6472"
        )
        self._grey(sheet, 6, 1, row, 4)
        row = self._fan(sheet, row + 2)
        self._tornado(sheet, row)

    def _value(self, sheet: Worksheet, row: int, column: int, value: float | None, kind: str) -> None:
        if value is None or not np.isfinite(value):
            self._text(sheet, row, column, "later" if kind == "months" else NONE, align="right")
        else:
            sheet.write_number(row, column, value, self._of_kind(kind, value))

    def _fan(self, sheet: Worksheet, top: int) -> int:
        spread = self.material.spread
        assert spread is not None
        self._heads(sheet, top, 0, ("Cash so far, by month", "P10", "P50", "P90"))
        fan = spread.cash
        for number_, month in enumerate(fan.months):
            sheet.write_number(top + 1 + number_, 0, month, self._format(num_format="0", align="left"))
            for place, at in enumerate((0.1, 0.5, 0.9)):
                sheet.write_number(
                    top + 1 + number_,
                    place + 1,
                    float(fan.at_percentile(at)[number_]),
                    self._of_kind("money"),
                )
        last = top + len(fan.months)
        self._grey(sheet, top + 1, 1, last, 3)
        chart = self.book.add_chart({"type": "line"})
        for place, label in enumerate(("1 in 10 below", "Middle", "1 in 10 above")):
            letter = "BCD"[place]
            chart.add_series(
                {
                    "name": label,
                    "categories": f"={RANGES}!$A${top + 2}:$A${last + 1}",
                    "values": f"={RANGES}!${letter}${top + 2}:${letter}${last + 1}",
                    "line": {"width": 2, "color": ("#A8BBD9", "#2F5597", "#A8BBD9")[place]},
                }
            )
        chart.set_title({"name": "Cash so far, in all draws", "name_font": {"size": 12}})
        chart.set_x_axis({"name": "Month", "interval_unit": 6, "label_position": "low"})
        chart.set_y_axis(
            {
                "name": self._unit("money", ""),
                "num_format": self._axis_money(float(np.max(np.abs(fan.values)))),
                "major_gridlines": {"visible": True, "line": {"color": "#E8EAEF"}},
            }
        )
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 560, "height": 320})
        sheet.insert_chart(
            f"F{top + 1}",
            chart,
            {"description": "Cumulative cash, its middle and the range of 8 in 10 draws"},
        )
        return last + 2

    def _tornado(self, sheet: Worksheet, top: int) -> None:
        moved = self.material.drivers
        if moved is None or not moved.tornado:
            return
        self._heads(
            sheet,
            top,
            0,
            ("Moved alone, largest first", "NPV at its low end", "NPV at its high end", "Breaks even at"),
        )
        for number_, swing in enumerate(moved.tornado):
            row, entry = top + 1 + number_, self.resolved.in_force[swing.id]
            self._text(sheet, row, 0, entry.assumption.label)
            sheet.write_number(row, 1, swing.at_low, self._of_kind("money"))
            sheet.write_number(row, 2, swing.at_high, self._of_kind("money"))
            self._value(sheet, row, 3, moved.break_even.get(swing.id), str(entry.assumption.kind))
        self._grey(sheet, top + 1, 1, top + len(moved.tornado), 3)

    def _method(self, sheet: Worksheet) -> None:
        self._title(sheet, METHOD, "Every equation of the model, read from the code that computes it.")
        self._heads(sheet, 3, 0, ("What", "Unit", "When", "Where", "Formula", "Note"), left=range(6))
        row = 4
        wrap = {"text_wrap": True}
        for equation in equations():
            self._text(sheet, row, 0, equation.label, **wrap)
            self._text(sheet, row, 1, equation.unit)
            self._text(sheet, row, 2, equation.when)
            self._text(sheet, row, 3, self._where(equation.id))
            sheet.write_string(row, 4, equation.text()[:8_000], self._format(**wrap))
            self._text(sheet, row, 5, equation.note, **wrap)
            self._tall(sheet, row, (equation.label, 48), (equation.text(), 100), (equation.note, 66))
            row += 1
        for title, statements in (
            ("What the model does not know", limits()),
            ("Where it goes its own way", choices()),
        ):
            row += 1
            self._heads(sheet, row, 0, (title,))
            for statement in statements:
                row += 1
                self._text(sheet, row, 0, statement.title, **wrap)
                self._text(sheet, row, 4, statement.text, **wrap)
                self._tall(sheet, row, (statement.text, 100))
            row += 1
        row += 1
        for words in (
            f"The community {'runs already' if self.resolved.scenario.running else 'is planned'}: that is fixed here, as other "
            "defaults would hold. Export again to change it.",
            "What this kind of community does not have is left out of formulas.",
            "Internal rate of return: only where cash changes its sign once; the app also looks where it changes more often.",
        ):
            self._text(sheet, row, 0, words)
            row += 1
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 20)
        sheet.set_column(4, 4, 90)
        sheet.set_column(5, 5, 60)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)

    def _where(self, name: str) -> str:
        place = self.places[MAIN].get(name)
        if place is not None:
            return f"{place[0].sheet}, column {place[0].letter(place[1])}"
        if name in self.main.references:
            return ONCE
        if name in self.main.known or name in self.answers.known:
            return "not here: always the same"
        return SUMMARY if name in (*HEADLINES, *GOING_ON, *WHEEL) else ""

    # ---- every sheet

    def _finish(self, name: str, sheet: Worksheet) -> None:
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        if name not in (SUMMARY,):
            wide = name in self.tables
            sheet.set_print_scale(55) if wide else sheet.fit_to_pages(1, 0)
        # an ampersand commands a header
        footer = plain(self.material.title, 60).replace("&", "&&")
        sheet.set_footer(f"&L{footer}&C{plain(self.material.dated, 40)}&R&A, &P of &N")
        sheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "autofilter": True,
                "sort": True,
                "objects": True,
            },
        )

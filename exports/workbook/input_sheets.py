"""The sheets of what is typed: assumptions, what the app would say of them, what follows from them once."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from calculators.model import MODEL
from exports.workbook.excel import excel, number
from exports.workbook.facts import Facts
from exports.workbook.inputs import Input
from exports.workbook.names import (
    ASSUMPTIONS,
    CHANGED,
    CHECKS,
    EXPORTED,
    FLYWHEEL,
    GRADE,
    HIGH,
    IN_FORCE,
    INPUT_HEADS,
    INPUT_TOP,
    LABEL,
    LOW,
    NOTE,
    ONCE,
    OUTSIDE,
    SOURCE,
    TYPED,
    UNIT,
    WHOSE,
)
from figures.assumptions import allowed_text, groups
from figures.why import origin_text
from wording.safe import plain
from wording.shared import origin_for_readers, source_for_readers


class InputSheets(Facts):
    """The workbook with its sheets of inputs."""

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
            INPUT_HEADS,
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
        sheet.set_column(10, 12, 11)
        sheet.freeze_panes(INPUT_TOP, 3)
        sheet.repeat_rows(INPUT_TOP - 1)
        sheet.print_area(0, 0, last - 1, NOTE)

    def _input_row(self, sheet: Worksheet, row: int, given: Input) -> None:
        entry, assumption = given.entry, given.entry.assumption
        kind = str(assumption.kind)
        self._text(sheet, row, LABEL, assumption.label)
        typed = self._typed_cell(assumption.id).partition("!")[2].replace("$", "")
        self._formula(
            sheet, row, IN_FORCE, f"IF(ISNUMBER({typed}),{typed},{given.free})", entry.value, kind, bold=True
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
        whose = origin_for_readers(origin_text(entry))
        self._text(sheet, row, WHOSE, whose, indent=1, text_wrap=True)
        self._text(sheet, row, GRADE, str(entry.grade))
        source = source_for_readers(str(entry.source))
        self._text(sheet, row, SOURCE, source, text_wrap=True)
        note = " ".join(part for part in (entry.note, entry.caveat) if part)
        self._text(sheet, row, NOTE, note, text_wrap=True)
        self._tall(sheet, row, (source, 54), (note, 54), (whose, 19))
        sheet.write_number(row, EXPORTED, entry.value, self._of_kind(kind, entry.value, font_color="#8A93A1"))
        changed = f"IF(ABS(B{row + 1}-K{row + 1})>0.000000001*MAX(1E-9,ABS(K{row + 1})),1,0)"
        self._formula(sheet, row, CHANGED, changed, 0, "months", font_color="#8A93A1")
        lowest, highest = (number(bound) for bound in entry.bounds)
        # what is the sum of others has no bounds of its own
        outside = (
            "0"
            if assumption.id == "cost_year"
            else f"IF(OR(N(B{row + 1})<{lowest},N(B{row + 1})>{highest}),1,0)"
        )
        self._formula(sheet, row, OUTSIDE, outside, 0, "months", font_color="#8A93A1")

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
        self._text(
            sheet, 4, 0, "Numbers that are not typed and were moved so that all fits: see the sheet Once"
        )
        self._formula(
            sheet, 4, 1, f"SUM({self.moved_span})", sum(map(self.rules.was_moved, self.rules.steps)), "months"
        )
        self._text(sheet, 5, 0, "Horizon is longer than the months exported")
        self._formula(sheet, 5, 1, f"IF(OR(horizon>{self.months},horizon<>INT(horizon)),1,0)", 0, "months")
        self._text(sheet, 6, 0, "Something typed is not a number, or not allowed")
        self._formula(sheet, 6, 1, self._misfits(), 0, "months")
        self._heads(
            sheet,
            8,
            0,
            ("The app would refuse these numbers where ...", "So"),
        )
        row = 9
        for check in self.inputs.checks():
            self._text(sheet, row, 0, check.label)
            # what cannot even be computed is refused, too
            self._formula(sheet, row, 1, f"IFERROR(IF({check.broken},1,0),1)", 0, "months")
            row += 1
        self.book.define_name("inputs_moved", f"={CHECKS}!$B$5")
        self.book.define_name("inputs_refused", f"={CHECKS}!$B${row + 2}")
        self.book.define_name("state_of_inputs", f"={CHECKS}!$B${row + 3}")
        self._text(sheet, row + 1, 0, "Refused in all")
        self._formula(sheet, row + 1, 1, f"SUM($B$10:$B${row})+B6+B7", 0, "months")
        self._text(sheet, row + 2, 0, "In words")
        words = 'IF(inputs_refused>0,"The app would refuse these numbers: see the sheet Checks","")'
        sheet.write_formula(row + 2, 1, f"={words}", self._format(), "")
        sheet.set_column(0, 0, 90)
        sheet.set_column(1, 2, 18)

    def _misfits(self) -> str:
        """Return how many typed cells hold what is no number, or numbers in force lie outside what is allowed."""
        first, last = INPUT_TOP + 2, self.input_end
        typed, outside = f"{ASSUMPTIONS}!$C${first}:$C${last}", f"{ASSUMPTIONS}!$M${first}:$M${last}"
        return f"COUNTA({typed})-COUNT({typed})+SUM({outside})"

    def _once(self, sheet: Worksheet) -> None:
        self._title(sheet, "Computed once, from the facts")
        self._heads(
            sheet,
            3,
            0,
            ("What fits defaults to what is typed", "Value", "The rule, where it applies", "Moved"),
            left=(0, 2),
        )
        row = 3
        for step in self.rules.steps:
            row += 1
            self._text(sheet, row, 0, step.label)
            self._formula(sheet, row, 1, self.rules.text(step.formula), step.value, step.kind)
            self._text(sheet, row, 2, step.rule, indent=1)
            self._name(step.cell, ONCE, row, 1)
            moved = self.rules.has_moved(step)
            if moved is not None:
                self._formula(
                    sheet, row, 3, moved, int(self.rules.was_moved(step)), "months", font_color="#8A93A1"
                )
        self.moved_span = f"{ONCE}!$D$5:$D${row + 1}"
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
        sheet.set_column(2, 2, 60)
        sheet.freeze_panes(4, 1)

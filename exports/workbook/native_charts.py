"""Native charts of the workbook, over its own cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from xlsxwriter.worksheet import Worksheet

from calculators import costs
from calculators.model import MODEL
from exports.money import axis_format
from exports.workbook.month_sheets import MonthSheets
from exports.workbook.names import CASH, COMMUNITY, COSTS, FLYWHEEL, SUMMARY
from exports.workbook.numbers import MAIN
from wording.safe import plain


class NativeCharts(MonthSheets):
    """The workbook with its charts."""

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

"""Names of sheets, columns and lists of figures that the parts of the workbook share."""

from __future__ import annotations

from exports.workbook.numbers import CLOSED, HELD, LOOPS_OFF

SUMMARY, ASSUMPTIONS, ONCE, CHECKS = "Summary", "Assumptions", "Once", "Checks"
COMMUNITY, COSTS, CASH, FLYWHEEL = "Community", "Costs", "Cash", "Flywheel"
RANGES, COMPARISON, METHOD = "Ranges", "Comparison", "Method"
SHEET_OF_RUN = {LOOPS_OFF: "Loops off", HELD: "Growth held", CLOSED: "Closed today"}

INPUT_TOP = 6
"""The first row of assumptions, counted from 0."""

LABEL, IN_FORCE, TYPED, UNIT, LOW, HIGH, WHOSE, GRADE, SOURCE, NOTE, EXPORTED, CHANGED, OUTSIDE = range(13)

INPUT_HEADS = (
    *("Assumption", "In force", "Type here", "Unit", "Low, 1 in 20 below", "High, 1 in 20 above"),
    *("Whose", "Evidence", "Source", "Note", "As exported", "Changed", "Not allowed"),
)

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

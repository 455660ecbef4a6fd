"""Charts that pages share: pure functions from results to a drawing, its words and its table.

Each takes keyword arguments only and returns a `Chart`; shown with

    st.vega_lite_chart(chart.drawing, width="stretch", alt=chart.alt)

`_base` says why, and what was measured. Pages import from here.
"""

from components.charts._base import (
    Chart,
    Money,
    Style,
    contrast,
    listed,
    on_background,
    text_on,
)
from components.charts.community import (
    Layer,
    layers_over_time,
    layers_text,
    share_over_time,
    share_text,
)
from components.charts.confidence import (
    Axis,
    FanPath,
    Histogram,
    ShareBar,
    SwingBar,
    fan,
    fan_text,
    npv_spread,
    npv_spread_text,
    tornado,
    tornado_text,
    two_way,
    two_way_text,
    variance,
    variance_text,
)
from components.charts.money import (
    CashPath,
    StaffPoint,
    Year,
    claims_bridge,
    claims_bridge_text,
    cumulative_cash,
    cumulative_cash_text,
    npv_by_staff,
    npv_by_staff_text,
    yearly,
    yearly_text,
)
from components.charts.months import value_by_month, value_by_month_text
from components.charts.teams import (
    COST,
    matrix_heat,
    matrix_rows,
    matrix_text,
    team_bars,
    team_bars_text,
)
from components.charts.wheel import Flow, TeamValue, wheel, wheel_rows, wheel_text

__all__ = [
    "COST",
    "Axis",
    "CashPath",
    "Chart",
    "FanPath",
    "Flow",
    "Histogram",
    "Layer",
    "Money",
    "ShareBar",
    "StaffPoint",
    "Style",
    "SwingBar",
    "TeamValue",
    "Year",
    "claims_bridge",
    "claims_bridge_text",
    "contrast",
    "cumulative_cash",
    "cumulative_cash_text",
    "fan",
    "fan_text",
    "layers_over_time",
    "layers_text",
    "listed",
    "matrix_heat",
    "matrix_rows",
    "matrix_text",
    "npv_by_staff",
    "npv_by_staff_text",
    "npv_spread",
    "npv_spread_text",
    "on_background",
    "share_over_time",
    "share_text",
    "team_bars",
    "team_bars_text",
    "text_on",
    "tornado",
    "tornado_text",
    "two_way",
    "two_way_text",
    "value_by_month",
    "value_by_month_text",
    "variance",
    "variance_text",
    "wheel",
    "wheel_rows",
    "wheel_text",
    "yearly",
    "yearly_text",
]

"""How axes of native charts write money."""

from __future__ import annotations

SHORTS = (
    (5e10, '#,##0,,,"B"'),
    (5e9, '#,##0.0,,,"B"'),
    (5e7, '#,##0,,"M"'),
    (5e6, '#,##0.0,,"M"'),
    (5e3, '#,##0,"k"'),
)


def axis_format(symbol: str, largest: float) -> str:
    """Return a spreadsheet's number format for an axis: short, by the size of what is drawn.

    A currency that is written as a code stands in the axis title alone.

    Examples
    --------
    >>> axis_format("$", 250_000)
    '"$"#,##0,"k";-"$"#,##0,"k"'
    """
    sign = f'"{symbol}"' if len(symbol) == 1 and symbol != '"' else ""
    digits = next((short for least, short in SHORTS if largest >= least), "#,##0")
    return f"{sign}{digits};-{sign}{digits}"

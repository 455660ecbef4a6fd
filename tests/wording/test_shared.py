"""What a shared page says of itself, and what pages and papers say of a result together with it."""

from __future__ import annotations

import pytest

from wording.formats import Formats
from wording.shared import gains_most, pays_back

ENGLISH = Formats()


@pytest.mark.parametrize(
    ("back", "beyond", "cash", "words"),
    [
        (2, None, (-5.0, -20.0, 0.0), "At most $20 is out; cash is back at zero in month 2."),
        (1, None, (0.0, 5.0), "No money is ever at risk: it pays from the start."),
        (
            None,
            None,
            (0.0, -5.0, -20.0),
            "By month 2 $20 is out, and cash is not back at zero within ten years.",
        ),
        (
            None,
            None,
            (0.0, -20.0, -5.0),
            "By month 2 at most $20 has been out; cash is not back at zero within ten years.",
        ),
        (None, 7, (0.0, -5.0, -20.0), "By month 2 $20 is out; on this path cash is back at zero in month 7."),
        (
            None,
            7,
            (0.0, -20.0, -5.0),
            "By month 2 at most $20 has been out; on this path cash is back at zero in month 7.",
        ),
    ],
)
def test_the_most_that_is_out_is_said_only_of_the_months_that_are_counted(
    back: int | None, beyond: int | None, cash: tuple[float, ...], words: str
) -> None:
    need = max(0.0, -min(cash))
    said = pays_back(payback_month=back, beyond=beyond, deepest_need=need, cash=cash, formats=ENGLISH)
    assert said == words


@pytest.mark.parametrize(
    ("value", "hard", "soft", "words"),
    [
        (
            160.0,
            678.0,
            241.0,
            "A gains most: $160 of $678 that reach the ledger, and $241 of soft value beside it.",
        ),
        (160.0, -90.0, 0.0, "A gains most: $160 that reach the ledger, where all teams together lose $90."),
        (160.0, 90.0, 0.0, "A gains most: $160 that reach the ledger, where all teams together gain $90."),
        (160.0, 0.0, 0.0, "A gains most: $160 that reach the ledger, where all teams together gain nothing."),
        (0.0, -90.0, 0.0, "No team gains anything that reaches the ledger; together they lose $90."),
        (0.0, 0.0, 0.0, "No team gains anything that reaches the ledger."),
        (0.0, 0.0, 5.0, "No team gains anything that reaches the ledger. Beside it stands $5 of soft value."),
    ],
)
def test_who_gains_most_is_a_part_of_the_whole_only_where_the_whole_is_more(
    value: float, hard: float, soft: float, words: str
) -> None:
    assert gains_most(label="A", value=value, hard=hard, soft=soft, formats=ENGLISH) == words

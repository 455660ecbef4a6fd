"""Numbers as people write and read them, the one sentence, and text that is safe to show.

Nothing here knows Streamlit or the model: `formats` writes numbers, `reading` reads them,
`sentence` says the answer, `safe` makes any text literal for a page.
"""

from wording.formats import CURRENCIES, NUMBER_FORMATS, Formats, Kind
from wording.lists import listed
from wording.reading import Reading, editable, in_full, read_number
from wording.safe import safe, safe_money
from wording.sentence import Answer, BreakEven, ResultRange, headline, provenance, range_line, second_line

__all__ = [
    "CURRENCIES",
    "NUMBER_FORMATS",
    "Answer",
    "BreakEven",
    "Formats",
    "Kind",
    "Reading",
    "ResultRange",
    "editable",
    "headline",
    "in_full",
    "listed",
    "provenance",
    "range_line",
    "read_number",
    "safe",
    "safe_money",
    "second_line",
]

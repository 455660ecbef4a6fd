"""What a community does that is not in the ROI: each has a line of the user's own."""

from typing import Final

NOT_COUNTED: Final = (
    ("people_helped", "People helped"),
    ("trust", "Trust"),
    ("thought_leadership", "Thought leadership"),
    ("citizenship", "Corporate citizenship"),
    ("market_growth", "A growing market"),
)

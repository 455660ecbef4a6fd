"""The live workbook: every formula in it is read from the calculators, every cached value is the engine's."""

from exports.workbook.book import workbook

__all__ = ["workbook"]

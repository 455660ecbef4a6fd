"""The examples in the charts' docstrings are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name", ["_base", "wheel", "money", "teams", "community", "compare", "confidence", "cycle"]
)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"components.charts.{name}"))
    assert result.attempted > 0
    assert result.failed == 0

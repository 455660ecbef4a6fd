"""The examples in the docstrings are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["comparison", "cycle", "formats", "reading", "safe", "sentence", "shared"])
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"wording.{name}"))
    assert result.attempted > 0
    assert result.failed == 0

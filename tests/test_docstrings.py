"""The examples in the docstrings are true: of every module, so that a new one needs no line here."""

import doctest
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

PACKAGES = ("calculators", "components", "exports", "figures", "scenarios", "serving", "wording")
ROOT = Path(__file__).parents[1]

# what a database is brought up to date with is run, and not imported
RUN = "scenarios.store.migrations."

MODULES = [
    module.name
    for package in PACKAGES
    for module in pkgutil.walk_packages([str(ROOT / package)], prefix=f"{package}.")
    if not module.name.startswith(RUN)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_no_example_is_missed() -> None:
    """The examples are found where they stand, and one that is not true is told."""
    with_examples = [
        name
        for name in MODULES
        if any(found.examples for found in doctest.DocTestFinder().find(importlib.import_module(name)))
    ]
    written = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "    >>> " in path.read_text(encoding="utf-8")
    ]
    assert len(with_examples) == len(written) > 50
    false = ModuleType("false", ">>> 1 + 1\n3\n")
    assert doctest.testmod(false, report=False).failed == 1

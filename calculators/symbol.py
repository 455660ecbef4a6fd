"""Names that stand for numbers: a quantity's function called with them gives its formula in place of a number.

Arithmetic on symbols builds an expression; numpy's own protocols bring in ``np.minimum``, ``np.where`` and the like.
No quantity knows that this file exists.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

_UFUNCS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "true_divide": "/",
    "power": "**",
    "negative": "neg",
    "minimum": "min",
    "maximum": "max",
    "exp": "exp",
    "greater": ">",
    "greater_equal": ">=",
    "less": "<",
    "less_equal": "<=",
}

CALCULATE: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "neg": np.negative,
    "min": np.minimum,
    "max": np.maximum,
    "exp": np.exp,
    "where": np.where,
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
}
"""What each operation computes."""

COMPARISONS = frozenset({">", ">=", "<", "<="})


@dataclasses.dataclass(frozen=True, eq=False)
class Symbol(np.lib.mixins.NDArrayOperatorsMixin):
    """A name, or an operation on other symbols and numbers.

    Attributes
    ----------
    operation
        ``"leaf"``, an operator, or ``min``, ``max``, ``where``, ``exp``, ``neg``.
    parts
        What it works on; for a leaf, its name.
    """

    operation: str
    parts: tuple[Any, ...]

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Symbol:
        name = _UFUNCS.get(ufunc.__name__)
        if method != "__call__" or name is None or options:
            raise TypeError(f"a formula cannot be read through {ufunc.__name__}")
        return Symbol(name, inputs)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        if function is not np.where or named:
            raise TypeError(f"a formula cannot be read through {function.__name__}")
        condition, when_true, when_false = arguments
        if not isinstance(condition, Symbol):
            return when_true if condition else when_false
        return Symbol("where", arguments)

    def __bool__(self) -> bool:
        raise TypeError("a formula cannot branch on a symbol: use np.where")


def leaf(name: str) -> Symbol:
    """Return the symbol of a name."""
    return Symbol("leaf", (name,))

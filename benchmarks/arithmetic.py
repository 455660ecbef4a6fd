"""The arithmetic floor: numpy operations of the same kind, count and size as a piece of work, and nothing else.

The work is run once on arrays that take note of every operation; the floor repeats these operations in a plain loop.
What the work costs above that is bookkeeping.
"""

from __future__ import annotations

import operator
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from unittest.mock import patch

import numpy as np

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

# Array functions that compute, or choose; others only reshape, copy or ask.
COMPUTING: Final = frozenset({np.where, np.copyto, np.tensordot, np.sum, np.cumsum, np.dot, np.clip, np.prod})

# Operators are what the model's scalars go through, and much quicker on them than the ufunc of the same name.
OPERATORS: Final[dict[str, Callable[..., Any]]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
}


@dataclass(frozen=True)
class Floor:
    """Recorded operations, ready to be repeated.

    Attributes
    ----------
    calls
        Function, arguments, options, in their order.
    """

    calls: tuple[Call, ...]

    def __call__(self) -> None:
        """Repeat every operation; results are thrown away."""
        with np.errstate(all="ignore"):
            for function, inputs, options in self.calls:
                function(*inputs, **options)

    @property
    def on_arrays(self) -> int:
        """How many of the operations work on arrays rather than single numbers."""
        return sum(any(np.ndim(entry) for entry in inputs) for _, inputs, _ in self.calls)

    @property
    def kinds(self) -> Counter[str]:
        """How often each function is called."""
        return Counter(getattr(function, "__name__", str(function)) for function, _, _ in self.calls)


class Recorded(np.ndarray):
    """An array that notes every operation it takes part in."""

    calls: ClassVar[list[Call]] = []

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Compute on plain arrays and note it."""
        plain, given = _plain(inputs), {name: _plain(option) for name, option in options.items()}
        self.calls.append((getattr(ufunc, method) if method != "__call__" else ufunc, plain, given))
        return _recorded(getattr(ufunc, method)(*plain, **given))

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Compute on plain arrays, and note what is arithmetic."""
        plain, given = _plain(tuple(args)), {name: _plain(option) for name, option in kwargs.items()}
        if func in COMPUTING:
            self.calls.append((func, plain, given))
        return _recorded(func(*plain, **given))


def _plain(value: Any) -> Any:
    if isinstance(value, Recorded):
        return value.view(np.ndarray)
    if isinstance(value, list | tuple):
        return type(value)(_plain(entry) for entry in value)
    return value


def _recorded(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return np.asarray(value).view(Recorded)
    return value


class _Float64:
    """Stands for `np.float64`, as a type of arrays and as a function."""

    dtype = np.dtype(np.float64)

    def __call__(self, value: Any = 0.0) -> Any:
        return _recorded(np.float64(value))


class _Numpy:
    """Stands for numpy in the modules that are recorded: arrays that are made take note from then on."""

    MAKING: Final = frozenset(
        {"arange", "array", "asarray", "broadcast_to", "empty", "full", "linspace", "ones", "stack", "zeros"}
    )
    float64 = _Float64()

    def __getattr__(self, name: str) -> Any:
        original = getattr(np, name)
        if name not in self.MAKING:
            return original
        return lambda *args, **options: _recorded(
            original(*_plain(args), **{key: _plain(option) for key, option in options.items()})
        )


@contextmanager
def _recording(package: str) -> Iterator[list[Call]]:
    """Note operations on every array that modules of a package make."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(Recorded, "calls", []))
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] == package and getattr(module, "np", None) is np:
                stack.enter_context(patch.object(module, "np", _Numpy()))
        yield Recorded.calls


def floor_of(work: Callable[[], Any], *, package: str) -> Floor:
    """Return the arithmetic of some work.

    Parameters
    ----------
    work
        What is to be recorded; it is run once.
    package
        Whose modules make the arrays, such as ``"calculators"``.
    """
    with _recording(package) as calls:
        work()
    # Every operation of one kind and size repeats on the first one's numbers, which are at hand: this is a floor.
    first: dict[Any, tuple[Any, ...]] = {}
    repeated = []
    for function, inputs, options in calls:
        sizes = (function, tuple(np.shape(entry) for entry in inputs))
        inputs = first.setdefault(sizes, inputs)
        if not any(np.ndim(entry) for entry in inputs):
            inputs = tuple(np.float64(entry) for entry in inputs)
            function = OPERATORS.get(getattr(function, "__name__", ""), function)
        repeated.append((function, inputs, options))
    return Floor(tuple(repeated))

"""An expression of the model as a spreadsheet formula: the third reading of one definition."""

from __future__ import annotations

from collections.abc import Callable

from calculators.quantity import Number
from calculators.symbol import Symbol

_STRENGTH = {"+": 2, "-": 2, "*": 3, "/": 3, "neg": 5}
_COMPARED = frozenset({">", ">=", "<", "<="})
_WHOLE = 9

ALIKE = 60
"""How many formulas below each other may be alike."""


def excel(formula: Number, cell_of: Callable[[str], str]) -> str:
    """Return an expression as a spreadsheet formula, without the equals sign in front.

    Parameters
    ----------
    formula
        What `calculators.formula.expression` returned.
    cell_of
        The cell or the named cell that holds what has this name.

    Examples
    --------
    >>> from calculators.symbol import leaf
    >>> excel((1.0 - leaf("share")) * leaf("tickets"), lambda name: name)
    '(1-share)*tickets'
    """
    return _write(formula, cell_of)[0]


def number(value: float) -> str:
    """Return a constant with all its digits.

    Examples
    --------
    >>> number(12.0), number(0.1), number(1e-12)
    ('12', '0.1', '1e-12')
    """
    plain = float(value)
    return str(int(plain)) if plain.is_integer() and abs(plain) < 1e15 else repr(plain)


def _write(formula: Number, cell_of: Callable[[str], str]) -> tuple[str, int]:
    """Return the text and how strongly it binds."""
    if not isinstance(formula, Symbol):
        return number(formula), _WHOLE if formula >= 0.0 else 1
    operation = formula.operation
    if operation == "leaf":
        return cell_of(formula.parts[0]), _WHOLE
    texts = [_write(part, cell_of) for part in formula.parts]
    match operation:
        case "where":
            return f"IF({texts[0][0]},{texts[1][0]},{texts[2][0]})", _WHOLE
        case "min" | "max" | "exp":
            return f"{operation.upper()}({','.join(text for text, _ in texts)})", _WHOLE
        case "**":
            return _power(formula, texts), _WHOLE
        case "neg":
            return f"-{_bracketed(texts[0], _STRENGTH['neg'])}", 1
    left, right = texts
    if operation in _COMPARED:
        return f"{_bracketed(left, 2)}{operation}{_bracketed(right, 2)}", 0
    strength = _STRENGTH[operation]
    right_needs = strength + (operation in ("-", "/"))
    return f"{_bracketed(left, strength)}{operation}{_bracketed(right, right_needs)}", strength


def _power(formula: Symbol, texts: list[tuple[str, int]]) -> str:
    base, exponent = (_bracketed(text, _WHOLE) for text in texts)
    power = f"POWER({texts[0][0]},{texts[1][0]})"
    # nothing to the power of nothing is 1 in the model, and an error in some spreadsheets
    unsure = isinstance(formula.parts[1], Symbol) and formula.parts[1].operation == "leaf"
    return f"IF({exponent}=0,1,{power})" if unsure and base else power


def _bracketed(text: tuple[str, int], needed: int) -> str:
    words, strength = text
    return words if strength >= needed else f"({words})"


def apart(formula: str, month: int) -> str:
    """Return the formula of a month, counted from 0, so that no more than sixty below each other are alike.

    From a hundred on LibreOffice (7.4) computes them side by side, and takes what is not there yet for nothing.

    Examples
    --------
    >>> apart("A1+1", 59), apart("A1+1", 60)
    ('A1+1', '(A1+1)')
    """
    return f"({formula})" if month // ALIKE % 2 else formula

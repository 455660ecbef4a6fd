"""The rate of return as cells find it: what is cached in them is what the engine has."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from calculators.finance import internal_rate
from exports.workbook import rate_of_return

MONEY = st.floats(1.0, 1e6)


@given(
    spent=st.lists(MONEY, min_size=1, max_size=60),
    earned=st.lists(MONEY, min_size=1, max_size=60),
    is_loan=st.booleans(),
)
def test_it_is_the_engines(spent: list[float], earned: list[float], is_loan: bool) -> None:
    flows = np.asarray([*(-amount for amount in spent), *earned]) * (-1.0 if is_loan else 1.0)
    told = rate_of_return.rows(flows, cells="Cash!C7:C127", first=7, top=130)[-1].cells[0][1]
    wanted = internal_rate(-flows[0], flows[1:]).rate
    if wanted is None:
        assert told == rate_of_return.BEYOND
    else:
        np.testing.assert_allclose(float(told), wanted, rtol=1e-9, atol=1e-12)


def test_without_a_change_of_sign_nothing_fails() -> None:
    for flows in (np.zeros(13), np.ones(13), -np.ones(13)):
        rows = rate_of_return.rows(flows, cells="Cash!C7:C19", first=7, top=22)
        assert rows[-1].cells[0][1] == rate_of_return.BEYOND

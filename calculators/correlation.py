"""Rank correlations between assumptions: whether they can all hold at once, and the normal copula behind them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

IMPOSSIBLE = (
    "these correlations cannot all hold at once, pairs not given counting as unrelated: lower one of them"
)


def cholesky(pairs: Mapping[tuple[str, str], float]) -> Array:
    """Return the Cholesky factor of the normal correlations behind rank correlations.

    Parameters
    ----------
    pairs
        Rank correlation, between -1 and 1, of pairs of ids.

    Returns
    -------
    Array
        Lower triangle over all ids that occur, in alphabetical order.

    Raises
    ------
    ValueError
        Where they cannot all hold at once.

    Examples
    --------
    >>> cholesky({("leads", "referrals"): 0.5}).round(4).tolist()
    [[1.0, 0.0], [0.5176, 0.8556]]
    """
    involved = sorted({name for pair in pairs for name in pair})
    matrix = np.eye(len(involved))
    for (first, second), rank in pairs.items():
        row, column = involved.index(first), involved.index(second)
        matrix[row, column] = matrix[column, row] = 2.0 * np.sin(np.pi * rank / 6.0)
    try:
        return np.asarray(np.linalg.cholesky(matrix))
    except np.linalg.LinAlgError:
        raise ValueError(IMPOSSIBLE) from None

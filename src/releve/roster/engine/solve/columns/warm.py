"""Compiles the kernels of pricing, so that no search waits for it; Numba keeps the result."""

from __future__ import annotations

import numpy as np

from releve.roster.engine.solve.columns.nets import Net
from releve.roster.engine.solve.columns.pricing import Pricer


def warm() -> None:
    """Price the only line of a person with one day: every kernel is compiled, or loaded."""
    net = Net(
        first_arc=np.array([0, 1, 1], np.int64),
        target=np.array([1], np.int64),
        kind=np.array([0], np.int64),
        cost=np.zeros(1),
        days=1,
    )
    Pricer(net, np.zeros(1), []).price(np.zeros(1), np.empty(2))


if __name__ == "__main__":
    warm()

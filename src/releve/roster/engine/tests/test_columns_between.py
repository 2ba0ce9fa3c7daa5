"""Lines between one that is too full and one that is not full enough, over half a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.solve.columns.between import between
from releve.roster.engine.solve.columns.meter import Meter
from releve.roster.engine.solve.columns.relaxation import Pricing
from releve.roster.engine.solve.columns.seats import Seat, ward
from releve.roster.engine.tests.builders import a_benchmark

ALWAYS_WELCOME = -100.0
"""Points of every move with work: all are worth the same, so that prices alone jump."""


@pytest.fixture(name="pricing")
def a_pricing() -> Iterator[Pricing]:
    made = Pricing(Meter(None, None, None), 1)
    yield made
    made.close()


def seats(seed: int) -> list[Seat]:
    """Return people who work four fifths of half a year; pricing carries no more of their sums."""
    full, asked = 26 * 5 * 480, 26 * 4 * 480
    text = a_benchmark(seed, people=4, weeks=26, types=3)
    text = text.replace(f",{full},{full - 960},", f",{asked},{asked - 960},")
    return [replace(seat, most_cells=0) for seat in ward(read_benchmark(text)).seats]


@pytest.mark.parametrize("seed", range(3))
def test_a_line_is_found_where_sums_are_too_many_to_be_carried(pricing: Pricing, seed: int) -> None:
    jumped = 0
    for seat in seats(seed):
        works = np.array([bool(choice) for choice in seat.graph.choices])
        costs = seat.cost + np.where(works, ALWAYS_WELCOME, 0.0)

        def price(pricer, asked):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as between is given it
            return pricing.price([(pricer, asked)], 1)[0][0]

        cheapest = price(seat.pricer, costs)
        assert seat.broken(cheapest.kinds)
        jumped += not pricing.lawful(seat, costs, cheapest)
        found = between(seat, costs, price)
        assert found is not None
        assert seat.is_lawful(found.kinds)
        true = found.own + float(costs[found.kinds].sum())
        assert found.reduced == pytest.approx(true)
        assert found.reduced >= cheapest.reduced - 1e-6
        walked = seat.walk([seat.graph.choices[kind] for kind in found.kinds.tolist()])
        assert walked is not None
        assert walked.cost == pytest.approx(seat.line(found.kinds, found.own).cost)
    assert jumped > 0

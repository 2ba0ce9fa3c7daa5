"""Nets with their sums written out, against every line that there is."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.generate import generate
from releve.roster.engine.problem import Problem
from releve.roster.engine.solve.columns.graph import Floats
from releve.roster.engine.solve.columns.nets import retold
from releve.roster.engine.solve.columns.seats import Seat, ward
from releve.roster.engine.solve.columns.unfold import unfolded, whole
from releve.roster.engine.tests.builders import a_benchmark
from releve.roster.engine.tests.test_columns_pricing import (
    arc_costs,
    every_line,
    narrowed,
    some_prices,
)

MANY = 10**9
FAR = 1e9

Lines = dict[tuple[int, ...], float]
"""Kinds of moves, and what a line costs by itself: its arcs and all its counters."""


def a_small_seat(seat: Seat, chance: random.Random, *, soft: bool) -> Seat | None:
    """Return a seat of so few lines that every one of them can be tried."""
    small = narrowed(seat.pricer, chance)
    if small is None:
        return None
    counters = [retold(small.net, one) for one in seat.soft] if soft else []
    return replace(seat, pricer=small, soft=counters, hard=[])


def lines_of(seat: Seat) -> Lines:
    """Return every lawful line of a seat."""
    found: Lines = {}
    for kinds in every_line(seat.pricer.net):
        at = np.array(kinds)
        counters = sum(one.charge(at) or 0.0 for one in seat.soft)
        own = arc_costs(seat.pricer.net, kinds) + seat.pricer.charge(at) + counters
        if np.isfinite(own):
            found[tuple(kinds)] = own
    return found


def some_seats(problem: Problem, chance: random.Random, *, soft: bool) -> list[Seat]:
    """Return some small seats of a problem that have lines."""
    seats = ward(problem).seats
    chosen = chance.sample(seats, min(4, len(seats)))
    small = [a_small_seat(seat, chance, soft=soft) for seat in chosen]
    return [seat for seat in small if seat is not None and lines_of(seat)]


def check_without_rows(problem: Problem, seed: int) -> int:
    """Hold what is written out to the lines near the cheapest; return how many there were."""
    chance, met = random.Random(seed), 0  # noqa: S311 - a repeatable choice, no secret
    for seat in some_seats(problem, chance, soft=False):
        prices, above = some_prices(seat.pricer, chance), chance.uniform(0, 60)
        every = lines_of(seat)
        reduced = {kinds: own + float(prices[list(kinds)].sum()) for kinds, own in every.items()}
        limit = min(reduced.values()) + above
        expected = {kinds for kinds, cost in reduced.items() if cost < limit - 1e-6}
        found = unfolded(seat, prices, [], above, MANY)
        assert found is not None
        lines = lines_of(found[0])
        assert found[1] == above
        assert expected <= set(lines)
        assert all(np.isclose(own, every[kinds]) for kinds, own in lines.items())
        met += len(expected)
    return met


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_every_line_near_the_cheapest_is_written_out(seed: int) -> None:
    check_without_rows(read_benchmark(a_benchmark(seed, people=4, weeks=2, types=3)), seed)


def test_the_comparison_meets_lines() -> None:
    assert check_without_rows(read_benchmark(a_benchmark(1, people=4, weeks=2, types=3)), 1) > 5


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([1, 4]), st.integers(0, 10_000))
def test_what_is_written_out_of_a_ward_costs_what_its_counters_say(weeks: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    for seat in some_seats(generate(people=8, weeks=weeks, seed=seed), chance, soft=True):
        prices = some_prices(seat.pricer, chance)
        paid: list[Floats] = [
            np.array(one.added * chance.uniform(-3, 3), np.float64) for one in seat.soft
        ]
        every, found = lines_of(seat), unfolded(seat, prices, paid, FAR, MANY)
        assert found is not None
        lines = lines_of(found[0])
        assert set(lines) == set(every)
        assert all(np.isclose(own, every[kinds]) for kinds, own in lines.items())


def test_rows_follow_a_counter_by_its_corners_without_changing_what_any_sum_costs() -> None:
    seats = ward(generate(people=8, weeks=4, seed=2)).seats
    met = 0
    for one in (one for seat in seats for one in (*seat.soft, *seat.pricer.dims)):
        sums, points = one.steps
        corners, at_corners = one.corners
        assert np.allclose(np.interp(sums, corners, at_corners), points)
        met += len(corners) < len(sums)
    assert met > 0


def test_of_many_states_those_of_the_cheapest_lines_are_kept() -> None:
    seat = ward(read_benchmark(a_benchmark(3, people=4, weeks=2, types=3))).seats[0]
    prices = some_prices(seat.pricer, random.Random(3))  # noqa: S311 - a repeatable choice
    found = unfolded(seat, prices, [], FAR, 60)
    assert found is not None
    small, above = found
    cheapest = seat.pricer.price(prices, np.empty(seat.pricer.cells))[0]
    again = small.pricer.price(prices, np.empty(small.pricer.cells))[0]
    assert (len(small.pricer.net.first_arc) <= 80, above < FAR) == (True, True)
    assert np.isclose(again.reduced, cheapest.reduced)


def test_a_seat_that_carries_every_counter_prices_the_cheapest_line_exactly() -> None:
    chance = random.Random(5)  # noqa: S311 - a repeatable choice, no secret
    for seat in some_seats(generate(people=8, weeks=1, seed=5), chance, soft=True):
        carried = whole(seat)
        prices = some_prices(seat.pricer, chance)
        costs = [own + float(prices[list(kinds)].sum()) for kinds, own in lines_of(seat).items()]
        path = carried.pricer.price(prices, np.empty(carried.pricer.cells))[0]
        assert np.isclose(path.reduced, min(costs))

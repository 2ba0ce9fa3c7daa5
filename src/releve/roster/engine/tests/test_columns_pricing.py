"""Pricing against every line that there is, tried one after another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.generate import generate
from releve.roster.engine.problem import Problem
from releve.roster.engine.solve.columns.graph import Floats
from releve.roster.engine.solve.columns.nets import Net
from releve.roster.engine.solve.columns.pricing import Pricer
from releve.roster.engine.solve.columns.seats import Seat, ward
from releve.roster.engine.tests.builders import a_benchmark

MOST_LINES = 4000


def every_line(net: Net) -> Iterator[list[int]]:
    """Yield the kinds of moves of every path from the first node to the last."""
    waiting: list[tuple[int, list[int]]] = [(0, [])]
    while waiting:
        node, kinds = waiting.pop()
        if node == len(net.first_arc) - 2:
            yield kinds
        waiting.extend(
            (int(net.target[arc]), [*kinds, int(net.kind[arc])])
            for arc in range(net.first_arc[node], net.first_arc[node + 1])
        )


def arc_costs(net: Net, kinds: list[int]) -> float:
    """Return what the arcs of a path cost by themselves."""
    node, total = 0, 0.0
    for kind in kinds:
        arc = next(
            at for at in range(net.first_arc[node], net.first_arc[node + 1]) if net.kind[at] == kind
        )
        total += float(net.cost[arc])
        node = int(net.target[arc])
    return total


def narrowed(pricer: Pricer, chance: random.Random) -> Pricer | None:
    """Return a pricer with the moves of so few lines that every line of them can be tried."""
    room = np.empty(pricer.cells)
    lines = [pricer.price(some_prices(pricer, chance), room)[0] for _ in range(5)]
    for count in range(len(lines), 0, -1):
        is_open = np.zeros(len(pricer.cost), bool)
        for path in lines[:count]:
            if np.isfinite(path.reduced):
                is_open[path.kinds] = True
        found = pricer.within(is_open)
        if found is not None and not any(islice(every_line(found.net), MOST_LINES, None)):
            return found
    return None


def some_prices(pricer: Pricer, chance: random.Random) -> Floats:
    """Return a price for each kind of move."""
    return np.array([chance.uniform(-20, 20) for _ in pricer.cost])


def check(seat: Seat, chance: random.Random) -> bool:
    """Hold the cheapest line at random prices to all lines; return whether there were any."""
    pricer = seat.pricer
    for one in seat.hard:
        if all(dim.counter is not one.counter for dim in pricer.dims):
            pricer = pricer.carrying(one, 10**6) or pricer
    small = narrowed(pricer, chance)
    if small is None:
        return False
    prices = some_prices(small, chance)
    costs = []
    for kinds in every_line(small.net):
        at = np.array(kinds)
        costs.append(arc_costs(small.net, kinds) + float(prices[at].sum()) + small.charge(at))
    found = small.price(prices, np.empty(small.cells), 3)
    assert np.isclose(found[0].reduced, min(costs)) or found[0].reduced == min(costs)
    for path in found:
        if np.isfinite(path.reduced):
            assert np.isclose(path.reduced, path.own + float(prices[path.kinds].sum()))
            assert np.isfinite(small.charge(path.kinds))
    return bool(np.isfinite(min(costs)))


def priced(problem: Problem, seed: int) -> int:
    """Check some seats of a problem and return how many had a lawful line left."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    seats = ward(problem).seats
    return sum(check(seat, chance) for seat in chance.sample(seats, min(4, len(seats))))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_no_line_of_the_benchmark_is_cheaper_than_the_priced_one(seed: int) -> None:
    priced(read_benchmark(a_benchmark(seed, people=4, weeks=2, types=3)), seed)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([1, 4]), st.integers(0, 10_000))
def test_no_line_of_a_ward_is_cheaper_than_the_priced_one(weeks: int, seed: int) -> None:
    priced(generate(people=8, weeks=weeks, seed=seed), seed)


def test_the_comparison_meets_lines_with_caps_that_bind() -> None:
    met = sum(
        priced(read_benchmark(a_benchmark(seed, people=4, weeks=2, types=3)), seed)
        for seed in range(6)
    )
    assert met > 5

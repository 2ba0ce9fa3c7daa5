"""Seats that several searches hold at once: what one lets pricing carry, no other may overlook."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.solve.columns.answer import HOLE_PRICE
from releve.roster.engine.solve.columns.graph import Floats
from releve.roster.engine.solve.columns.lines import Cover
from releve.roster.engine.solve.columns.meter import Meter
from releve.roster.engine.solve.columns.pricing import Path, Pricer
from releve.roster.engine.solve.columns.relaxation import USED, Pricing, Relaxation
from releve.roster.engine.solve.columns.seats import Seat, ward
from releve.roster.engine.tests.builders import a_benchmark


class Restless(Pricing):
    """Pricing during which another search lets seats carry what lines break."""

    seats: Sequence[Seat] = ()
    chance: random.Random | None = None

    def price(self, asked: Sequence[tuple[Pricer, Floats]], each: int) -> list[list[Path]]:
        """Price, and let some seat meanwhile carry what the dearest line found here breaks."""
        found = super().price(asked, each)
        if self.chance is not None and len(asked) == len(self.seats):
            at = self.chance.randrange(len(self.seats))
            known = [path for path in found[at] if np.isfinite(path.reduced)]
            if known:
                self.seats[at].carry(known[0].kinds)
        return found


def relaxed(seed: int, chance: random.Random | None) -> Relaxation:
    """Return a relaxation brought to its end, disturbed where there is chance."""
    made = ward(read_benchmark(a_benchmark(seed, people=10, weeks=4, types=3)))
    pricing = Restless(Meter(None, None, None), 1)
    pricing.seats, pricing.chance = made.seats, chance
    root = Relaxation(
        made.seats, Cover(made.cells, HOLE_PRICE), np.array(made.settled, float), pricing
    )
    try:
        assert root.converge()
    finally:
        pricing.close()
    return root


@pytest.mark.parametrize("seed", range(6))
def test_a_bound_is_as_good_beside_another_search_as_alone(seed: int) -> None:
    alone = relaxed(seed, None)
    beside = relaxed(seed, random.Random(seed))  # noqa: S311 - a repeatable choice, no secret
    assert beside.bound == pytest.approx(alone.bound, rel=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_in_the_end_no_line_in_use_breaks_a_counter_that_no_row_follows(seed: int) -> None:
    root = relaxed(seed, random.Random(seed))  # noqa: S311 - a repeatable choice, no secret
    values = root.solved.values[root.master.first_line :]
    for at in np.flatnonzero(values > USED).tolist():
        seat = root.seats[root.master.owners[at]]
        capped = [one for _, one in root.master.caps[root.master.owners[at]]]
        kinds = root.master.lines[at].kinds
        assert seat.is_carried_lawful(kinds)
        assert all(any(one is row for row in capped) for one in seat.broken(kinds))

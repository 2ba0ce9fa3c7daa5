"""Dives: fixed as finely as the time that is left allows."""

from __future__ import annotations

import random

import numpy as np
import pytest

from releve.roster.engine.benchmark import read_benchmark
from releve.roster.engine.solve.columns.answer import COARSEST, FINEST, HOLE_PRICE, ColumnSearch
from releve.roster.engine.solve.columns.improve import Improver
from releve.roster.engine.solve.columns.lines import Cover, Line
from releve.roster.engine.solve.columns.meter import Meter
from releve.roster.engine.solve.columns.relaxation import Pricing, Relaxation
from releve.roster.engine.solve.columns.seats import Ward, ward
from releve.roster.engine.tests.builders import a_benchmark


def relaxed() -> tuple[Ward, Improver, Relaxation]:
    """Return a relaxation brought to its end, and what dives from it."""
    made = ward(read_benchmark(a_benchmark(3, people=12, weeks=4, types=3)))
    settled, cover = np.array(made.settled, float), Cover(made.cells, HOLE_PRICE)
    pricing = Pricing(Meter(None, None), 1)
    root = Relaxation(made.seats, cover, settled, pricing)
    root.converge()
    return made, Improver(made.seats, cover, settled, lambda _: None), root


def test_what_is_used_up_is_the_greater_of_time_and_work() -> None:
    assert Meter(None, None).used == 0.0
    assert Meter(None, 4.0, done=1.0).used == 0.25
    assert Meter(1e-9, 4.0).used > 1.0


@pytest.mark.parametrize("share", [FINEST, COARSEST])
def test_a_dive_ends_with_a_lawful_line_for_everybody(share: float) -> None:
    made, improver, root = relaxed()
    lines = improver.dive(root, share, random.Random(1))  # noqa: S311 - no secret
    root.pricing.close()
    assert lines is not None
    assert len(lines) == len(made.seats)
    assert all(line.is_lawful for line in lines)


@pytest.mark.parametrize(
    ("relaxed_in", "used", "share"),
    [
        (0.0, 0.0, FINEST),
        (0.1, 0.1, FINEST / 1.08),
        (0.2, 0.2, FINEST * 1 / 0.48),
        (0.5, 0.9, 0.25),
    ],
)
def test_the_less_time_is_left_the_more_lines_a_round_fixes(
    relaxed_in: float, used: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def dive(*args: object) -> list[Line] | None:
        asked.append(float(str(args[2])))
        return None

    monkeypatch.setattr(Improver, "dive", dive)
    problem = read_benchmark(a_benchmark(3, people=4, weeks=2, types=2))
    search = ColumnSearch(problem, Meter(None, 10.0, done=10.0 * used), 0, 1, lambda *_: None, 0.0)
    search.relaxed_in = relaxed_in
    _made, improver, root = relaxed()
    root.pricing.close()
    search._dive(improver, root, None)  # noqa: SLF001 - how finely is decided there
    assert asked == [pytest.approx(max(FINEST, share))]

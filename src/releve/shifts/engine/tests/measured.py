"""How long the load signals of a hospital's year take; no test waits for a clock."""

from __future__ import annotations

import time
from typing import Any

from releve.shifts.engine.load import By, load
from releve.shifts.engine.tests.years import hospital_year

PEOPLE = 3000
ROUNDS = 5


def figures(*, people: int = PEOPLE, rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the seconds that a year of an invented hospital takes, each round and the middle one.

    By the wall's clock and by the processor's, by unit and by person, without reading any table.
    """
    facts, shifts = hospital_year(people)
    told: dict[str, Any] = {"people": people, "shifts": shifts, "units": facts["units"]}
    ways: tuple[By, ...] = ("unit", "person")
    for by in ways:
        wall, work = [], []
        for _round in range(rounds):
            began, worked = time.perf_counter(), time.process_time()
            load(**facts, by=by)
            wall.append(round(time.perf_counter() - began, 3))
            work.append(round(time.process_time() - worked, 3))
        told[by] = {
            "seconds": sorted(wall),
            "middle": sorted(wall)[rounds // 2],
            "processor_middle": sorted(work)[rounds // 2],
        }
    return told

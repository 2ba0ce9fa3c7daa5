"""Tiny problems and finished runs for the tests of the bench; every person is fictional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from releve.kit.engines import Params
from releve.roster.bench.child import Measured
from releve.roster.engine.benchmark import FIRST_DAY, read_benchmark
from releve.roster.engine.peers import Claim, Task
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.score import score
from releve.roster.tests.builders import ward, written

HEADS = {
    "SECTION_HORIZON": "# All instances start on a Monday\n# The horizon length in days:\n",
    "SECTION_SHIFTS": "# ShiftID, Length in mins, Shifts which cannot follow this shift\n",
    "SECTION_STAFF": "# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts,"
    " MinConsecutiveShifts, MinConsecutiveDaysOff, MaxWeekends\n",
    "SECTION_DAYS_OFF": "# EmployeeID, DayIndexes (start at zero)\n",
    "SECTION_SHIFT_ON_REQUESTS": "# EmployeeID, Day, ShiftID, Weight\n",
    "SECTION_SHIFT_OFF_REQUESTS": "# EmployeeID, Day, ShiftID, Weight\n",
    "SECTION_COVER": "# Day, ShiftID, Requirement, Weight for under, Weight for over\n",
}
"""The comments above the lines of each section, which other readers of the format count on."""


def instance(**sections: Sequence[str]) -> str:
    """Return an instance of the public format; sections by the end of their titles."""
    parts = []
    for title, head in HEADS.items():
        lines = sections.get(title.removeprefix("SECTION_").lower(), ())
        parts.append(f"{title}\n{head}" + "".join(f"{line}\n" for line in lines))
    return "\n".join(parts)


ONE_SHIFT = instance(
    horizon=("7",),
    shifts=("D,480,",),
    staff=("A,D=7,2400,960,5,2,2,1", "B,D=7,2400,960,5,2,2,1", "C,D=3,1440,0,3,1,1,0"),
    days_off=("A,0", "B,5"),
    shift_on_requests=("A,2,D,2", "C,4,D,3"),
    shift_off_requests=("B,3,D,1",),
    cover=tuple(f"{day},D,{1 + (day == 3)},100,1" for day in range(7)),
)

TWO_SHIFTS = instance(
    horizon=("14",),
    shifts=("E,480,", "L,540,E"),
    staff=(
        "A,E=14|L=14,4500,2400,5,2,2,1",
        "B,E=14|L=14,4500,2400,5,2,2,1",
        "C,E=14|L=0,4000,1500,4,2,2,1",
        "D,E=5|L=9,4500,2400,5,2,3,2",
        "F,E=10|L=10,2700,900,3,1,2,1",
    ),
    days_off=("A,3,4", "D,8"),
    shift_on_requests=("A,6,L,2", "B,2,E,3", "F,10,L,1"),
    shift_off_requests=("C,1,E,2", "D,5,L,3", "B,12,L,1"),
    cover=tuple(f"{day},{code},1,100,1" for day in range(14) for code in ("E", "L")),
)

PLAN_OF_ONE_SHIFT = {"A": (1, 2, 3, 4), "B": (0, 1), "C": (4,)}
"""Lawful, and not the best."""


def folder_of_problems(folder: Path) -> Path:
    """Write two instances of the public format and a small ward."""
    folder.mkdir(exist_ok=True)
    written(folder / "Tiny1.txt", ONE_SHIFT)
    written(folder / "Tiny2.txt", TWO_SHIFTS)
    written(folder / "ward.json", ward())
    return folder


def one_shift() -> Problem:
    """Return the tiniest problem."""
    return read_benchmark(ONE_SHIFT, name="Tiny1")


def task_of(text: str, seconds: float = 10.0) -> Task:
    """Return an instance as a task."""
    return Task(read_benchmark(text), text, Params(seconds=seconds, workers=2))


def days_of(given: Mapping[str, Sequence[int]], shift: str = "D") -> tuple[Assignment, ...]:
    """Return assignments from the days of each person."""
    return tuple(
        sorted(
            Assignment(person, FIRST_DAY + timedelta(days=day), shift)
            for person, days in given.items()
            for day in days
        )
    )


def claimed(problem: Problem, answer: Sequence[Assignment], **changes: Any) -> Claim:
    """Return an honest claim of an answer, with some of it changed."""
    weighed = score(problem, answer)
    facts: dict[str, Any] = {
        "engine": "by hand",
        "status": "feasible",
        "answer": tuple(answer),
        "cost": weighed.cost,
        "hole_cost": weighed.hole_cost,
        "bound": None,
    }
    return Claim(**(facts | changes))


def told(claim: Claim | None, **changes: Any) -> Measured:
    """Return a run that ended by itself with a claim."""
    facts: dict[str, Any] = {
        "ended": "done",
        "claim": claim,
        "seconds": 1.0,
        "cpu_seconds": 1.5,
        "peak_megabytes": 120.0,
    }
    return Measured(**(facts | changes))

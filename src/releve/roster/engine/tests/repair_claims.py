"""Random absences of the example ward, repaired and judged: figures for ``scripts/measure``."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from random import Random
from statistics import median
from typing import Any

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.repair import Absence, Repaired, repair
from releve.roster.engine.repair.torn import with_absence
from releve.roster.engine.solve import instrument, solve
from releve.roster.engine.tests.why_claims import WARD, ward

SEED = 2026
SECONDS = 2.0
LONGEST_DAYS = 7


def drawn_absences(problem: Problem, answer: tuple[Assignment, ...], count: int) -> list[Absence]:
    """Return absences of one to seven days that take a shift away, always the same."""
    draw = Random(SEED)  # noqa: S311  # absences to repair, nothing secret
    found: list[Absence] = []
    while len(found) < count:
        person, first = draw.choice(problem.people).id, draw.choice(problem.days)
        last = min(problem.ends_on, first + timedelta(days=draw.randint(0, LONGEST_DAYS - 1)))
        if any(cell.person == person and first <= cell.day <= last for cell in answer):
            found.append(Absence(person, first, last))
    return found


def is_lawful(problem: Problem, answer: Iterable[Assignment], told: Repaired) -> bool:
    """Whether the judge finds no breach in any repair, and nothing changed before the date."""
    known, before = with_absence(problem, told.absence), set(answer)
    early = (
        cell
        for one in told.repairs
        for cell in before ^ set(one.answer)
        if cell.day < told.changes_from
    )
    return (
        bool(told.repairs)
        and set(early) <= set(told.emptied)
        and all(
            breach.status == "soft" for one in told.repairs for breach in audit(known, one.answer)
        )
    )


def figures(*, absences: int, seconds: float) -> dict[str, Any]:
    """Return how long repairs took, what they changed, and how many were lawful and proven."""
    problem = ward()
    solved = solve(problem, Params(seconds=seconds))
    instrument.load()
    drawn = drawn_absences(problem, solved.answer, absences)
    repair(problem, solved.answer, drawn[0])  # warm: rule packs read, code loaded
    spent, busy, told = [], [], []
    for absence in drawn:
        began, worked = time.perf_counter(), time.process_time()
        told.append(repair(problem, solved.answer, absence, params=_params()))
        spent.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    ranked = sorted(spent)
    firsts = [one.repairs[0] for one in told if one.repairs]
    return {
        "problem": WARD.name,
        "people": len(problem.people),
        "days": len(problem.days),
        "absences": absences,
        "days_away_most": LONGEST_DAYS,
        "seed": SEED,
        "seconds_allowed": SECONDS,
        "workers": 1,
        "seconds_median": round(median(spent), 3),
        "seconds_p95": round(ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))], 3),
        "seconds_most": round(ranked[-1], 3),
        "cpu_seconds_median": round(median(busy), 3),
        "cpu_seconds_most": round(max(busy), 3),
        "audited_without_breach": sum(is_lawful(problem, solved.answer, one) for one in told),
        "holes_proven": sum(one.holes_proven for one in told),
        "changes_proven": sum(one.holes_proven and one.changes_proven for one in told),
        "cost_proven": sum(
            one.holes_proven and one.changes_proven and one.cost_proven for one in told
        ),
        "without_new_holes": sum(not first.opened for first in firsts),
        "kinds_of_the_first": dict(sorted(Counter(first.kind for first in firsts).items())),
        "changed_cells": dict(sorted(Counter(len(first.changes) for first in firsts).items())),
        "shifts_taken_away": dict(sorted(Counter(len(one.emptied) for one in told).items())),
        "three_repairs_or_more": sum(len(one.repairs) >= 3 for one in told),
        "engines": dict(sorted(Counter(one.engine for one in told).items())),
    }


def _params() -> Params:
    return Params(seconds=SECONDS, workers=1)

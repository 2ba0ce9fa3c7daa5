"""What "why?" claims of cells of the example ward, held against full solves.

Used by a campaign of tests and by ``scripts/measure``: the same cells, the same comparisons.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, FixedCell, Problem
from releve.roster.engine.result import Result, points
from releve.roster.engine.solve import solve
from releve.roster.engine.why import Alternative, CellStory, Proven, WhyParams, why_cell

WARD = Path(__file__).resolve().parents[5] / "examples" / "emergency.json"
SEED = 2026

Cell = tuple[str, date]


@dataclass(frozen=True)
class Claim:
    """One alternative of one cell, and the full solve with that cell fixed, where there is one."""

    story: CellStory
    alternative: Alternative
    breaches_exact: bool
    full: Result | None

    def is_borne_out(self, present: Result) -> bool:
        """Whether the full solve contradicts nothing that was claimed."""
        one, full = self.alternative, self.full
        if full is None or full.status == "unknown":
            return self.breaches_exact
        if (one.verdict == "impossible") != (full.status == "infeasible"):
            return self.breaches_exact and one.verdict == "unknown"
        holes, cost = improvement(self, present)
        way = one.way
        if way is None:
            return self.breaches_exact
        within_holes = way.hole_gap is None or holes <= way.hole_gap
        within_cost = holes > 0 or way.gap is None or cost <= way.gap
        return self.breaches_exact and within_holes and within_cost


def improvement(claim: Claim, present: Result) -> tuple[int, int]:
    """Return by how much the full solve beats the way: holes, then cost where holes are equal."""
    way, full = claim.alternative.way, claim.full
    if way is None or full is None or full.score is None or present.score is None:
        return 0, 0
    holes = present.score.hole_cost + way.hole_change - full.score.hole_cost
    cost = present.score.cost + way.cost_change - full.score.cost
    return holes, cost if holes == 0 else 0


def ward() -> Problem:
    """Return the example ward."""
    return Problem.from_json(WARD.read_text(encoding="utf-8"))


def drawn_cells(problem: Problem, count: int) -> list[Cell]:
    """Return cells of the problem, drawn at random and always the same."""
    draw = Random(SEED)  # noqa: S311  # cells to look at, nothing secret
    return [(draw.choice(problem.people).id, draw.choice(problem.days)) for _ in range(count)]


def claims(
    problem: Problem,
    present: Result,
    *,
    cells: Sequence[Cell],
    full_seconds: float,
    params: WhyParams,
    processes: int = 1,
) -> list[Claim]:
    """Ask why of cells, one by one, then solve each alternative fully, a few seconds each."""
    weighed = present.score
    proven = Proven(present.hole_bound, present.bound, weighed.hole_cost if weighed else None)
    stories = [
        why_cell(problem, present.answer, cell, params=params, proven=proven) for cell in cells
    ]
    check = partial(checked, problem, present, full_seconds)
    if processes == 1:
        return [claim for story in stories for claim in check(story)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return [claim for found in pool.imap(check, stories) for claim in found]


def checked(
    problem: Problem, present: Result, full_seconds: float, story: CellStory
) -> list[Claim]:
    """Return the claims of one story, each with the full solve that has that cell fixed."""
    before = Counter(audit(problem, present.answer))
    found = []
    for one in story.alternatives:
        after = Counter(audit(problem, with_cell(present.answer, story, one))) - before
        hard = Counter({b: n for b, n in after.items() if b.status != "soft"})
        full = None
        if full_seconds > 0:
            fixed = FixedCell(story.person, story.day, one.shift)
            asked = problem.with_changes(fixed=(*problem.fixed, fixed))
            # From the way that was told: whatever better there is, the search has time for.
            start = one.way.answer if one.way else None
            full = solve(asked, Params(seconds=full_seconds, workers=2), hint=start)
        found.append(Claim(story, one, hard == Counter(one.breaches), full))
    return found


def with_cell(
    answer: tuple[Assignment, ...], story: CellStory, one: Alternative
) -> tuple[Assignment, ...]:
    """Return the plan in which that cell alone changes, in a ward without on-call duty."""
    kept = [cell for cell in answer if (cell.person, cell.day) != (story.person, story.day)]
    given = [] if one.shift is None else [Assignment(story.person, story.day, one.shift)]
    return tuple(sorted([*kept, *given]))


def figures(*, cells: int, seconds: float, full_seconds: float) -> dict[str, Any]:
    """Return the figures of a campaign for ``docs/measurements``."""
    problem, began = ward(), time.monotonic()
    present = solve(problem, Params(seconds=seconds, workers=2))
    asked_of = drawn_cells(problem, cells)
    found = claims(
        problem,
        present,
        cells=asked_of,
        full_seconds=full_seconds,
        params=WhyParams(),
        processes=2,
    )
    stories = {(c.story.person, c.story.day): c.story for c in found}
    asked = sorted(story.seconds for story in stories.values())
    better = [improvement(claim, present) for claim in found if claim.alternative.way]
    return {
        "problem": WARD.name,
        "cells": cells,
        "alternatives": len(found),
        "verdicts": dict(sorted(Counter(c.alternative.verdict for c in found).items())),
        "breaches_exact": sum(claim.breaches_exact for claim in found),
        "borne_out_by_full_solves": sum(claim.is_borne_out(present) for claim in found),
        "seconds_median": round(median(asked), 3),
        "seconds_most": round(asked[-1], 3),
        "full_solve_seconds": full_seconds,
        "full_solves_that_answered": sum(
            claim.full is not None and claim.full.status != "unknown" for claim in found
        ),
        "full_solve_covers_better": sum(holes > 0 for holes, _ in better),
        "full_solve_covers_worse": sum(holes < 0 for holes, _ in better),
        "full_solve_costs_less": sum(cost > 0 for _, cost in better),
        "full_solve_costs_less_by_most": points(max((cost for _, cost in better), default=0)),
        "seconds": round(time.monotonic() - began),
    }

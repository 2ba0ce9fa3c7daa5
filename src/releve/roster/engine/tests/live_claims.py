"""Random changes of wards, judged live and by whole audits: for tests and ``scripts/measure``."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from statistics import median
from typing import Any

from releve.roster.engine.audit import audit
from releve.roster.engine.compare import counter_changes
from releve.roster.engine.counters import counters
from releve.roster.engine.generate import generate
from releve.roster.engine.live import Edit, Judgement, LiveJudge
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Breach, Score
from releve.roster.engine.score import score

PEOPLE, WEEKS = 60, 5
SEED = 2026

Answer = tuple[Assignment, ...]


def month(seed: int) -> Problem:
    """Return an invented ward of sixty people and five weeks."""
    return generate(people=PEOPLE, weeks=WEEKS, seed=seed)


def any_plan(problem: Problem, draw: Random) -> Answer:
    """Return a plan drawn without a thought for the law, half of the days worked."""
    codes = [shift.code for shift in problem.shifts]
    return tuple(
        Assignment(person.id, day, draw.choice(codes))
        for person in problem.people
        for day in problem.days
        if draw.random() < 0.5
    )


def lawful_plan(problem: Problem, draw: Random) -> LiveJudge:
    """Return a roster filled need by need with whoever may take the shift: lawful, with holes."""
    live = LiveJudge.of(problem, ())
    for need in problem.needs:
        for day in problem.days:
            codes = [need.shift] if need.shift else [shift.code for shift in problem.shifts]
            for person in draw.sample(problem.people, len(problem.people)):
                holes = {(hole.need, hole.day) for hole in live.score.holes}
                if (need.id, day) not in holes:
                    break
                if live.shifts_at(person.id, day):
                    continue
                edit = Edit(person.id, day, (draw.choice(codes),))
                told = live.judge(edit)
                if told.is_allowed and told.hole_cost_change < 0:
                    live = live.after(edit)
    return live


def drawn_edit(problem: Problem, draw: Random) -> Edit:
    """Return a change of any cell: mostly one shift, at times none, rarely two."""
    codes = [shift.code for shift in problem.shifts]
    kind = draw.random()
    count = 0 if kind < 0.3 else 1 if kind < 0.95 else 2
    shifts = tuple(draw.choice(codes) for _ in range(count))
    return Edit(draw.choice(problem.people).id, draw.choice(problem.days), shifts)


class Whole:
    """What a whole audit, a whole scoring and all counters say of an answer."""

    def __init__(self, problem: Problem, answer: Answer) -> None:
        self.answer = answer
        self.breaches: Counter[Breach] = Counter(audit(problem, answer))
        self.score: Score = score(problem, answer)
        self.counters = counters(problem, answer)


def with_edit(answer: Answer, edit: Edit) -> Answer:
    """Return an answer with one cell replaced, worked out apart from the live judge."""
    kept = (cell for cell in answer if (cell.person, cell.day) != (edit.person, edit.day))
    return tuple(
        sorted((*kept, *(Assignment(edit.person, edit.day, code) for code in edit.shifts)))
    )


def differences(told: Judgement, before: Whole, after: Whole) -> list[str]:
    """Return what the live judgement says otherwise than whole audits do; nothing where equal."""
    person = told.change.person
    was, now = before.counters, after.counters
    said_and_true = {
        "appears": (Counter(told.appears), after.breaches - before.breaches),
        "disappears": (Counter(told.disappears), before.breaches - after.breaches),
        "score": (told.score, after.score),
        "hole cost": (told.hole_cost_change, after.score.hole_cost - before.score.hole_cost),
        "cost": (told.cost_change, after.score.cost - before.score.cost),
        "goals": (
            {(goal.before, goal.after) for goal in told.goals},
            {
                pair
                for pair in zip(before.score.goals, after.score.goals, strict=True)
                if pair[0] != pair[1]
            },
        ),
        "counters": (told.counters, counter_changes(was[person], now[person])),
        "cover": (
            {c.cell: c.missing_after - c.missing_before for c in told.cover if _misses(c)},
            _missing_changes(before.score, after.score, told),
        ),
    }
    return [name for name, (said, true) in said_and_true.items() if said != true]


def _misses(change: Any) -> bool:
    return bool(change.missing_after != change.missing_before)


def _missing_changes(before: Score, after: Score, told: Judgement) -> dict[Any, int]:
    """Return by how many people holes change, under the cover cells that the judgement names."""
    was = {(hole.need, hole.starts_at): hole.missing for hole in before.holes}
    now = {(hole.need, hole.starts_at): hole.missing for hole in after.holes}
    named = {(one.cell.need, one.cell.starts_at): one.cell for one in told.cover}
    changed = {
        key: now.get(key, 0) - was.get(key, 0)
        for key in {*was, *now}
        if now.get(key, 0) != was.get(key, 0)
    }
    return {named.get(key, key): more for key, more in changed.items()}


def unequal(problem: Problem, answer: Answer, *, edits: int, draw: Random) -> Iterator[str]:
    """Yield each change of a chain of changes on which the live judgement is not the whole one."""
    live, before = LiveJudge.of(problem, answer), Whole(problem, tuple(sorted(answer)))
    for _ in range(edits):
        edit = drawn_edit(problem, draw)
        told, later = live.judge(edit), live.after(edit)
        after = Whole(problem, with_edit(before.answer, edit))
        for name in differences(told, before, after):
            yield f"{name}: {edit}"
        if later.answer != after.answer or later.score != after.score:
            yield f"after: {edit}"
        live, before = later, after


def figures(*, edits: int) -> dict[str, Any]:
    """Return how long answers took on a month of sixty people, and how many were kept."""
    draw = Random(SEED)  # noqa: S311  # changes to judge, nothing secret
    problem = month(SEED)
    live = lawful_plan(problem, draw)
    began = time.perf_counter()
    score(problem, live.answer)
    audit(problem, live.answer)
    whole = time.perf_counter() - began
    spent, busy, kept, offered = [], [], 0, 0
    for _ in range(edits):
        edit = drawn_edit(problem, draw)
        began, worked = time.perf_counter(), time.process_time()
        told = live.judge(edit)
        others = live.alternatives(edit)
        spent.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - worked))
        offered += len(others) == 3
        if told.is_allowed:
            live, kept = live.after(edit), kept + 1
    return {
        "people": len(problem.people),
        "days": len(problem.days),
        "edits": edits,
        "seed": SEED,
        "kept": kept,
        "three_alternatives": offered,
        "milliseconds_median": round(median(spent), 1),
        "milliseconds_p95": round(sorted(spent)[int(0.95 * len(spent))], 1),
        "milliseconds_most": round(max(spent), 1),
        "cpu_milliseconds_median": round(median(busy), 1),
        "cpu_milliseconds_p95": round(sorted(busy)[int(0.95 * len(busy))], 1),
        "whole_audit_and_score_milliseconds": round(1000 * whole, 1),
    }

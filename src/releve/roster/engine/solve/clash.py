"""Why there is no lawful roster: an irreducible set of facts that clash.

Rules bind one person at a time; only the maxima of needs tie people together. So each person's
line is tried alone first: a clash is nearly always hers. Facts are then left out one by one; a
fact without which the rest is feasible stays. What remains is irreducible: leave out any one
and the rest can be met, each verified by its own search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Reason
from releve.roster.engine.solve.build import build, build_line
from releve.roster.engine.solve.cpsat import Limits, Search
from releve.roster.engine.solve.line import Slots
from releve.roster.engine.solve.model import Model, Row

STRUCTURE = ("DEFINITION", "ONE-A-DAY", "COVER", "GOAL")
"""Rows that say what things are; only the others are facts somebody could change."""

TRIAL_SECONDS = 5.0


def clash(problem: Problem) -> tuple[Reason, ...]:
    """Return an irreducible set of clashing facts, empty where none was found in time."""
    for model in _suspects(problem):
        if not _is_feasible(model, model.rows):
            return _reduced(model)
    return ()


def _suspects(problem: Problem) -> Iterator[Model]:
    """Yield each person's line alone, those with fixed cells first, then everybody together."""
    slots = Slots(problem)
    fixed = {cell.person for cell in problem.fixed}
    for person in sorted(problem.people, key=lambda person: person.id not in fixed):
        model = Model()
        build_line(slots, person, model)
        yield model
    yield build(problem).model


def _reduced(model: Model) -> tuple[Reason, ...]:
    """Leave out groups of rows, halves first, as long as the rest still clashes."""
    groups: dict[Reason, list[Row]] = {}
    frame = [row for row in model.rows if row.reason.code in STRUCTURE]
    for row in model.rows:
        if row.reason.code not in STRUCTURE:
            groups.setdefault(row.reason, []).append(row)

    def clashes(kept: Sequence[Reason]) -> bool:
        rows = [*frame, *(row for reason in kept for row in groups[reason])]
        return not _is_feasible(model, rows)

    kept = list(groups)
    size = len(kept) // 2
    while size >= 1:
        at = 0
        while at < len(kept):
            without = kept[:at] + kept[at + size :]
            if clashes(without):
                kept = without
            else:
                at += size
        size //= 2
    return tuple(kept)


def _is_feasible(model: Model, rows: Sequence[Row]) -> bool:
    """Whether the rows can be met together; what cannot be told in time counts as met."""
    trial = Model(domains=model.domains, rows=list(rows))
    limits = Limits(seconds=TRIAL_SECONDS, work=None, seed=0, workers=1, gap=0.0)
    return Search(trial).minimise({}, limits).status != "infeasible"

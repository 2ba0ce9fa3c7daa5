"""Why there is no lawful roster: an irreducible set of facts that clash.

Rules bind one person at a time; only the maxima of needs tie people together. So each person's
line is tried alone first: a clash is nearly always hers. Facts are then left out one by one; a
fact without which the rest is feasible stays. What remains is irreducible: leave out any one
and the rest can be met, each verified by its own search.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from releve.kit.engines import Cancelled
from releve.roster.engine.calendar import touched_days
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Reason
from releve.roster.engine.solve.build import build, build_line
from releve.roster.engine.solve.compile import ONE_DAY
from releve.roster.engine.solve.instrument import search_of
from releve.roster.engine.solve.limits import Limits
from releve.roster.engine.solve.line import Slots
from releve.roster.engine.solve.model import Model, Row

STRUCTURE = ("DEFINITION", "ONE-A-DAY", "COVER", "GOAL")
"""Rows that say what things are; only the others are facts somebody could change."""

TRIAL_SECONDS = 5.0
"""How long it may take to tell whether some facts can be met together."""

CLASH_SECONDS = 20.0
"""How long all the trials may take; whoever waits has been told already that nothing is lawful."""


@dataclass(frozen=True)
class Clash:
    """Facts that cannot be met together.

    ``is_irreducible``: whether, for each of them, the others were shown to be possible.
    """

    reasons: tuple[Reason, ...] = ()
    is_irreducible: bool = True


def clash(problem: Problem, *, cancelled: Cancelled | None = None) -> Clash:
    """Return an irreducible set of clashing facts, empty where none was found in time."""
    trials = _Trials(cancelled)
    for model in _suspects(problem):
        if trials.outcome(model, model.rows) == "infeasible":
            return _reduced(problem, model, trials)
    return Clash(is_irreducible=False)


def _suspects(problem: Problem) -> Iterator[Model]:
    """Yield each person's line alone, those with fixed cells first, then everybody together."""
    slots = Slots(problem)
    fixed = {cell.person for cell in problem.fixed}
    for person in sorted(problem.people, key=lambda person: person.id not in fixed):
        model = Model()
        build_line(slots, person, model)
        yield model
    yield build(problem).model


def _stated(problem: Problem, reason: Reason) -> Reason:
    """Return the fact as a ward states it: a whole absence, a regime, a kind of restriction.

    Nobody can take back an absence for one shift alone: all its rows are one fact.
    """
    if reason.code == "UNAVAILABLE" and reason.person and reason.day:
        days = _days_of(problem, reason.day, reason.shift)
        for first, last in _absences(problem, reason.person):
            if any(first <= day <= last for day in days):
                return Reason(reason.code, person=reason.person, day=first, to_day=last)
    if reason.code == "REGIME" or reason.code.startswith("R-"):
        return Reason(reason.code, person=reason.person)
    return reason


def _days_of(problem: Problem, day: date, shift: str | None) -> tuple[date, ...]:
    return touched_days(problem, day, shift) if shift else (day,)


def _absences(problem: Problem, person: str) -> list[tuple[date, date]]:
    """Return a person's absences, those that meet or follow one another as one."""
    stays = sorted((s.from_on, s.to_on) for s in problem.unavailable if s.person == person)
    joined: list[tuple[date, date]] = []
    for first, last in stays:
        if joined and first <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _reduced(problem: Problem, model: Model, trials: _Trials) -> Clash:
    """Leave out groups of rows, halves first, as long as the rest still clashes.

    A fact left alone with a clash in the last round, one by one, was shown to be needed: what
    is possible without it stays possible when still other facts are left out later.
    """
    groups: dict[Reason, list[Row]] = {}
    frame = [row for row in model.rows if row.reason.code in STRUCTURE]
    for row in model.rows:
        if row.reason.code not in STRUCTURE:
            groups.setdefault(_stated(problem, row.reason), []).append(row)

    def outcome(kept: Sequence[Reason]) -> str:
        return trials.outcome(model, [*frame, *(row for r in kept for row in groups[r])])

    kept = list(groups)
    size, doubts = max(1, len(kept) // 2), 0
    while size >= 1:
        at, doubts = 0, 0
        while at < len(kept):
            without = kept[:at] + kept[at + size :]
            told = outcome(without)
            if told == "infeasible":
                kept = without
            else:
                doubts += told == "unknown"
                at += size
        size //= 2
    return Clash(tuple(kept), is_irreducible=doubts == 0)


@dataclass
class _Trials:
    """Searches for any plan at all, as long as there is time."""

    cancelled: Cancelled | None
    until: float = field(default_factory=lambda: time.monotonic() + CLASH_SECONDS)

    def outcome(self, model: Model, rows: Sequence[Row]) -> str:
        """Return "infeasible", "unknown" where time did not suffice, or another status."""
        left = self.until - time.monotonic()
        if left <= 0 or (self.cancelled is not None and self.cancelled()):
            return "unknown"
        trial = Model(domains=model.domains, rows=list(rows))
        seconds = min(TRIAL_SECONDS, left)
        limits = Limits(seconds=seconds, work=None, seed=0, workers=1, gap=0.0)
        return search_of(trial).minimise({}, limits, cancelled=self.cancelled).status

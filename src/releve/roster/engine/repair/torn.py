"""A published plan that an absence has torn: what is left of it, and who may still move.

The absence empties every cell of hers that has a minute on one of its days. Needs ask no more
than the published plan gave them: a hole that was published stays accepted, and one that opens
or deepens is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from releve.roster.engine.audit import judge_of
from releve.roster.engine.calendar import touched_days
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind, Unavailability
from releve.roster.engine.repair.story import Absence, Cell, Changes
from releve.roster.engine.result import Breach
from releve.roster.engine.solve.around import Start, starts_of

Starts = frozenset[Start]
"""One person's shifts: the day on which each starts, and its code."""


class Torn:
    """A problem with an absence, the plan without the absent person's shifts, what may change."""

    def __init__(
        self,
        problem: Problem,
        answer: Iterable[Assignment],
        absence: Absence,
        changes_from: date | None = None,
    ) -> None:
        self.absence = absence
        self.published = tuple(sorted(answer))
        self.problem = with_absence(problem, absence)
        self.judge = judge_of(self.problem)
        self.cells = self.judge.cells
        self.lines = dict(starts_of(problem, self.published))
        self.before = dict(self.lines)
        taken = {start for start in self.lines[absence.person] if self._falls_in(*start)}
        self.lines[absence.person] -= taken
        self.emptied = tuple(sorted(Assignment(absence.person, *start) for start in taken))
        first = min([absence.from_on, *(day for day, _ in taken)])
        self.changes_from = first if changes_from is None else changes_from
        self._still = {(cell.person, cell.day) for cell in self.problem.fixed}
        self._still |= {(cell.person, cell.day) for cell in self.emptied}
        self._read_law(problem)
        self._read_cover()

    def _falls_in(self, day: date, code: str) -> bool:
        days = touched_days(self.problem, day, code)
        return any(self.absence.from_on <= on <= self.absence.to_on for on in days)

    # -- law ----------------------------------------------------------------------------------

    def _read_law(self, problem: Problem) -> None:
        """Note what the published plan breaks already; those people keep their shifts."""
        found = [b for b in judge_of(problem).breaches(self.published) if b.status != "soft"]
        away = self.absence.person
        kept = self.judge.of_person(away, assignments(away, self.lines[away]))
        still = Counter(b for b in found if b.person == away) & Counter(kept)
        self.broken: tuple[Breach, ...] = (
            *(b for b in found if b.person != away),
            *still.elements(),
        )
        self.tolerated: dict[str, Counter[Breach]] = {}
        for breach in self.broken:
            self.tolerated.setdefault(breach.person, Counter())[breach] += 1

    def may_move(self, person: str, day: date) -> bool:
        """Whether that cell may be given other shifts."""
        absence = self.absence
        away = person == absence.person and absence.from_on <= day <= absence.to_on
        return (
            day >= self.changes_from
            and day <= self.problem.ends_on
            and not away
            and person not in self.tolerated
            and (person, day) not in self._still
        )

    def frozen(self, person: str) -> Starts:
        """Return the shifts of a person that no repair takes from her."""
        return frozenset(
            (day, code) for day, code in self.lines[person] if not self.may_move(person, day)
        )

    @cached_property
    def contents(self) -> tuple[frozenset[str], ...]:
        """Everything that a cell can hold: a duty or none, and an on-call period or none."""
        shifts = self.problem.shifts
        duties = [s.code for s in shifts if s.kind is not ShiftKind.ON_CALL]
        calls = [s.code for s in shifts if s.kind is ShiftKind.ON_CALL]
        return tuple(
            frozenset(code for code in (duty, call) if code is not None)
            for duty in (None, *duties)
            for call in (None, *calls)
        )

    # -- cover --------------------------------------------------------------------------------

    def _read_cover(self) -> None:
        """Count who is there, before and after, and what each need may still ask."""
        self._by_start: dict[tuple[str, tuple[str, ...]], dict[Start, tuple[int, ...]]] = {}
        was = self._presence(self.before)
        self.present = self._presence(self.lines)
        self.was = was
        self.need = [min(cell.minimum, was[at]) for at, cell in enumerate(self.cells)]
        self.most = [
            None if cell.maximum is None else max(cell.maximum, self.present[at])
            for at, cell in enumerate(self.cells)
        ]

    def _presence(self, lines: dict[str, Starts]) -> list[int]:
        there = [0] * len(self.cells)
        for person in self.problem.people:
            past = frozenset((past.day, past.shift) for past in person.history)
            for at in self.covered(person, lines[person.id] | past):
                there[at] += 1
        return there

    def covered(self, person: Person, starts: Iterable[Start]) -> set[int]:
        """Return the places of the cover cells that these shifts of a person cover."""
        serves = self.serves(person)
        return {at for start in starts for at in serves.get(start, ())}

    def serves(self, person: Person) -> dict[Start, tuple[int, ...]]:
        """Return the cover cells that each shift covers when somebody like her works it."""
        key = (person.role, person.skills)
        if key not in self._by_start:
            found: dict[Start, list[int]] = {}
            for at, cell in enumerate(self.cells):
                if cell.suits(person):
                    for start in cell.covered_by:
                        found.setdefault(start, []).append(at)
            self._by_start[key] = {start: tuple(places) for start, places in found.items()}
        return self._by_start[key]

    def answer(self, changes: Changes) -> tuple[Assignment, ...]:
        """Return the whole plan with some cells changed."""
        kept = (
            Assignment(person, day, code)
            for person, starts in self.lines.items()
            for day, code in starts
            if (person, day) not in changes
        )
        given = (
            Assignment(person, day, code)
            for (person, day), codes in changes.items()
            for code in codes
        )
        return tuple(sorted([*kept, *given]))

    def changes_of(self, answer: Iterable[Assignment]) -> dict[Cell, frozenset[str]]:
        """Return the cells in which a plan differs from the torn one."""
        found: dict[Cell, frozenset[str]] = {}
        for person, starts in starts_of(self.problem, tuple(answer)).items():
            for day in sorted({day for day, _ in starts ^ self.lines[person]}):
                found[person, day] = codes_on(starts, day)
        return found


def with_absence(problem: Problem, absence: Absence) -> Problem:
    """Return the problem in which somebody is away, and no longer fixed to work meanwhile."""
    away = Unavailability(person=absence.person, from_on=absence.from_on, to_on=absence.to_on)

    def stands(person: str, day: date, code: str | None) -> bool:
        if person != absence.person or code is None:
            return True
        days = touched_days(problem, day, code)
        return not any(absence.from_on <= on <= absence.to_on for on in days)

    fixed = tuple(c for c in problem.fixed if stands(c.person, c.day, c.shift))
    return problem.with_changes(unavailable=(*problem.unavailable, away), fixed=fixed)


def assignments(person: str, starts: Iterable[Start]) -> list[Assignment]:
    """Return one person's shifts as assignments, in order."""
    return [Assignment(person, day, code) for day, code in sorted(starts)]


def codes_on(starts: Iterable[Start], day: date) -> frozenset[str]:
    """Return the codes of the shifts that start on a day."""
    return frozenset(code for on, code in starts if on == day)

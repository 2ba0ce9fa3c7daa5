"""Plan mode: an answer judged against its problem, history included.

Every window with a day in the period is looked at, as far as days are known. A window that
history has already spoilt asks of the plan only not to make it worse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain

from releve.roster.engine.audit.case import Case, Scope
from releve.roster.engine.audit.clock import Clock
from releve.roster.engine.audit.facts import fact_breaches
from releve.roster.engine.audit.feasts import feasts
from releve.roster.engine.audit.presence import Presence, crowded_cells
from releve.roster.engine.audit.record import cut_windows
from releve.roster.engine.audit.timeline import Timeline
from releve.roster.engine.audit.verdicts import in_order, judge
from releve.roster.engine.audit.windows import Days
from releve.roster.engine.audit.worked import Shift, Stretch, shift_of
from releve.roster.engine.cover import CoverCell, cover_cells
from releve.roster.engine.problem import Assignment, Person, Problem
from releve.roster.engine.result import Breach, NotJudged, Verdict
from releve.roster.engine.rules import Variant, load_pack, local_variants, variants


class PlanJudge:
    """A judge who has read one problem, and keeps what does not depend on an answer."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        judged = Days(problem.starts_on.toordinal(), problem.ends_on.toordinal())
        since = problem.history_from or problem.starts_on
        self.scope = Scope(
            clock=Clock(problem.zone),
            judged=judged,
            known=Days(since.toordinal(), judged.last),
            anchor=problem.anchor.toordinal(),
            cycle_weeks=problem.cycle_weeks,
            holidays=feasts(problem),
            is_plan=True,
        )
        self._shifts: dict[tuple[int, str], Shift] = {}
        self._history: dict[str, Timeline] = {}
        self._variants: dict[str, tuple[Variant, ...]] = {}

    def breaches(self, answer: Iterable[Assignment]) -> list[Breach]:
        """Return every breach of a whole answer; ``ValueError`` names a cell that is no cell."""
        by_person: dict[str, list[Assignment]] = {person.id: [] for person in self.problem.people}
        for cell in answer:
            self._check(cell)
            by_person[cell.person].append(cell)
        found = chain.from_iterable(self.of_person(who, by_person[who]) for who in by_person)
        return sorted([*self._crowded(by_person), *found], key=in_order)

    @cached_property
    def cells(self) -> tuple[CoverCell, ...]:
        """Every cover cell of the problem."""
        return cover_cells(self.problem)

    def presence(self, by_person: Mapping[str, Sequence[Assignment]]) -> Presence:
        """Return who is there when, history included."""
        return Presence(
            (person, self.timeline(person, by_person.get(person.id, ())).shifts)
            for person in self.problem.people
        )

    def _crowded(self, by_person: Mapping[str, Sequence[Assignment]]) -> Iterator[Breach]:
        bounded = [cell for cell in self.cells if cell.maximum is not None]
        if bounded:
            there, already = self.presence(by_person), self.presence({})
            yield from crowded_cells(bounded, there, already, self.scope.clock)

    def of_person(self, person_id: str, answer: Iterable[Assignment]) -> list[Breach]:
        """Return the breaches of one person given these cells, whatever others are given."""
        person = self.problem.person_by_id[person_id]
        cells = [cell for cell in answer if cell.person == person_id]
        for cell in cells:
            self._check(cell)
        case = self.case(person, cells)
        facts = fact_breaches(self.problem, person, case)
        return sorted([*facts, *judge(case, self.variants_of(person))], key=in_order)

    def case(self, person: Person, cells: Sequence[Assignment]) -> Case:
        """Return one person's minutes under an answer, beside those of her history alone."""
        return Case(
            person.id,
            self.scope,
            self.timeline(person, cells),
            past=lambda: self._history_of(person),
        )

    def timeline(self, person: Person, cells: Sequence[Assignment]) -> Timeline:
        """Return history and answer of one person, as minutes."""
        shifts = [self._shift(past.day, past.shift) for past in person.history]
        shifts += [self._shift(cell.day, cell.shift) for cell in cells]
        shifts.sort(key=lambda shift: (shift.start, shift.end))
        return self._timeline(shifts)

    def variants_of(self, person: Person) -> tuple[Variant, ...]:
        """Return every rule that binds one person, hard and soft, of her packs and the problem."""
        known = self._variants.get(person.id)
        if known is None:
            own = () if person.contract.pack is None else (person.contract.pack,)
            known = self._variants[person.id] = (
                *(
                    variant
                    for pack in dict.fromkeys((*own, *self.problem.packs))
                    for variant in variants(
                        load_pack(pack).rules,
                        unit=person.unit,
                        decisions=self.problem.decisions,
                    )
                    if variant.version is None
                    or variant.version.suits_cycle(self.problem.cycle_weeks)
                ),
                *local_variants(self.problem.rules, person=person.id),
            )
        return known

    def not_judged(self) -> list[NotJudged]:
        """Return what no plan of this problem can be judged by, once for each rule and window."""
        problem = self.problem
        rules = {
            rule.id: rule
            for person in problem.people
            for pack in (person.contract.pack, *problem.packs)
            if pack is not None
            for rule in load_pack(pack).rules
        }
        never = [
            NotJudged(rule.id, rule.not_judged, None, problem.starts_on, problem.ends_on)
            for rule in rules.values()
            if rule.not_judged is not None
        ]
        asked = (variant for person in problem.people for variant in self.variants_of(person))
        return list(dict.fromkeys([*never, *cut_windows(asked, self.scope, ())]))

    def _timeline(self, shifts: Sequence[Shift]) -> Timeline:
        scope = self.scope
        return Timeline(shifts, known=scope.known, clock=scope.clock, holidays=scope.holidays)

    def _history_of(self, person: Person) -> Timeline:
        known = self._history.get(person.id)
        if known is None:
            known = self._history[person.id] = self.timeline(person, ())
        return known

    def _shift(self, day: date, code: str) -> Shift:
        key = (day.toordinal(), code)
        known = self._shifts.get(key)
        if known is None:
            known = self._shifts[key] = self._read(day, code)
        return known

    def _read(self, day: date, code: str) -> Shift:
        kind = self.problem.shift_by_code[code]
        clock, number = self.scope.clock, day.toordinal()
        start = clock.at(number, kind.starts_at.hour * 60 + kind.starts_at.minute)
        ends_on = number if kind.ends_at > kind.starts_at else number + 1
        end = clock.at(ends_on, kind.ends_at.hour * 60 + kind.ends_at.minute)
        stretch = Stretch(
            start=start,
            end=max(start, end),
            work=max(0, end - start - kind.unpaid_minutes),
            break_taken=kind.break_minutes,
        )
        return shift_of([stretch], clock=clock, kind=kind.kind, code=code)

    def _check(self, cell: Assignment) -> None:
        problem = self.problem
        known = cell.person in problem.person_by_id and cell.shift in problem.shift_by_code
        if not known or not problem.starts_on <= cell.day <= problem.ends_on:
            message = f"{cell} names a person, a shift or a day that the problem does not have"
            raise ValueError(message)


class _Same:
    """A problem as a key: the same object, since problems hold mappings and have no hash."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def __hash__(self) -> int:
        return id(self.problem)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.problem is other.problem


def judge_of(problem: Problem) -> PlanJudge:
    """Return the judge of a problem, the same one as long as the problem is in use."""
    return _judge_of(_Same(problem))


@lru_cache(maxsize=4)
def _judge_of(key: _Same) -> PlanJudge:
    return PlanJudge(key.problem)


def audit(problem: Problem, answer: Iterable[Assignment]) -> list[Breach]:
    """Return every breach of an answer, hard and soft; ``ValueError`` where a cell is no cell."""
    return judge_of(problem).breaches(answer)


def audit_person(problem: Problem, person_id: str, answer: Iterable[Assignment]) -> list[Breach]:
    """Return the breaches of one person given her cells, without those of cover."""
    return judge_of(problem).of_person(person_id, answer)


def plan_verdict(problem: Problem, answer: Iterable[Assignment]) -> Verdict:
    """Return the breaches of an answer and what it could not be judged by."""
    judge_here = judge_of(problem)
    return Verdict(tuple(judge_here.breaches(answer)), tuple(judge_here.not_judged()))

"""Who may move when a roster is solved again around a cell.

Colleagues who serve a need of hers can take her place or leave theirs to her. Those for whom a
plain exchange that day is lawful come first: whatever is found will most likely be theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from releve.roster.engine.problem import Assignment, Person
from releve.roster.engine.solve.around import Moves
from releve.roster.engine.why.present import Present
from releve.roster.engine.why.story import WhyParams


def moves_around(
    present: Present, who: Iterable[str], others: Sequence[Person], day: date, params: WhyParams
) -> Moves:
    """Return on which days whom may move: ``who`` on all, the first others on some."""
    every = frozenset(present.problem.days)
    near = frozenset(
        on for on in present.problem.days if abs(on - day) <= timedelta(days=params.days)
    )
    moves = {person.id: near for person in others[: params.people]}
    moves |= {person.id: every for person in others[: params.movers]}
    return moves | dict.fromkeys(who, every)


def colleagues(present: Present, person: Person, day: date) -> list[Person]:
    """Return who could exchange with her around that day, likeliest first."""
    given = {c.person: c.shift for c in present.answer if c.day == day}
    broken = {breach.person for breach in present.breaches if breach.status != "soft"}
    before = Counter(breach.person for breach in present.breaches.elements())
    shared = [cell for cell in present.judge.cells if cell.suits(person)]
    near = [cell for cell in shared if abs(cell.day - day) <= timedelta(days=1)] or shared
    found: list[tuple[tuple[int, int, int], Person]] = []
    for other in present.problem.people:
        served = sum(cell.suits(other) for cell in near)
        if other.id == person.id or not served or other.id in broken:
            continue
        wanted = given.get(person.id)
        same = int(given.get(other.id) == wanted)
        after = present.judge.of_person(other.id, _given(present, other.id, day, wanted))
        found.append(((same, len(after) - before[other.id], -served), other))
    return [other for _, other in sorted(found, key=lambda pair: pair[0])]


def _given(present: Present, person: str, day: date, shift: str | None) -> list[Assignment]:
    line = [cell for cell in present.lines[person] if cell.day != day]
    return [*line, *([] if shift is None else [Assignment(person, day, shift)])]

"""What could be done instead: who else could take a shift, what else she could be given.

Candidates are taken up in the order of the least that each can cost, and the rules are asked
only as long as one could still be among the best: most are never judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from releve.roster.engine.live.standing import Changed, Standing
from releve.roster.engine.live.story import Alternative, AlternativeKind, Edit, barring

MOST = 3


@dataclass(frozen=True)
class Candidate:
    """Changes to try together, before anybody has judged them."""

    kind: AlternativeKind
    edits: tuple[Edit, ...]


def alternatives(standing: Standing, edit: Edit, *, most: int = MOST) -> tuple[Alternative, ...]:
    """Return the best lawful changes that could be made instead of one, best first."""
    tried = [
        (standing.at_least(changed), place, one, changed)
        for place, one in enumerate(candidates(standing, edit))
        for changed in [standing.changed(one.edits)]
    ]
    tried.sort(key=lambda entry: entry[:2])
    found: list[tuple[tuple[int, int], int, Alternative]] = []
    for least, place, one, changed in tried:
        if len(found) >= most and least > found[most - 1][0]:
            break
        lawful = _tried(standing, one, changed)
        if lawful is not None:
            found.append(((lawful.hole_cost_change, lawful.cost_change), place, lawful))
            found.sort(key=lambda entry: entry[:2])
    return tuple(lawful for _, _, lawful in found[:most])


def candidates(standing: Standing, edit: Edit) -> Iterator[Candidate]:
    """Yield what could be tried instead of a change, in the order of the problem.

    Somebody else must be free that day, and count where the shift is asked for of the person
    of the cell. A cell that is emptied stays so while somebody takes over what it held.
    """
    standing.changed([edit])  # names a cell
    now, problem = standing.shifts_at(edit.person, edit.day), standing.lines.problem
    taken = tuple(code for code in edit.shifts if code not in now) or now
    first = () if edit.shifts else (edit,)
    if taken:
        wanted = standing.lines.asked(edit.day, taken) & standing.lines.suited(edit.person)
        for person in problem.people:
            is_free = person.id != edit.person and not standing.shifts_at(person.id, edit.day)
            if is_free and (not wanted or wanted & standing.lines.suited(person.id)):
                yield Candidate("person", (*first, Edit(person.id, edit.day, taken)))
    for codes in [*((shift.code,) for shift in problem.shifts), ()]:
        if codes not in (now, tuple(sorted(edit.shifts))):
            yield Candidate("shift", (Edit(edit.person, edit.day, codes),))


def _tried(standing: Standing, one: Candidate, changed: Changed) -> Alternative | None:
    """Return a candidate as an alternative; ``None`` where a hard rule forbids it."""
    lines = standing.lines
    for person, starts in changed.items():
        before = lines.law(person, standing.starts[person]).breaches
        # Facts are quick and mostly enough; soft rules are asked only where no hard one forbids.
        for hard in (lines.facts, lines.hard):
            if barring(hard(person, starts), before):
                return None
    found = standing.weigh(changed)
    if barring(found.appears, found.disappears):
        return None
    soft = tuple(breach for breach in found.appears if breach.status == "soft")
    return Alternative(one.kind, one.edits, found.hole_cost, found.cost, soft)

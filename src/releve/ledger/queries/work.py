"""Who worked in a unit and for how long, by profession: sums, and sets that never leave the room.

Professions of fewer than eight people are merged before anything is told or written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from releve.ledger.engine import merged
from releve.people.models import Level, Person
from releve.shifts.queries.planned import planned_of_unit
from releve.shifts.queries.worked import worked_of_unit

Days = tuple[date, date]


@dataclass
class Work:
    """The people and minutes of some days of a unit, by profession."""

    people: dict[str, set[int]] = field(default_factory=dict)
    planned: Counter[str] = field(default_factory=Counter)
    worked: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> dict[str, int]:
        """How many people of each profession."""
        return {name: len(people) for name, people in self.people.items()}

    def groups(self) -> dict[str, str]:
        """Return the group of each profession, none where all together are too few."""
        return merged(self.counts)


def work_of(unit: Level, days: Days) -> Work:
    """Return what was planned and worked in a unit on some days, both included."""
    planned = [one for one in planned_of_unit(unit, *days) if not one.is_on_call]
    worked = worked_of_unit(unit, *days)
    roles = roles_of(unit, {one.person_id for one in planned} | {one.person for one in worked})
    found = Work()
    for plan in planned:
        found.planned[roles[plan.person_id]] += plan.minutes
        found.people.setdefault(roles[plan.person_id], set()).add(plan.person_id)
    for one in worked:
        found.worked[roles[one.person]] += one.minutes
        found.people.setdefault(roles[one.person], set()).add(one.person)
    return found


def roles_of(unit: Level, people: Iterable[int]) -> Mapping[int, str]:
    """Return the profession of each of some people of a unit's hospital."""
    wanted = list(people)
    found: dict[int, str] = {}
    for at in range(0, len(wanted), 500):
        rows = Person.objects.for_hospital(unit.hospital_id or 0)
        found |= dict(rows.filter(pk__in=wanted[at : at + 500]).values_list("pk", "role__key"))
    return found


def summed(minutes: Mapping[str, int], groups: Mapping[str, str]) -> Counter[str]:
    """Return minutes by group; what belongs to no group is left out."""
    found: Counter[str] = Counter()
    for name, value in minutes.items():
        if name in groups:
            found[groups[name]] += value
    return found

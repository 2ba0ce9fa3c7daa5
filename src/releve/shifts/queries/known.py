"""What is known around the lines of a file, asked at once: a hospital's file has many lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from releve.people.models import Level
from releve.shifts.facts import Declared
from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift
from releve.shifts.queries.days import local_day, month_of
from releve.shifts.queries.planned import standing
from releve.shifts.queries.worked import declared_rows
from releve.shifts.vocabulary import LONGEST_HOURS, NO_WORK

AROUND = timedelta(hours=LONGEST_HOURS)
Start = tuple[int, datetime]


@dataclass(frozen=True)
class Known:
    """Planned and declared shifts near some declarations, and the months that are closed.

    ``declared``: rows in force, by key. ``codes``: the people's own, by key.
    """

    plans: Mapping[int, PlannedShift]
    plans_of: Mapping[int, Sequence[PlannedShift]]
    declared: Mapping[int, WorkedShift]
    by_plan: Mapping[int, WorkedShift]
    by_start: Mapping[Start, WorkedShift]
    closed: frozenset[tuple[int, date]]
    codes: Mapping[int, str]

    @classmethod
    def around(cls, hospital: Level, declared: Sequence[Declared]) -> Known:
        """Return what is known around some declarations of a hospital; a handful of queries."""
        if not declared:
            return cls({}, {}, {}, {}, {}, frozenset(), {})
        from_at = min(one.starts_at for one in declared) - AROUND
        until_at = max(one.ends_at for one in declared) + AROUND
        codes = {one.person.pk: one.person.code for one in declared}
        planned = PlannedShift.objects.for_hospital(hospital).filter(
            standing(None), is_on_call=False, starts_at__lt=until_at, ends_at__gt=from_at
        )
        plans = {row.pk: row for row in planned.select_related("unit") if row.person_id in codes}
        plans_of: dict[int, list[PlannedShift]] = {}
        for plan in plans.values():
            plans_of.setdefault(plan.person_id, []).append(plan)
        # An answer to a plan near by may itself begin a little further off.
        rows = declared_rows(hospital.pk).filter(
            starts_at__gte=from_at - AROUND, starts_at__lt=until_at + AROUND
        )
        found = {row.pk: row for row in rows.select_related("unit") if row.person_id in codes}
        closures = MonthClosure.objects.for_hospital(hospital).values_list("unit_id", "month")
        return cls(
            plans,
            plans_of,
            found,
            {row.planned_id: row for row in found.values() if row.planned_id is not None},
            {(row.person_id, row.starts_at): row for row in found.values()},
            frozenset(closures),
            codes,
        )

    def near(self, declared: Declared) -> Iterator[tuple[int, int]]:
        """Yield the plans that a declaration overlaps: how many seconds, and the plan's key."""
        for plan in self.plans_of.get(declared.person.pk, ()):
            common = min(plan.ends_at, declared.ends_at) - max(plan.starts_at, declared.starts_at)
            if common > timedelta(0):
                yield int(common.total_seconds()), plan.pk

    def answer(self, declared: Declared) -> WorkedShift | None:
        """Return what a declaration replaces: the answer to its plan, or what stands alone then."""
        if declared.planned is not None and declared.planned.pk in self.by_plan:
            return self.by_plan[declared.planned.pk]
        found = self.by_start.get((declared.person.pk, declared.starts_at))
        return found if found is not None and found.planned_id is None else None

    def closed_month(self, declared: Declared, before: WorkedShift | None) -> date | None:
        """Return the closed month that a declaration would change, none where it changes none."""
        months = {month_of(local_day(declared.starts_at))}
        units = {declared.unit.pk}
        if before is not None:
            months.add(month_of(local_day(before.starts_at)))
            units.add(before.unit_id)
        return next((m for m in sorted(months) for unit in units if (unit, m) in self.closed), None)

    def units_of(self, declared: Sequence[Declared]) -> set[Level]:
        """Return the units whose plans some declarations answer, and whose rows they replace."""
        answered = {one.planned.unit for one in declared if one.planned is not None}
        return answered | {row.unit for one in declared if (row := self.answer(one)) is not None}

    def clashes(self, new: Sequence[tuple[int, WorkedShift]]) -> Iterator[tuple[int, WorkedShift]]:
        """Yield the new rows, with their lines, whose minutes are those of another shift.

        Of one of their person that stands, of a plan of which nobody has spoken, or of another
        new row.
        """
        taken = self._taken([row for _line, row in new])
        for line, row in new:
            if row.kind in NO_WORK:
                continue
            spans = taken.setdefault(row.person_id, [])
            if any(start < row.ends_at and end > row.starts_at for start, end in spans):
                yield line, row
            spans.append((row.starts_at, row.ends_at))

    def _taken(self, new: Sequence[WorkedShift]) -> dict[int, list[tuple[datetime, datetime]]]:
        """Return when each person is at work already, new rows and what they replace left out."""
        gone = {row.supersedes_id for row in new}
        answered = {row.planned_id for row in new} | set(self.by_plan)
        standing_rows = [
            row for row in self.declared.values() if row.kind not in NO_WORK and row.pk not in gone
        ]
        silent = [plan for key, plan in self.plans.items() if key not in answered]
        taken: dict[int, list[tuple[datetime, datetime]]] = {}
        told: list[WorkedShift | PlannedShift] = [*standing_rows, *silent]
        for one in told:
            taken.setdefault(one.person_id, []).append((one.starts_at, one.ends_at))
        return taken

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
from releve.shifts.vocabulary import LONGEST_HOURS, NOT_WORKED

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

    def clashes(self, new: Sequence[tuple[int, WorkedShift]]) -> Iterator[tuple[int, WorkedShift]]:
        """Yield the new rows, with their lines, that begin when another of their person does."""
        gone = {row.supersedes_id for _line, row in new}
        taken = {
            start
            for start, row in self.by_start.items()
            if row.kind != NOT_WORKED and row.pk not in gone
        }
        for line, row in new:
            start = (row.person_id, row.starts_at)
            if row.kind != NOT_WORKED and start in taken:
                yield line, row
            taken.add(start)

"""The sums that are kept of a closed month, written from its shifts in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from releve.people.models import Level
from releve.shifts.engine.counters import Measures
from releve.shifts.models import MonthTally
from releve.shifts.queries.counting import counted_in
from releve.shifts.queries.planned import hospital_of

ROWS_AT_ONCE = 500


def keep_tallies(unit: Level, month: date, *, people: Sequence[int] | None = None) -> None:
    """Write what a unit's month adds up to, for everybody or for some people by their keys."""
    sums: dict[int, Measures] = {}
    for one in counted_in(unit, month, people):
        sums[one.person] = sums.get(one.person, Measures()) + one.adds
    rows = MonthTally.objects.for_hospital(hospital_of(unit)).filter(unit=unit, month=month)
    (rows if people is None else rows.filter(person__in=people)).delete()
    MonthTally.objects.bulk_create(
        (
            MonthTally(
                hospital_id=hospital_of(unit),
                person_id=person,
                unit=unit,
                month=month,
                **asdict(added),
            )
            for person, added in sums.items()
        ),
        batch_size=ROWS_AT_ONCE,
    )

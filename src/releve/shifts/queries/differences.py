"""What an edition changes of what a unit was shown: what comes, what goes, who is to be told.

Asked before a publication, to show it, and again while it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from django.utils import timezone

from releve.people.models import Level, Person
from releve.shifts.facts import Edition, Planned, plain
from releve.shifts.models import PlannedShift, Publication, ShiftChange
from releve.shifts.queries.days import bounds
from releve.shifts.queries.planned import covered, hospital_of, planned_rows, publications_of
from releve.shifts.vocabulary import SHORT_NOTICE_MINUTES

SHOWN = ("code", "starts_at", "ends_at")
"""What the person reads of a shift: where that stays, nothing has changed for her."""

Pair = tuple[PlannedShift | None, PlannedShift | None]


@dataclass(frozen=True)
class Differences:
    """Rows that are withdrawn, rows that are new, and what changes for whom; nothing is saved."""

    gone: Sequence[PlannedShift]
    added: Sequence[PlannedShift]
    changes: Sequence[ShiftChange]

    def new_days(self, earlier: Sequence[Publication]) -> list[PlannedShift]:
        """Return what is added on days that no publication has shown before."""
        return [row for row in self.added if not covered(row.day, earlier)]


def foreseen_changes(unit: Level, edition: Edition) -> list[ShiftChange]:
    """Return what a publication would change of days that were shown before; nothing is saved.

    Raises ValueError for an edition that contradicts itself.
    """
    hospital = hospital_of(unit)
    publication = Publication(
        hospital_id=hospital,
        unit=unit,
        from_on=edition.from_on,
        to_on=edition.to_on,
        source=edition.source,
        version=edition.version,
        published_at=edition.published_at or timezone.now(),
    )
    earlier = list(publications_of(unit, edition.from_on, edition.to_on))
    found = differences(publication, edition, people_in(edition, hospital), earlier)
    return list(found.changes)


def people_in(edition: Edition, hospital: int) -> Mapping[int, Person]:
    """Return the people of an edition by key; raises ValueError where it contradicts itself."""
    keys = {one.person for one in edition.planned}
    found = Person.objects.for_hospital(hospital).in_bulk(keys)
    if len(found) < len(keys):
        raise ValueError("somebody in the edition does not work at this hospital")
    if any(not edition.from_on <= one.day <= edition.to_on for one in edition.planned):
        raise ValueError("a shift lies outside the days of the edition")
    starts = [(one.person, one.starts_at) for one in edition.planned]
    if len(set(starts)) < len(starts):
        raise ValueError("somebody has two shifts that begin at the same instant")
    needs_of = [(one.starts_at, one.ends_at, one.skill) for one in edition.required]
    from_at, until_at = bounds(edition.from_on, edition.to_on)
    if any(not from_at <= one.starts_at < until_at for one in edition.required):
        raise ValueError("a need begins outside the days of the edition")
    if len(set(needs_of)) < len(needs_of):
        raise ValueError("a need stands twice in the edition")
    return found


def differences(
    publication: Publication,
    edition: Edition,
    people: Mapping[int, Person],
    earlier: Sequence[Publication],
) -> Differences:
    """Return what an edition changes; ``earlier``: the publications that show some of its days.

    A day that none of them shows has nothing to change.
    """
    one = publication
    stood = list(
        planned_rows(one.unit).filter(day__range=(one.from_on, one.to_on)).select_related("person")
    )
    by_fact = {_fact(row): row for row in stood}
    wanted = {plain(fact): fact for fact in edition.planned}
    gone = [row for fact, row in by_fact.items() if fact not in wanted]
    added = [_row(one, fact, people) for values, fact in wanted.items() if values not in by_fact]
    changes = [
        _change(one, edition, before, after)
        for before, after in _pairs(gone, added)
        if covered((before or after).day, earlier)  # type: ignore[union-attr]  # one of a pair is there
    ]
    return Differences(gone, added, changes)


def _row(one: Publication, fact: Planned, people: Mapping[int, Person]) -> PlannedShift:
    return PlannedShift(
        hospital_id=one.hospital_id,
        person=people[fact.person],
        unit=one.unit,
        publication=one,
        day=fact.day,
        code=fact.code,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        minutes=fact.minutes,
        is_night=fact.is_night,
        is_on_call=fact.is_on_call,
        is_cover=fact.is_cover,
        published_at=one.published_at,
    )


def _change(
    publication: Publication,
    edition: Edition,
    before: PlannedShift | None,
    after: PlannedShift | None,
) -> ShiftChange:
    told = [row for row in (before, after) if row is not None]
    earliest, at = min(row.starts_at for row in told), publication.published_at
    notice = (earliest - at) // timedelta(minutes=1)
    # Within 48 hours even whoever has agreed says that she knows it to be settled.
    is_known = told[0].person_id in edition.agreed_by and notice >= SHORT_NOTICE_MINUTES
    return ShiftChange(
        hospital_id=publication.hospital_id,
        person=told[0].person,
        unit=publication.unit,
        publication=publication,
        day=min(row.day for row in told),
        before_code=before.code if before else "",
        before_starts_at=before.starts_at if before else None,
        before_ends_at=before.ends_at if before else None,
        after_code=after.code if after else "",
        after_starts_at=after.starts_at if after else None,
        after_ends_at=after.ends_at if after else None,
        earliest_at=earliest,
        changed_at=at,
        notice_minutes=notice,
        acknowledged_at=at if is_known else None,
        reason=edition.reason.strip() if notice < SHORT_NOTICE_MINUTES else "",
    )


def _pairs(gone: Iterable[PlannedShift], added: Iterable[PlannedShift]) -> list[Pair]:
    """Return what each person had and has instead, day by day; what reads the same is left out."""
    days: dict[tuple[int, date], tuple[list[PlannedShift], list[PlannedShift]]] = {}
    for side, rows in enumerate((gone, added)):
        for row in rows:
            days.setdefault((row.person_id, row.day), ([], []))[side].append(row)
    found: list[Pair] = []
    for before, after in days.values():
        same = {_shown(row) for row in before} & {_shown(row) for row in after}
        left, right = (
            sorted((row for row in rows if _shown(row) not in same), key=lambda row: row.starts_at)
            for rows in (before, after)
        )
        found.extend(zip_longest(left, right))
    return found


def _shown(row: PlannedShift) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SHOWN)


def _fact(row: PlannedShift) -> tuple[object, ...]:
    return plain(
        Planned(
            person=row.person_id,
            day=row.day,
            code=row.code,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            minutes=row.minutes,
            is_night=row.is_night,
            is_on_call=row.is_on_call,
            is_cover=row.is_cover,
        )
    )

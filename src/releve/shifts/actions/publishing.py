"""A unit's days shown to the team: what is replaced is withdrawn, what differs is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from django.db import IntegrityError, transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level, Person
from releve.people.queries import check_at
from releve.shifts.actions.noting import hold, note_publication
from releve.shifts.actions.telling import tell_changes, tell_published
from releve.shifts.facts import Edition, Planned, Published, Required
from releve.shifts.faults import (
    AnsweredError,
    ClashError,
    ClosedMonthError,
    ReasonMissingError,
)
from releve.shifts.models import PlannedShift, Publication, RequiredCover, ShiftChange
from releve.shifts.queries.days import bounds, month_of
from releve.shifts.queries.planned import (
    covered,
    hospital_of,
    planned_rows,
    publications_of,
    standing,
)
from releve.shifts.queries.worked import declared_rows, is_closed
from releve.shifts.vocabulary import SHORT_NOTICE_MINUTES

ROWS_AT_ONCE = 500
SHOWN = ("code", "starts_at", "ends_at")
"""What the person reads of a shift: where that stays, nothing has changed for her."""

Pair = tuple[PlannedShift | None, PlannedShift | None]


@needs(Permission.MANAGE_ROSTER)
def publish_shifts(unit: Level, edition: Edition, *, actor: Actor) -> Published:
    """Show a unit its days: withdraw what is replaced, add what is new, record the differences.

    In one transaction, the caller's where it has one. The same edition again changes nothing. A
    day that no publication has shown before has nothing to change. Raises ReasonMissingError,
    ClosedMonthError, ClashError, AnsweredError, ValueError for an edition that contradicts
    itself, and NotAllowedError; then nothing has changed.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    hospital = hospital_of(unit)
    digest, at = _digest(edition), edition.published_at or timezone.now()
    with transaction.atomic():
        hold(unit)
        earlier = list(publications_of(unit, edition.from_on, edition.to_on))
        people = _people(edition, hospital)
        if earlier and _is_same(earlier[0], edition, digest):
            return Published(earlier[0])
        if earlier and earlier[0].published_at > at:
            raise ValueError("a later publication of these days is there already")
        publication = Publication(
            hospital_id=hospital,
            unit=unit,
            from_on=edition.from_on,
            to_on=edition.to_on,
            source=edition.source,
            version=edition.version,
            published_at=at,
            digest=digest,
        )
        doing = _Doing(publication, edition, people, earlier)
        changes = doing.changes()
        publication.save(force_insert=True)
        doing.save(changes)
        doing.tell(changes, actor)
        note_publication(actor, publication, reason=edition.reason)
    return Published(publication, len(doing.added), len(doing.gone), len(changes))


def _people(edition: Edition, hospital: int) -> Mapping[int, Person]:
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


@dataclass
class _Doing:
    """One publication under way: what stood before, what comes, and what goes."""

    publication: Publication
    edition: Edition
    people: Mapping[int, Person]
    earlier: Sequence[Publication]

    def __post_init__(self) -> None:
        one = self.publication
        stood = list(planned_rows(one.unit).filter(day__range=(one.from_on, one.to_on)))
        by_fact = {_fact(row): row for row in stood}
        wanted = {astuple(fact): fact for fact in self.edition.planned}
        self.gone = [row for fact, row in by_fact.items() if fact not in wanted]
        self.added = [self._row(fact) for plain, fact in wanted.items() if plain not in by_fact]

    def _row(self, fact: Planned) -> PlannedShift:
        one = self.publication
        return PlannedShift(
            hospital_id=one.hospital_id,
            person=self.people[fact.person],
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

    def changes(self) -> list[ShiftChange]:
        """Return what differs for each person; raises where it may not."""
        self._check_open()
        self._check_unanswered()
        found = [
            self._change(before, after)
            for before, after in _pairs(self.gone, self.added)
            if covered((before or after).day, self.earlier)  # type: ignore[union-attr]  # one of a pair is there
        ]
        late = [one for one in found if one.notice_minutes < SHORT_NOTICE_MINUTES]
        if late and not self.edition.reason.strip():
            raise ReasonMissingError([(one.person_id, one.day) for one in late])
        return found

    def _check_open(self) -> None:
        for month in sorted({month_of(row.day) for row in (*self.gone, *self.added)}):
            if is_closed(self.publication.unit, month):
                raise ClosedMonthError(month)

    def _check_unanswered(self) -> None:
        declared = declared_rows(self.publication.hospital_id)
        answered = declared.filter(planned__in=self.gone).select_related("person", "planned")
        for one in answered[:1]:
            raise AnsweredError(one.person.code, one.planned.day if one.planned else date.min)

    def _change(self, before: PlannedShift | None, after: PlannedShift | None) -> ShiftChange:
        told = [row for row in (before, after) if row is not None]
        earliest, at = min(row.starts_at for row in told), self.publication.published_at
        notice = (earliest - at) // timedelta(minutes=1)
        return ShiftChange(
            hospital_id=self.publication.hospital_id,
            person_id=told[0].person_id,
            unit=self.publication.unit,
            publication=self.publication,
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
            reason=self.edition.reason.strip() if notice < SHORT_NOTICE_MINUTES else "",
        )

    def save(self, changes: Sequence[ShiftChange]) -> None:
        """Withdraw, add and record; raises ClashError."""
        one = self.publication
        rows = PlannedShift.objects.for_hospital(one.hospital_id)
        for batch in _batches([row.pk for row in self.gone]):
            rows.filter(pk__in=batch).update(withdrawn_at=one.published_at)
        self._check_alone()
        try:
            with transaction.atomic():
                PlannedShift.objects.bulk_create(self.added, batch_size=ROWS_AT_ONCE)
        except IntegrityError as error:
            first = self.added[0]
            raise ClashError(first.person.code, first.day) from error
        self._save_cover()
        ShiftChange.objects.bulk_create(changes, batch_size=ROWS_AT_ONCE)

    def tell(self, changes: Sequence[ShiftChange], actor: Actor) -> None:
        """Tell people what is new to them, and what has changed."""
        new = [row for row in self.added if not covered(row.day, self.earlier)]
        gone = Person.objects.for_hospital(self.publication.hospital_id).in_bulk(
            {one.person_id for one in changes} - set(self.people)
        )
        people = {**self.people, **gone}
        tell_changes(self.publication, changes, people=people, actor=actor)
        tell_published(self.publication, new, people=people, actor=actor)

    def _check_alone(self) -> None:
        """Refuse a shift whose person has another one in force that begins then, anywhere."""
        starts = {(row.person_id, row.starts_at): row for row in self.added}
        hospital = self.publication.hospital_id
        standing_rows = PlannedShift.objects.for_hospital(hospital).filter(standing(None))
        around = timedelta(days=1)
        span = bounds(self.edition.from_on - around, self.edition.to_on + around)
        near = standing_rows.filter(person__in=self.people, starts_at__range=span)
        for person, start in near.values_list("person_id", "starts_at"):
            row = starts.get((person, start))
            if row is not None:
                raise ClashError(row.person.code, row.day)

    def _save_cover(self) -> None:
        one = self.publication
        from_at, until_at = bounds(one.from_on, one.to_on)
        rows = RequiredCover.objects.for_hospital(one.hospital_id).filter(unit=one.unit)
        stood = {
            (row.starts_at, row.ends_at, row.least, row.skill): row.pk
            for row in rows.filter(standing(None), starts_at__gte=from_at, starts_at__lt=until_at)
        }
        wanted = {astuple(need): need for need in self.edition.required if need.least}
        gone = [key for need, key in stood.items() if need not in wanted]
        for batch in _batches(gone):
            rows.filter(pk__in=batch).update(withdrawn_at=one.published_at)
        new = [_cover_row(one, need) for fact, need in wanted.items() if fact not in stood]
        RequiredCover.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)


def _cover_row(publication: Publication, need: Required) -> RequiredCover:
    return RequiredCover(
        hospital_id=publication.hospital_id,
        unit=publication.unit,
        publication=publication,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        least=need.least,
        skill=need.skill,
        published_at=publication.published_at,
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
    return astuple(
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


def _is_same(last: Publication, edition: Edition, digest: str) -> bool:
    told = (edition.from_on, edition.to_on, edition.source, edition.version, digest)
    return told == (last.from_on, last.to_on, last.source, last.version, last.digest)


def _digest(edition: Edition) -> str:
    """Return what tells two contents apart, whatever their order and their time zones."""
    content = [
        sorted([_spelled(value) for value in astuple(one)] for one in rows)
        for rows in (edition.planned, edition.required)
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _spelled(value: object) -> str:
    return f"{value.timestamp():.0f}" if isinstance(value, datetime) else str(value)


def _batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[at : at + ROWS_AT_ONCE] for at in range(0, len(keys), ROWS_AT_ONCE)]

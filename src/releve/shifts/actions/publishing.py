"""A unit's days shown to the team: what is replaced is withdrawn, what differs is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_at
from releve.shifts.actions.noting import hold, note_publication
from releve.shifts.actions.telling import tell_changes, tell_published
from releve.shifts.facts import Edition, Published, Required, plain
from releve.shifts.faults import (
    AnsweredError,
    ClashError,
    ClosedMonthError,
    ReasonMissingError,
)
from releve.shifts.models import PlannedShift, Publication, RequiredCover, ShiftChange
from releve.shifts.queries.days import bounds, local_day, month_of
from releve.shifts.queries.differences import Differences, differences, people_in
from releve.shifts.queries.planned import hospital_of, publications_of, standing
from releve.shifts.queries.worked import declared_rows, is_closed
from releve.shifts.vocabulary import LONGEST_HOURS, NO_WORK, SHORT_NOTICE_MINUTES

ROWS_AT_ONCE = 500

Span = tuple[datetime, datetime]


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
        people = people_in(edition, hospital)
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
        found = differences(publication, edition, people, earlier)
        doing = _Doing(publication, edition, found)
        doing.check()
        publication.save(force_insert=True)
        doing.save()
        tell_changes(publication, found.changes, actor=actor)
        tell_published(publication, found.new_days(earlier), actor=actor)
        note_publication(actor, publication, reason=edition.reason)
    return Published(publication, len(found.added), len(found.gone), len(found.changes))


@dataclass
class _Doing:
    """One publication under way: what stood before, what comes, and what goes."""

    publication: Publication
    edition: Edition
    found: Differences

    def check(self) -> None:
        """Raise where the differences may not be."""
        self._check_open()
        self._check_unanswered()
        late = [one for one in self.found.changes if one.notice_minutes < SHORT_NOTICE_MINUTES]
        if late and not self.edition.reason.strip():
            raise ReasonMissingError([(one.person_id, one.day) for one in late])

    def _check_open(self) -> None:
        rows = (*self.found.gone, *self.found.added)
        days = {day for row in rows for day in (row.day, local_day(row.starts_at))}
        for month in sorted({month_of(day) for day in days}):
            if is_closed(self.publication.unit, month):
                raise ClosedMonthError(month)

    def _check_unanswered(self) -> None:
        declared = declared_rows(self.publication.hospital_id)
        answered = declared.filter(planned__in=self.found.gone).select_related("person", "planned")
        for one in answered[:1]:
            raise AnsweredError(one.person.code, one.planned.day if one.planned else date.min)

    def save(self) -> None:
        """Withdraw, add and record; raises ClashError."""
        one = self.publication
        rows = PlannedShift.objects.for_hospital(one.hospital_id)
        for batch in _batches([row.pk for row in self.found.gone]):
            rows.filter(pk__in=batch).update(withdrawn_at=one.published_at)
        self._check_alone()
        try:
            with transaction.atomic():
                PlannedShift.objects.bulk_create(self.found.added, batch_size=ROWS_AT_ONCE)
        except IntegrityError as error:
            first = self.found.added[0]
            raise ClashError(first.person.code, first.day) from error
        self._save_cover()
        ShiftChange.objects.bulk_create(self.found.changes, batch_size=ROWS_AT_ONCE)

    def _check_alone(self) -> None:
        """Refuse a shift whose minutes are those of another one of its person, anywhere.

        Of one in force, of one that comes with it, or of one that was declared to be worked. An
        on-call duty stands beside work, and begins with no other planned shift.
        """
        added: dict[int, list[PlannedShift]] = {}
        for row in self.found.added:
            there = added.setdefault(row.person_id, [])
            if any(_meets(row, (one.starts_at, one.ends_at), one.is_on_call) for one in there):
                raise ClashError(row.person.code, row.day)
            there.append(row)
        for person, span, is_on_call, is_planned in self._standing_near(added):
            for row in added[person]:
                begins_too = is_planned and row.starts_at == span[0]
                if begins_too or _meets(row, span, is_on_call):
                    raise ClashError(row.person.code, row.day)

    def _standing_near(self, people: Iterable[int]) -> Iterator[tuple[int, Span, bool, bool]]:
        """Yield what stands of some people around the days: whose, when, on call, planned."""
        around = timedelta(hours=LONGEST_HOURS)
        from_at, until_at = bounds(self.edition.from_on, self.edition.to_on)
        near = Q(person__in=list(people), starts_at__gte=from_at - around)
        near &= Q(starts_at__lt=until_at + around)
        hospital = self.publication.hospital_id
        planned = PlannedShift.objects.for_hospital(hospital).filter(standing(None), near)
        facts = ("person_id", "starts_at", "ends_at")
        for person, start, end, is_on_call in planned.values_list(*facts, "is_on_call"):
            yield person, (start, end), is_on_call, True
        worked = declared_rows(hospital).exclude(kind__in=NO_WORK).filter(near)
        for person, start, end in worked.values_list(*facts):
            yield person, (start, end), False, False

    def _save_cover(self) -> None:
        one = self.publication
        from_at, until_at = bounds(one.from_on, one.to_on)
        rows = RequiredCover.objects.for_hospital(one.hospital_id).filter(unit=one.unit)
        stood = {
            (row.starts_at, row.ends_at, row.least, row.skill): row.pk
            for row in rows.filter(standing(None), starts_at__gte=from_at, starts_at__lt=until_at)
        }
        wanted = {plain(need): need for need in self.edition.required if need.least}
        gone = [key for need, key in stood.items() if need not in wanted]
        for batch in _batches(gone):
            rows.filter(pk__in=batch).update(withdrawn_at=one.published_at)
        new = [_cover_row(one, need) for fact, need in wanted.items() if fact not in stood]
        RequiredCover.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)


def _meets(row: PlannedShift, span: Span, is_on_call: bool) -> bool:
    """Whether a planned shift and another one share a minute of work."""
    if row.is_on_call or is_on_call:
        return False
    return row.starts_at < span[1] and row.ends_at > span[0]


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


def _is_same(last: Publication, edition: Edition, digest: str) -> bool:
    told = (edition.from_on, edition.to_on, edition.source, edition.version, digest)
    return told == (last.from_on, last.to_on, last.source, last.version, last.digest)


def _digest(edition: Edition) -> str:
    """Return what tells two contents apart, whatever their order and their time zones."""
    content = [
        sorted([_spelled(value) for value in plain(one)] for one in rows)
        for rows in (edition.planned, edition.required)
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _spelled(value: object) -> str:
    return f"{value.timestamp():.0f}" if isinstance(value, datetime) else str(value)


def _batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[at : at + ROWS_AT_ONCE] for at in range(0, len(keys), ROWS_AT_ONCE)]

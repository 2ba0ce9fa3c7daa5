"""A person's private calendar address: made, taken back, and what is read under it.

What a calendar was told is kept, so that a shift that changes keeps its identity and one that is
taken away is told as cancelled (RFC 5545, sections 3.8.4.7 and 3.8.7.4). Reading writes only
where the published rosters have changed since.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.actions.keys import hold
from releve.people.models import Account, Person
from releve.people.queries import actor_of, check_tokens
from releve.roster.calendar_file import Entry, calendar_file
from releve.roster.models import CalendarAddress, FedShift, Version
from releve.roster.queries.calendars import (
    OwnShift,
    fed,
    first_fed_day,
    own_shifts,
    published_for,
)
from releve.trail.actions import note_change

_ = translator("releve.roster")

WRITTEN = re.compile(r"([0-9a-z]{1,13})-([A-Za-z0-9_-]{20,100})")
TOLD = ("unit", "code", "starts_at", "ends_at")


@dataclass(frozen=True)
class Feed:
    """A calendar as it is sent: its text, and when it last changed."""

    content: bytes
    changed_at: datetime | None

    @property
    def etag(self) -> str:
        """The entity tag of its text."""
        return hashlib.sha256(self.content).hexdigest()[:32]


@needs(SIGNED_IN)
def open_calendar(account: Account, *, actor: Actor) -> str:
    """Make a private address for an account's own shifts and return its secret part, once.

    An address that was open before is closed. Raises BadInputError where the account is nobody's
    in rosters, and NotAllowedError to anybody but its owner.
    """
    _check_owner(actor, account)
    if account.person is None:
        message = _("the account {username} is nobody's in rosters, so it has no calendar")
        raise BadInputError(message.format(username=account.username))
    secret = f"{int_to_base36(account.pk)}-{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        hold(account)
        _close(account)
        account.calendar_addresses.create(digest=_digest(secret), made_at=timezone.now())
        _note(actor, "roster.calendar.open", account)
    return secret


@needs(Permission.MANAGE_ACCOUNTS)
def close_calendar(account: Account, *, actor: Actor) -> bool:
    """Close an account's private address for good; return whether one was open.

    Everybody closes her own; another's, who manages her account. Raises NotAllowedError.
    """
    check_tokens(actor, account)
    with transaction.atomic():
        return end_calendar(account, actor) > 0


def end_calendar(account: Account, actor: Actor) -> int:
    """Close an account's private address and return how many were open.

    Whoever calls has asked who may, in a transaction.
    """
    ended = _close(account)
    if ended:
        _note(actor, "roster.calendar.close", account)
    return ended


def read_calendar(secret: str) -> Feed | None:
    """Return the calendar behind an address, none where the address opens nothing today."""
    address = _address(secret)
    if address is None or address.account.person is None:
        return None
    person, since = address.account.person, first_fed_day(timezone.localdate())
    state = _state(person, published_for(person, since=since), since)
    if address.fed_from != state:
        address.fed_from = _tell(person, since=since)
        address.save(update_fields=["fed_from"])
    rows = list(fed(person, since=since).select_related("unit"))
    changed_at = max((row.stamped_at for row in rows), default=None)
    return Feed(calendar_file(map(_entry, rows)), changed_at)


def _tell(person: Person, *, since: date) -> str:
    """Bring what the calendar is told to the published rosters, and return what those were.

    Two who read take turns, so that none writes what the other has found out of date.
    """
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        Person.objects.for_hospital(person.hospital_id).select_for_update(no_key=True).get(
            pk=person.pk
        )
        versions = published_for(person, since=since)
        rows = {(row.day, row.slot): row for row in fed(person, since=since)}
        new, changed = [], []
        for shift in own_shifts(person, versions, since=since):
            row = rows.pop((shift.day, shift.slot), None)
            digest = _digest_of(shift)
            if row is None:
                new.append(_fresh(person, shift, digest, now))
            elif row.digest != digest:
                for name in TOLD:
                    setattr(row, name, getattr(shift, name))
                changed.append(_next(row, digest, now, is_cancelled=False))
        gone = [row for row in rows.values() if not row.is_cancelled]
        changed += [_next(row, _digest("cancelled"), now, is_cancelled=True) for row in gone]
        FedShift.objects.bulk_create(new)
        names = [*TOLD, "sequence", "digest", "stamped_at", "is_cancelled"]
        FedShift.objects.for_hospital(person.hospital_id).bulk_update(changed, names)
    return _state(person, versions, since)


def _state(person: Person, versions: Iterable[Version], since: date) -> str:
    """Return a digest of all that decides what a calendar is told."""
    parts = [f"{one.pk}:{one.roster.unit_id}:{one.roster.unit.name}" for one in versions]
    return _digest("\x1f".join([str(since), person.code, *parts]))


def _fresh(person: Person, shift: OwnShift, digest: str, now: datetime) -> FedShift:
    return FedShift(
        hospital_id=person.hospital_id,
        person=person,
        day=shift.day,
        slot=shift.slot,
        uid=uuid4(),
        digest=digest,
        stamped_at=now,
        **{name: getattr(shift, name) for name in TOLD},
    )


def _next(row: FedShift, digest: str, now: datetime, *, is_cancelled: bool) -> FedShift:
    """Return a row as the calendar is told it next."""
    row.sequence += 1
    row.digest, row.stamped_at, row.is_cancelled = digest, now, is_cancelled
    return row


def _entry(row: FedShift) -> Entry:
    return Entry(
        uid=f"{row.uid}@releve",
        sequence=row.sequence,
        stamped_at=row.stamped_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        code=row.code,
        unit=row.unit.name,
        is_cancelled=row.is_cancelled,
    )


def _address(secret: str) -> CalendarAddress | None:
    found = WRITTEN.fullmatch(secret)
    # Django's own way from a session to an account, and closed accounts stay outside.
    account = ModelBackend().get_user(base36_to_int(found[1])) if found else None
    if not isinstance(account, Account):
        return None
    return account.calendar_addresses.filter(digest=_digest(secret), revoked_at=None).first()


def _close(account: Account) -> int:
    return account.calendar_addresses.filter(revoked_at=None).update(revoked_at=timezone.now())


def _note(actor: Actor, verb: str, account: Account) -> None:
    note_change(actor, verb, kind="account", key=account.pk, hospital=account.hospital_id)


def _check_owner(actor: Actor, account: Account) -> None:
    if actor != HOUSE and actor.key != actor_of(account).key:
        raise NotAllowedError(Permission.SEE_ROSTER)


def _digest_of(shift: OwnShift) -> str:
    parts = (shift.unit.pk, shift.unit.name, shift.code, shift.starts_at, shift.ends_at)
    return _digest("\x1f".join(map(str, parts)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

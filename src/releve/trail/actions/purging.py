"""The purge of what its retention no longer covers: entries go, the chain still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.timezone import now

from releve.kit.actors import Actor, check_everywhere
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.trail.actions.notes import key_in_use, note_change
from releve.trail.actions.sealing import lock_chain
from releve.trail.chain import tombstone_text
from releve.trail.keys import Key, read_keys
from releve.trail.models import Entry, ReadingRequest, Seal, Tombstone, microseconds
from releve.trail.queries import verify
from releve.trail.queries.seals import classes_of
from releve.trail.retention import cut_off, retentions

_ = translator("releve.trail")


@dataclass(frozen=True)
class Purged:
    """What a purge took from one class: how many entries, sealed before when."""

    retention: str
    count: int
    before: datetime


@needs(Permission.PURGE)
def purge(retention: str, *, actor: Actor, at: datetime | None = None) -> Purged:
    """Delete the entries of a class whose retention is over, and leave a signed tombstone.

    Whole seals only: what the last of them closed is at most a second older. ``at`` is now
    unless a test says otherwise. Raises NotAllowedError, TrailKeyError, and BadInputError where
    the trail is not intact: a purge must not carry the traces away.
    """
    check_everywhere(actor, Permission.PURGE)
    moment = at or now()
    before = cut_off(retentions()[retention], at=moment)
    key = key_in_use()
    if not verify(read_keys()).intact:
        raise BadInputError(_("the trail is not intact; see: releve trail verify"))
    with transaction.atomic(durable=True):
        lock_chain()
        stone = _stone(retention, before=before, actor=actor, key=key, at=moment)
        if stone is None:
            return Purged(retention=retention, count=0, before=before)
        stone.save()
        note_change(
            actor,
            "trail.entries.purge",
            kind="retention",
            key=retention,
            after={"tombstone": stone.number, "count": stone.count},
        )
    return Purged(retention=retention, count=stone.count, before=before)


def is_due(retention: str, *, at: datetime | None = None) -> bool:
    """Whether a class has a seal whose entries' retention is over, not purged yet.

    Asked before ``purge``, which checks the whole trail first.
    """
    before = cut_off(retentions()[retention], at=at or now())
    return _last_over(retention, before=before) is not None


def _last_over(retention: str, *, before: datetime) -> Seal | None:
    last = Seal.objects.filter(sealed_us__lt=microseconds(before)).order_by("-number").first()
    return last if last is not None and last.number >= _first_left(retention) else None


def _first_left(retention: str) -> int:
    """Return the first seal whose entries of a class have not been purged."""
    earlier = Tombstone.objects.filter(retention=retention).aggregate(last=Max("last_seal"))
    return int(earlier["last"] or 0) + 1


@needs(Permission.PURGE)
def forget_requests(before: date, *, actor: Actor) -> int:
    """Delete what was asked to be read before a day; that it was asked stays in the trail.

    Return how many. Raises NotAllowedError.
    """
    check_everywhere(actor, Permission.PURGE)
    gone, _by_table = requests_before(before).delete()
    return gone


def requests_before(before: date) -> QuerySet[ReadingRequest]:
    """Return what was asked to be read before a day."""
    return ReadingRequest.objects.filter(asked_at__date__lt=before)


def _stone(
    retention: str, *, before: datetime, actor: Actor, key: Key, at: datetime
) -> Tombstone | None:
    first, last = _first_left(retention), _last_over(retention, before=before)
    if last is None:
        return None
    count = _take(retention, first=first, last=last)
    if not count:
        return None
    number = (Tombstone.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    stone = Tombstone(
        number=number,
        retention=retention,
        first_seal=first,
        last_seal=last.number,
        count=count,
        purged_us=microseconds(at),
        actor=actor.key,
        key_name=key.name,
    )
    stone.signature = key.sign(tombstone_text(stone))
    return stone


def _take(retention: str, *, first: int, last: Seal) -> int:
    """Delete the entries; return how many the seals say there were, whatever was there."""
    seals = Seal.objects.filter(number__range=(first, last.number)).order_by("number")
    begin = seals[0].first_sequence
    Entry.objects.all().purge(retention, first=begin, last=last.first_sequence + last.count - 1)
    return sum(classes_of(seal).get(retention, (0, ""))[0] for seal in seals.iterator())

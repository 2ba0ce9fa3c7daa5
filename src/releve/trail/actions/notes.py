"""Writing down a change, in the transaction that makes it: both stay or neither does."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.timezone import now

from releve.kit.actors import Actor
from releve.kit.words import translator
from releve.trail.canonical import facts_text
from releve.trail.chain import entry_text
from releve.trail.keys import Key, TrailClosedError, TrailKeyError, key_file, make_key, read_keys
from releve.trail.models import Entry, microseconds
from releve.trail.spool import spool
from releve.trail.vocabulary import READINGS, class_of

_ = translator("releve.trail")

LONGEST_REASON = 500
"""Characters of a reason that a person types."""

_count = itertools.count()

AT_ONCE = 500
"""Entries in one statement: SQLite takes no more than some thousand values."""


class OutsideTransactionError(RuntimeError):
    """A change was noted outside the transaction that makes it."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of one object, as the caller tells it.

    ``verb`` names who did what as ``room.object.verb``; ``kind`` and ``key`` the object;
    ``hospital`` the key of its level, none for what belongs to the installation. ``before`` and
    ``after`` are the object's facts (mappings, lists, dates, numbers, texts), none where it did
    not exist: only their keyed digests are kept.
    """

    verb: str
    kind: str
    key: str | int
    hospital: int | None = None
    before: Any = None
    after: Any = None
    reason: str = ""


def note_change(  # noqa: PLR0913 - the facts of an entry, each by its name
    actor: Actor,
    verb: str,
    *,
    kind: str,
    key: str | int,
    hospital: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> None:
    """Write down one change; see ``note_changes``."""
    change = Change(
        verb=verb,
        kind=kind,
        key=key,
        hospital=hospital,
        before=before,
        after=after,
        reason=reason,
    )
    note_changes(actor, [change])


def note_changes(actor: Actor, changes: Iterable[Change]) -> None:
    """Write down changes in the caller's transaction, some hundreds in a statement.

    Raises OutsideTransactionError where no transaction is open, TrailKeyError without the key,
    ValueError or TypeError for facts without one sure spelling.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError("a change is noted inside the transaction that makes it")
    trail_key, at = key_in_use(), now()
    entries = [
        entry_of(actor, change, key=trail_key, retention=class_of(change.verb), at=at)
        for change in changes
    ]
    if entries:
        Entry.objects.all().add(entries, at_once=AT_ONCE)


def note_reading(
    actor: Actor, verb: str, *, kind: str, key: str | int, hospital: int | None = None
) -> None:
    """Write down that somebody read what the house holds on somebody else.

    Spooled to a file, and in the tables a second later: a page that only reads stays quick, and
    at most the last second is lost with the machine. Raises TrailClosedError where nothing can
    be written: then the page must not be shown either.
    """
    told = Change(verb=verb, kind=kind, key=key, hospital=hospital)
    entry = entry_of(actor, told, key=key_in_use(), retention=READINGS, at=now())
    with _said_plainly():
        spool(entry)


def key_in_use() -> Key:
    """Return the trail's key, made at its first use.

    Raises TrailKeyError where it is gone from an installation that has sealed with it: a new
    one made in silence would hide that.
    """
    try:
        return read_keys().current
    except TrailKeyError:
        if key_file().exists() or Entry.objects.exists():
            raise
    with _said_plainly():
        make_key()
    return read_keys().current


def entry_of(actor: Actor, change: Change, *, key: Key, retention: str, at: datetime) -> Entry:
    """Return the entry of a change, marked; nothing is saved."""
    entry = Entry(
        token=_token(),
        noted_us=microseconds(at),
        actor=_text(actor.key),
        actor_name=_text(actor.name),
        on_behalf_of=_text(actor.on_behalf_of),
        verb=_text(change.verb),
        kind=_text(change.kind),
        key=_text(str(change.key)),
        hospital=change.hospital,
        before=_digest(key, change.before),
        after=_digest(key, change.after),
        reason=_text(change.reason),
        retention=retention,
    )
    entry.mark = key.mark(entry_text(entry))
    return entry


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn what a disk refuses into the one error that says that the trail is closed."""
    try:
        yield
    except OSError as error:
        message = _("the trail cannot be written: {path} ({reason})")
        said = message.format(path=error.filename or "", reason=error.strerror)
        raise TrailClosedError(said) from error


def _digest(key: Key, facts: Any) -> str:
    return "" if facts is None else key.digest(facts_text(facts))


def _text(text: str) -> str:
    # PostgreSQL keeps no NUL, and neither keeps half a character.
    if "\0" in text:
        raise ValueError("a text of the trail holds a NUL")
    text.encode()
    return str(text)


def _token() -> str:
    # Time first, as in a UUID of version 7 (RFC 9562), so that the index grows at its end; then
    # a count, so that what one transaction notes keeps its order.
    return f"{time.time_ns() // 1_000_000:012x}{next(_count) % 2**32:08x}{os.urandom(6).hex()}"

"""Closing what is open: batches in order, chained, signed, and their heads written outside.

An entry gets its place in the order here and not when it is noted: writers never wait for each
other, and a transaction that ends late is simply in a later batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import connection, transaction
from django.utils.timezone import now

from releve.kit.actors import Actor, check_everywhere
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.trail import spool
from releve.trail.actions.notes import AT_ONCE, LONGEST_REASON, key_in_use, note_change
from releve.trail.chain import START, class_facts, classes_text, seal_text, sha256
from releve.trail.heads import Head, add_heads, read_heads, restart_text, thin
from releve.trail.keys import Key, add_key
from releve.trail.models import Entry, Seal, microseconds

_ = translator("releve.trail")

AT_MOST = 5_000
"""Entries under one seal; more wait for the next one, which follows at once."""

_LOCK = 7_391_882_114_005
"""Our number among PostgreSQL's advisory locks: one process seals, the others wait."""


def seal_due() -> int:
    """Save what the spool holds, seal all that is open, write the heads; return how many.

    Called outside any transaction. Raises TrailKeyError without the key, DatabaseError and
    OSError as they come; what was not sealed stays open for the next call.
    """
    _save_spool()
    count = 0
    while Entry.objects.open_ones().exists():
        count += _seal_batch(key_in_use())
    add_heads(_heads_after)
    if count:
        thin(_heads_of)
    return count


@needs(Permission.OPERATE)
def say_restored(actor: Actor, reason: str) -> int:
    """Write down that the database was put back on purpose; return how many seals were lost.

    The heads file knows seals that an older copy of the database lacks, and rightly calls that
    tampering. This adds a signed line to it, and an entry to the trail: the loss is named for
    ever, and what is sealed from now on is checked again. Raises NotAllowedError, and
    BadInputError for a reason that is empty or too long.
    """
    check_everywhere(actor, Permission.OPERATE)
    if not 0 < len(reason.strip()) <= LONGEST_REASON or not reason.isprintable():
        raise BadInputError(
            _("say in one line of at most 500 characters what was put back, and why")
        )
    key = key_in_use()
    known = [head.seal for head in read_heads().lines]
    last = Seal.objects.order_by("-number").first()
    left = _head_of(last) if last else Head(seal=0, entries=0, head=START)
    lost = max([*known, left.seal]) - left.seal
    with transaction.atomic(durable=True):
        facts = {"last_seal": left.seal, "lost_seals": lost}
        note_change(actor, "trail.chain.restore", kind="chain", key="1", after=facts, reason=reason)
    line = replace(left, at=microseconds(now()), reason=reason)
    line = replace(line, signature=key.sign(restart_text(line)))
    add_heads(lambda _last: [line])
    return lost


@needs(Permission.OPERATE)
def replace_key(actor: Actor) -> str:
    """Seal what is open, put a new key in use, and return the public half of it.

    The old one stays in the file, to check what it sealed. Raises NotAllowedError, TrailKeyError.
    """
    check_everywhere(actor, Permission.OPERATE)
    key_in_use()
    seal_due()
    add_key()
    public = key_in_use().public
    with transaction.atomic(durable=True):
        note_change(actor, "trail.key.replace", kind="key", key=public)
    seal_due()
    return public


def lock_chain() -> None:
    """Let one transaction alone extend the chain; the others wait. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _seal_batch(key: Key) -> int:
    with transaction.atomic(durable=True):
        lock_chain()
        last = Seal.objects.order_by("-number").first()
        entries = list(Entry.objects.open_ones()[:AT_MOST])
        if not entries:
            return 0  # somebody else sealed them while we waited
        first = last.first_sequence + last.count if last else 1
        places = [(first + number, entry.token) for number, entry in enumerate(entries)]
        Entry.objects.all().place(places)
        for entry, (sequence, _token) in zip(entries, places, strict=True):
            entry.sequence = sequence
        _seal(entries, last=last, first=first, key=key).save()
    return len(entries)


def _seal(entries: Sequence[Entry], *, last: Seal | None, first: int, key: Key) -> Seal:
    seal = Seal(
        number=last.number + 1 if last else 1,
        first_sequence=first,
        count=len(entries),
        classes=classes_text(class_facts(entries)),
        previous=last.digest if last else START,
        sealed_us=microseconds(now()),
        key_name=key.name,
    )
    text = seal_text(seal)
    seal.digest, seal.signature = sha256(text), key.sign(text)
    return seal


def _save_spool() -> None:
    for taken in spool.take():
        # A file taken before a crash may be in the tables already: a token enters once.
        Entry.objects.bulk_create(
            spool.entries_in(taken), batch_size=AT_ONCE, ignore_conflicts=True
        )
        taken.unlink(missing_ok=True)


def _heads_after(last: Head | None) -> Iterable[Head]:
    seals = Seal.objects.filter(number__gt=last.seal if last else 0).order_by("number")
    return map(_head_of, seals)


def _heads_of(numbers: Sequence[int]) -> Mapping[int, Head]:
    if not numbers:
        return {}
    seals = Seal.objects.filter(number__range=(min(numbers), max(numbers)))
    return {seal.number: _head_of(seal) for seal in seals.iterator()}


def _head_of(seal: Seal) -> Head:
    entries = seal.first_sequence + seal.count - 1
    return Head(seal=seal.number, entries=entries, head=seal.digest)

"""The check of the whole chain: entries, seals, tombstones and heads, each by the others.

It reads while others write: what is sealed after it began is left for the next check. Of the
entries that no seal covers yet, the last second, nothing can prove that none is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from releve.trail.heads import Head, Heads, read_heads, restart_text
from releve.trail.keys import KeyRing
from releve.trail.models import Entry, Seal, Tombstone
from releve.trail.queries.entries import Rows, entries_findings, open_findings
from releve.trail.queries.findings import Finding, Notice, Report
from releve.trail.queries.seals import (
    SealCheck,
    classes_of,
    last_sequence,
    purged_until,
    tombstone_findings,
)

TRIES = 3
"""A purge at the same time takes entries away between two questions: then begin again."""


def is_empty() -> bool:
    """Whether nothing was ever sealed here: then no key is needed for a check."""
    tables = (Entry, Seal, Tombstone)
    return not any(table.objects.exists() for table in tables) and not read_heads().exists


def verify(keys: KeyRing) -> Report:
    """Check the trail and return what was found.

    With the public halves of the keys alone, marks cannot be checked: what was slipped in before
    it was sealed is then not seen.
    """
    report = Report()
    for _attempt in range(TRIES):
        purges = Tombstone.objects.count()
        with any_text():
            report = _check(keys)
        if Tombstone.objects.count() == purges:
            break
    return report


def _check(keys: KeyRing) -> Report:
    heads = read_heads()  # first: every head that is written has its seal in the tables
    report = Report(
        public_keys=tuple(key.public for key in keys.keys), marks_checked=bool(keys.secret_keys)
    )
    end = last_number(report)
    expected = expected_heads(report, heads, keys)
    stones = list(Tombstone.objects.order_by("number"))
    purged, counts = purged_until(stones, keys), dict[int, dict[str, int]]()
    checks = SealCheck(keys)
    rows = Rows(Entry.objects.filter(sequence__isnull=False).order_by("sequence").iterator())
    for seal in Seal.objects.filter(number__lte=end).order_by("number").iterator():
        report.add(checks.findings(seal))
        report.add(head_findings(seal, expected.pop(seal.number, None)))
        report.add(entries_findings(seal, rows, purged=purged, keys=keys))
        counts[seal.number] = {name: count for name, (count, _digest) in classes_of(seal).items()}
        report.seals, report.head = report.seals + 1, str(seal.digest)
    report.entries = rows.read
    report.add(_beyond(rows))
    report.add(lost_seals(sorted(expected)))
    report.add(tombstone_findings(stones, counts, keys))
    report.tombstones = len(stones)
    report.heads_are_missing = report.seals > 0 and not heads.exists
    still_open = Entry.objects.filter(sequence__isnull=True)
    report.open_entries = still_open.count()
    report.add(open_findings(still_open.iterator(), keys))
    return report


def last_number(report: Report) -> int:
    """Return the number of the last seal, and report seals whose number is none."""
    # A tampered SQLite may hold a text where a number was; it sorts after all numbers.
    numbers = Seal.objects.order_by("-number").values_list("number", flat=True).iterator()
    for number in numbers:
        if type(number) is int:
            return number
        report.add(iter([Finding("seal", "altered", detail=str(number))]))
    return 0


def expected_heads(report: Report, heads: Heads, keys: KeyRing) -> dict[int, Head]:
    """Return the heads that the tables must have, and report lines that are none."""
    expected: dict[int, Head] = {}
    report.add(Finding("heads", "unreadable", line) for line in heads.unread)
    for head in heads.lines:
        if head.is_restart:
            if not any(key.signed(restart_text(head), head.signature) for key in keys.keys):
                report.add(iter([Finding("heads", "bad_restart", head.seal)]))
                continue
            report.notices.append(Notice("restored", head.seal, detail=head.reason))
            expected = {number: one for number, one in expected.items() if number <= head.seal}
        if head.seal:
            expected.setdefault(head.seal, head)
            if expected[head.seal].head != head.head:
                report.add(iter([Finding("heads", "differs", head.seal)]))
    return expected


def head_findings(seal: Seal, head: Head | None) -> Iterator[Finding]:
    """Yield that a seal is not the one that its head speaks of."""
    if head and (head.head, head.entries) != (seal.digest, last_sequence(seal)):
        yield Finding("heads", "differs", seal.number)


def lost_seals(numbers: list[int]) -> Iterator[Finding]:
    """Yield that seals are gone that heads speak of."""
    if numbers:
        yield Finding("seal", "lost", numbers[0], numbers[-1])


def _beyond(rows: Rows) -> Iterator[Finding]:
    """Yield the entries that have a place in the order under no seal, sealed just now left out."""
    rest = list(rows.rest())
    newest = Seal.objects.order_by("-number").first()
    end = (last_sequence(newest) if newest else 0) or 0
    for entry in rest:
        if not isinstance(entry.sequence, int):
            yield Finding("entry", "altered", detail=str(entry.sequence))
        elif entry.sequence > end:
            yield Finding("entry", "unsealed", entry.sequence)


@contextmanager
def any_text() -> Iterator[None]:
    """Read texts that are no valid UTF-8, which only tampering can bring into SQLite."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database = connection.connection
    usual = database.text_factory
    database.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        database.text_factory = usual

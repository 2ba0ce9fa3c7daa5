"""The checks of entries: each as its seal says, and marked by the holder of the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from releve.trail.chain import class_facts, entry_text
from releve.trail.keys import KeyRing
from releve.trail.models import Entry, Seal
from releve.trail.queries.findings import Finding
from releve.trail.queries.seals import classes_of, last_sequence


class Rows:
    """Sealed entries in the order of their sequences, taken seal by seal."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self._next = next(entries, None)
        self.read = 0

    def up_to(self, sequence: int) -> list[Entry]:
        """Return the next entries, as far as that sequence."""
        taken = []
        while self._next is not None and _is_at_most(self._next.sequence, sequence):
            taken.append(self._next)
            self._advance()
        return taken

    def rest(self) -> Iterator[Entry]:
        """Yield the entries that are left."""
        while self._next is not None:
            yield self._next
            self._advance()

    def _advance(self) -> None:
        self.read += 1
        self._next = next(self._entries, None)


def entries_findings(
    seal: Seal, rows: Rows, *, purged: Mapping[str, int], keys: KeyRing
) -> Iterator[Finding]:
    """Yield what is wrong with the entries under a seal."""
    last = last_sequence(seal)
    if last is None:
        return
    entries = rows.up_to(last)
    altered = [entry for entry in entries if not is_marked(entry, keys)]
    for entry in altered:
        yield Finding("entry", "altered", entry.sequence)
    said, found = classes_of(seal), class_facts(entries)
    gone = {name for name in said if seal.number <= purged.get(name, 0)}
    for name in gone & set(found):
        for entry in entries:
            if entry.retention == name:
                yield Finding("entry", "back_after_purge", entry.sequence)
    if all(
        tuple(found.get(name, ())) == said.get(name, ()) for name in (set(said) | set(found)) - gone
    ):
        return
    there = [entry.sequence for entry in entries]
    yield from _outside(seal, there)
    missing = sorted(set(range(seal.first_sequence, last + 1)) - set(there))
    lawful = sum(said[name][0] for name in gone)
    if len(missing) > lawful:
        yield from _missing(missing, sure=not lawful)
    elif not altered:
        # Nothing is missing and each entry is genuine: they stand in another order.
        yield Finding("entries", "reordered", seal.first_sequence, last)


def open_findings(entries: Iterator[Entry], keys: KeyRing) -> Iterator[Finding]:
    """Yield the entries without a seal that the holder of the key did not write."""
    for entry in entries:
        if not is_marked(entry, keys):
            yield Finding("open_entry", "altered", detail=str(entry.token))


def is_marked(entry: Entry, keys: KeyRing) -> bool:
    """Whether an entry was written by a holder of the key; so without the secrets, always."""
    secret_keys = keys.secret_keys
    text = entry_text(entry)
    return not secret_keys or any(key.mark(text) == entry.mark for key in secret_keys)


def _missing(missing: Sequence[int], *, sure: bool) -> Iterator[Finding]:
    if sure:
        for sequence in missing:
            yield Finding("entry", "missing", sequence)
    else:
        # Others were purged lawfully: which of these were not cannot be told.
        yield Finding("entries", "missing", missing[0], missing[-1])


def _outside(seal: Seal, there: Sequence[object]) -> Iterator[Finding]:
    for sequence in there:
        if isinstance(sequence, int) and sequence < seal.first_sequence:
            yield Finding("entry", "unsealed", sequence)


def _is_at_most(sequence: object, last: int) -> bool:
    # A tampered SQLite holds texts in columns of numbers, which sort after all numbers.
    return isinstance(sequence, int) and sequence <= last

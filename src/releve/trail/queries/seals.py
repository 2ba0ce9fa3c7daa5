"""The checks of seals and tombstones: each continues the one before it, and is signed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from releve.trail.chain import LARGEST_SEAL, START, seal_text, sha256, tombstone_text
from releve.trail.keys import KeyRing, PublicKey
from releve.trail.models import Seal, Tombstone
from releve.trail.queries.findings import Finding


class SealCheck:
    """Checks seals in their order; remembers the one before."""

    def __init__(self, keys: KeyRing) -> None:
        self.keys = keys
        self.number = 0
        self.last_sequence = 0
        self.digest = START
        self.rank = 0

    def go_on_after(self, seal: Seal) -> None:
        """Take a seal as it stands: what is checked next must continue it."""
        key = self.keys.named(seal.key_name)
        self.number, self.digest = seal.number, seal.digest
        self.last_sequence = last_sequence(seal) or 0
        self.rank = 0 if key is None else self.keys.rank(key)

    def findings(self, seal: Seal) -> Iterator[Finding]:
        """Yield what is wrong with the next seal."""
        yield from self._place(seal)
        text = seal_text(seal)
        counts = [facts[0] for facts in classes_of(seal).values()]
        if (sha256(text), sum(counts)) != (seal.digest, seal.count) or last_sequence(seal) is None:
            yield Finding("seal", "altered", seal.number)
        yield from self._signature(seal, text)
        self.number, self.digest = seal.number, seal.digest
        self.last_sequence = last_sequence(seal) or self.last_sequence

    def _place(self, seal: Seal) -> Iterator[Finding]:
        if seal.number != self.number + 1:
            yield Finding("seal", "missing", self.number + 1, seal.number - 1)
        elif seal.previous != self.digest:
            yield Finding("seal", "broken_link", seal.number)
        elif seal.first_sequence != self.last_sequence + 1:
            yield Finding("seal", "misplaced", seal.number)

    def _signature(self, seal: Seal, text: str) -> Iterator[Finding]:
        key = self.keys.named(seal.key_name)
        if key is None:
            yield Finding("seal", "unknown_key", seal.number)
            return
        if self.keys.rank(key) < self.rank:
            yield Finding("seal", "older_key", seal.number)
        if not key.signed(text, seal.signature):
            yield Finding("seal", "bad_signature", seal.number)
        self.rank = max(self.rank, self.keys.rank(key))


def last_sequence(seal: Seal) -> int | None:
    """Return the last sequence under a seal, none where its numbers cannot be a seal's.

    A tampered count must not have us look for billions of entries.
    """
    numbers = (seal.first_sequence, seal.count)
    if not all(type(number) is int for number in numbers) or not 0 < seal.count <= LARGEST_SEAL:
        return None
    return sum(numbers) - 1


def classes_of(seal: Seal) -> Mapping[str, tuple[int, str]]:
    """Return what a seal says of its classes: count and digest; nothing if it cannot be read."""
    try:
        facts = json.loads(seal.classes)
        return {str(name): (int(count), str(digest)) for name, (count, digest) in facts.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def purged_until(tombstones: Sequence[Tombstone], keys: KeyRing) -> Mapping[str, int]:
    """Return, for each class, the last seal whose entries were purged lawfully."""
    until: dict[str, int] = {}
    for stone in tombstones:
        if _is_signed(stone, keys):
            until[stone.retention] = max(until.get(stone.retention, 0), stone.last_seal)
    return until


def tombstone_findings(
    tombstones: Sequence[Tombstone], counts: Mapping[int, Mapping[str, int]], keys: KeyRing
) -> Iterator[Finding]:
    """Yield what is wrong with the tombstones, given how many entries each seal had of a class."""
    until: dict[str, int] = {}
    for number, stone in enumerate(tombstones, start=1):
        if stone.number != number:
            yield Finding("tombstone", "missing", number)
            return
        if not _is_signed(stone, keys):
            yield Finding("tombstone", "altered", number)
            continue
        seals = range(stone.first_seal, stone.last_seal + 1)
        held = sum(counts.get(seal, {}).get(stone.retention, 0) for seal in seals)
        if stone.first_seal != until.get(stone.retention, 0) + 1 or held != stone.count:
            yield Finding("tombstone", "misplaced", number)
        until[stone.retention] = stone.last_seal


def _is_signed(stone: Tombstone, keys: KeyRing) -> bool:
    key: PublicKey | None = keys.named(stone.key_name)
    return key is not None and key.signed(tombstone_text(stone), stone.signature)

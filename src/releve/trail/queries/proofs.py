"""That what was done to one object stands in the trail, for somebody who may not read the trail.

Who did it stays with those who may ask for it. What is told is enough to check that an entry was
sealed where and when it says, and that none of the same seal was changed since: the digests of all
the entries of its class under the seal, and the signed seal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from releve.trail.chain import SEAL_FIELDS, entry_digest
from releve.trail.models import Entry, Seal

MOST_ENTRIES = 10_000
"""Entries of one object that a proof tells of, the newest."""

TOLD = ("sequence", "verb", "kind", "key", "before", "after", "retention")


def proof_of(kind: str, key: str, *, hospital: int | None) -> dict[str, Any]:
    """Return what proves the entries of one object: each without its actor, and their seals.

    ``open``: how many of them no seal covers yet, those of the last second.
    """
    found = Entry.objects.for_hospital(hospital).filter(kind=kind, key=key)
    sealed = found.filter(sequence__isnull=False).order_by("-sequence")[:MOST_ENTRIES]
    rows = sorted(sealed, key=lambda one: one.sequence or 0)
    seals = _seals_over([one.sequence or 0 for one in rows])
    return {
        "entries": [_told(one) for one in rows],
        "seals": [_seal_told(one, {row.retention for row in rows}) for one in seals],
        "open": found.filter(sequence__isnull=True).count(),
    }


def _told(entry: Entry) -> dict[str, Any]:
    facts = {name: getattr(entry, name) for name in TOLD}
    return {**facts, "noted_at": entry.noted_at.isoformat(), "digest": entry_digest(entry)}


def _seals_over(sequences: Iterable[int]) -> list[Seal]:
    found: list[Seal] = []
    for sequence in sequences:
        if found and sequence < found[-1].first_sequence + found[-1].count:
            continue
        under = Seal.objects.filter(first_sequence__lte=sequence).order_by("-first_sequence")
        seal = under.first()
        if seal is not None:
            found.append(seal)
    return found


def _seal_told(seal: Seal, classes: Iterable[str]) -> dict[str, Any]:
    last = seal.first_sequence + seal.count - 1
    digests = {
        name: [
            entry_digest(one)
            for one in Entry.objects.filter(
                retention=name, sequence__range=(seal.first_sequence, last)
            ).order_by("sequence")
        ]
        for name in sorted(set(classes) & set(json.loads(seal.classes)))
    }
    facts = {name: getattr(seal, name) for name in SEAL_FIELDS}
    signed = {"digest": seal.digest, "signature": seal.signature}
    return {**facts, **signed, "entry_digests": digests}

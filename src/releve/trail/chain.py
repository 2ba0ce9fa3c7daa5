"""The form of the chain: what is marked, digested and signed, and in which text.

Everything that a third party needs to check the trail again from a copy of the tables is here
and in ``canonical``; ``docs/explanation/trail.md`` says the same in words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from releve.trail.canonical import row_text

START = "0" * 64
"""What the first seal has before it."""

LARGEST_SEAL = 100_000
"""More entries than this stand under no seal; far fewer are put there."""

ENTRY_FIELDS = (
    "token",
    "noted_us",
    "actor",
    "actor_name",
    "on_behalf_of",
    "verb",
    "kind",
    "key",
    "hospital",
    "before",
    "after",
    "reason",
    "retention",
)
SEAL_FIELDS = (
    "number",
    "first_sequence",
    "count",
    "classes",
    "previous",
    "sealed_us",
    "key_name",
)
TOMBSTONE_FIELDS = (
    "number",
    "retention",
    "first_seal",
    "last_seal",
    "count",
    "purged_us",
    "actor",
    "key_name",
)


def entry_text(row: Any) -> str:
    """Return what an entry's mark is over: all of it but its place in the order."""
    return _text("entry", row, ENTRY_FIELDS)


def entry_digest(row: Any) -> str:
    """Return the digest of a sealed entry: all of it, its mark and its sequence."""
    return sha256(_text("sealed entry", row, (*ENTRY_FIELDS, "mark", "sequence")))


def class_facts(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Return, for each class of the entries, their count and the digest over their digests."""
    by_class: dict[str, list[str]] = {}
    for row in rows:
        by_class.setdefault(row.retention, []).append(entry_digest(row))
    return {name: [len(digests), digest_of(digests)] for name, digests in by_class.items()}


def digest_of(digests: Sequence[str]) -> str:
    """Return the digest over digests, in their order."""
    return sha256("".join(digests))


def classes_text(facts: Mapping[str, list[Any]]) -> str:
    """Return what a seal says of its classes."""
    return row_text(facts)


def seal_text(row: Any) -> str:
    """Return what a seal's digest and signature are over."""
    return _text("seal", row, SEAL_FIELDS)


def tombstone_text(row: Any) -> str:
    """Return what a tombstone's signature is over."""
    return _text("tombstone", row, TOMBSTONE_FIELDS)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _text(what: str, row: Any, fields: Sequence[str]) -> str:
    # The kind stands inside, so that nothing signed as one thing passes for another.
    return row_text({"what": what, **{name: getattr(row, name) for name in fields}})

"""What a purge of the trail would take, without taking it."""

from __future__ import annotations

from datetime import datetime

from releve.trail.models import Entry, Seal, microseconds
from releve.trail.queries.seals import last_sequence
from releve.trail.retention import cut_off, retentions


def entries_over(retention: str, *, at: datetime) -> tuple[int, datetime]:
    """Return how many entries of a class are over at an instant, and before when."""
    before = cut_off(retentions()[retention], at=at)
    last = Seal.objects.filter(sealed_us__lt=microseconds(before)).order_by("-number").first()
    reached = last_sequence(last) if last else None
    if reached is None:
        return 0, before
    found = Entry.objects.filter(retention=retention, sequence__lte=reached)
    return found.count(), before

"""Exchanges and open shifts as rows, for programs and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from releve.people.models import Level
from releve.roster.models import OpenShift, Swap
from releve.roster.queries.exchanges import openings_of, swaps_seen, volunteers_count


def swap_row(swap: Swap) -> dict[str, Any]:
    """Return an exchange that both agreed on, as its manager may read it."""
    return {
        "id": swap.pk,
        "roster": swap.roster.starts_on,
        "asker": swap.asker.code,
        "gives_day": swap.gives_day,
        "gives_shift": swap.gives_shift,
        "colleague": swap.colleague.code,
        "takes_day": swap.takes_day,
        "takes_shift": swap.takes_shift,
        "state": swap.state,
        "agreed_at": swap.agreed_at,
        "decided_at": swap.decided_at,
    }


def opening_row(opening: OpenShift, *, now: datetime) -> dict[str, Any]:
    """Return an open shift with how many would take it; who they are is told to nobody."""
    return {
        "id": opening.pk,
        "roster": opening.roster.starts_on,
        "day": opening.day,
        "shift": opening.shift,
        "role": opening.role,
        "skill": opening.skill,
        "way": opening.way,
        "seed": opening.seed,
        "opened_at": opening.opened_at,
        "closes_at": opening.closes_at,
        "takes_more": opening.is_waiting(now),
        "state": opening.state,
        "volunteers": volunteers_count(opening),
        "filled_by": "" if opening.filled_by is None else opening.filled_by.code,
    }


def swap_rows(unit: Level) -> Iterator[dict[str, Any]]:
    """Yield the exchanges of a unit, the latest first."""
    for swap in swaps_seen(unit):
        yield swap_row(swap)


def opening_rows(unit: Level, *, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the open shifts of a unit, the latest day first."""
    for opening in openings_of(unit):
        yield opening_row(opening, now=now)

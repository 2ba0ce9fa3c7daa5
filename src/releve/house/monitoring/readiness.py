"""Whether this process can do its work: the database answers and its tables are up to date."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import DatabaseError, connection

from releve.house.database import waiting

BELIEVED_SECONDS = 30.0
"""How long tables once found up to date are believed to be so: reading the steps takes a while."""


@dataclass
class _Seen:
    up_to_date_at: float | None = None


_seen = _Seen()


def unready() -> list[str]:
    """Return why this process is not ready, as codes; nothing where it is."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [] if _up_to_date() else ["migrations_missing"]
    except DatabaseError:
        return ["database_unreachable"]


def forget() -> None:
    """Look at the tables anew the next time."""
    _seen.up_to_date_at = None


def _up_to_date() -> bool:
    now = time.monotonic()
    if _seen.up_to_date_at is not None and now - _seen.up_to_date_at < BELIEVED_SECONDS:
        return True
    found = not waiting()
    _seen.up_to_date_at = now if found else None
    return found

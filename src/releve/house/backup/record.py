"""When the last backup was made and how it ended, kept where the doctor can read it.

The record lies beside the database's own folder, `RELEVE_HOME`, not in the database: it must be
readable when the database is not, and a restored database must not claim a backup it never had.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from releve.house.environment import data_folder, make_data_folder
from releve.kit.files import write_text

FILE = "last_backup.json"


@dataclass(frozen=True)
class LastBackup:
    """The last backup that was tried on this machine, and the last that was made.

    ``reason`` says why a failed one failed; ``done_at`` is when the last good one ended, whatever
    came after it, and is empty where there was none. ``file``, ``file_bytes``, ``file_sha256``,
    ``rows`` and ``seconds`` are of that good one.
    """

    outcome: Literal["done", "failed"]
    ended_at: datetime
    reason: str = ""
    done_at: datetime | None = None
    file: str = ""
    file_bytes: int = 0
    file_sha256: str = ""
    rows: int = 0
    seconds: float = 0.0


def last_backup() -> LastBackup | None:
    """Return the record of the last backup, or nothing where none was ever tried or read."""
    try:
        document = json.loads((data_folder() / FILE).read_text("utf-8"))
        instants = {
            name: datetime.fromisoformat(document[name])
            for name in ("ended_at", "done_at")
            if document[name]
        }
        return LastBackup(**{**document, **instants})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_backup(
    file: Path, *, file_bytes: int, file_sha256: str, rows: int, seconds: float
) -> LastBackup:
    """Write down that a backup was made just now, and return the record."""
    now = datetime.now(UTC)
    return _written(
        LastBackup(
            outcome="done",
            ended_at=now,
            done_at=now,
            file=str(file),
            file_bytes=file_bytes,
            file_sha256=file_sha256,
            rows=rows,
            seconds=seconds,
        )
    )


def note_failure(reason: str) -> LastBackup:
    """Write down that a backup was tried just now in vain; the last good one stays known."""
    now = datetime.now(UTC)
    before = last_backup() or LastBackup(outcome="failed", ended_at=now)
    return _written(replace(before, outcome="failed", ended_at=now, reason=reason))


def _written(record: LastBackup) -> LastBackup:
    document = asdict(record)
    for name in ("ended_at", "done_at"):
        document[name] = document[name].isoformat() if document[name] else None
    write_text(make_data_folder() / FILE, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return record

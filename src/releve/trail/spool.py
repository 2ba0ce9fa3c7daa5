"""Where readings wait for the next second: a file beside the database.

Each line is one entry, marked already. Writers append under a lock; whoever seals takes the
whole file away under another name, saves its lines, and deletes it when they are saved. A taken
file that is still there after a crash is saved again: an entry's token lets it in only once.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from releve.trail.chain import ENTRY_FIELDS
from releve.trail.models import Entry
from releve.trail.vocabulary import READINGS

log = logging.getLogger(__name__)

WAITING = "readings"
TAKEN = ".taken"
STORED = (*ENTRY_FIELDS, "mark")


def spool(entry: Entry) -> None:
    """Append an entry to the waiting file; raises OSError where that cannot be done."""
    line = json.dumps({name: getattr(entry, name) for name in STORED}, ensure_ascii=True)
    with _locked():
        descriptor = os.open(folder() / WAITING, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, f"{line}\n".encode("ascii"))
        finally:
            os.close(descriptor)


def take() -> Sequence[Path]:
    """Take the waiting file away and return every taken one, those of a crash included."""
    if not folder().is_dir():
        return []
    with _locked():
        waiting = folder() / WAITING
        if waiting.exists():
            waiting.rename(waiting.with_name(f"{WAITING}.{secrets.token_hex(8)}{TAKEN}"))
    return sorted(folder().glob(f"*{TAKEN}"))


def entries_in(taken: Path) -> list[Entry]:
    """Return the entries of a taken file; a line cut off by a crash is left out."""
    try:
        lines = taken.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:  # another process has saved it
        return []
    return [entry for line in lines if (entry := _entry(line)) is not None]


def folder() -> Path:
    """Return the folder of the spool, in the data folder."""
    return Path(settings.TRAIL_SPOOL_FOLDER)


def _entry(line: str) -> Entry | None:
    try:
        fields = json.loads(line)
        stored = {name: fields[name] for name in STORED}
    except (ValueError, KeyError, TypeError):
        stored = {}
    if not stored or not all(_fits(name, value) for name, value in stored.items()):
        # Dropped, or PostgreSQL would refuse the whole file again each second.
        log.warning("a line of the trail's spool cannot be read and was left out")
        return None
    return Entry(**stored)


def _fits(name: str, value: object) -> bool:
    if name == "retention":
        return value == READINGS
    if name in {"noted_us", "hospital"}:
        return (name == "hospital" and value is None) or (type(value) is int and abs(value) < 2**63)
    return isinstance(value, str) and "\0" not in value and (name != "token" or len(value) == 32)


@contextmanager
def _locked() -> Iterator[None]:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""What the machine tells the house: where its data lie, its key, its database.

Everything comes from environment variables and has a default that suits one ward's computer.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Write-ahead logging lets pages read while an import writes. IMMEDIATE takes the write lock at
# the start: a transaction that reads first and writes later would else fail without waiting.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def data_folder() -> Path:
    """Return the folder of the database and the key: RELEVE_HOME, else the desktop's own."""
    if home := os.environ.get("RELEVE_HOME"):
        return Path(home).expanduser().resolve()
    shared = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser().resolve() / "releve"


def make_data_folder() -> Path:
    """Return the data folder, made readable by its owner alone if it was not there."""
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = f"RELEVE_HOME is {folder}, which cannot be made ({error.strerror})"
        raise ImproperlyConfigured(message) from error
    return folder


def secret_key() -> str:
    """Return SECRET_KEY, else the key kept in the data folder, made at the first call."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    kept = make_data_folder() / "secret_key"
    if not kept.exists():
        _keep(kept, secrets.token_urlsafe(64))
    return kept.read_text(encoding="ascii").strip()


def database() -> dict[str, Any]:
    """Return Django's description of the database: DATABASE_URL, else SQLite."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'releve.sqlite3'}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    except ValueError as error:
        message = "DATABASE_URL cannot be read; write it as postgres://user:password@host/name"
        raise ImproperlyConfigured(message) from error
    if config["ENGINE"].endswith("sqlite3"):
        return {**config, "OPTIONS": {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}}
    return {**config, "CONN_HEALTH_CHECKS": True}


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether a variable says yes: ``1``, ``true``, ``yes`` or ``on``."""
    said = os.environ.get(name, "").strip().lower()
    return said in {"1", "true", "yes", "on"} if said else default


def whole_number(name: str, *, default: int) -> int:
    """Return the whole number above zero that a variable gives, else the default."""
    said = os.environ.get(name, "").strip()
    if not said:
        return default
    if not said.isdecimal() or int(said) == 0:
        message = f"{name} is {said!r}; write a whole number above 0"
        raise ImproperlyConfigured(message)
    return int(said)


def words(name: str) -> list[str]:
    """Return the words of a variable, separated by spaces or commas."""
    return os.environ.get(name, "").replace(",", " ").split()


def _keep(file: Path, text: str) -> None:
    # Written aside, then linked: two processes that start together end with the same key.
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

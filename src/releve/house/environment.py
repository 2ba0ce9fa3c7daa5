"""What the machine tells the house: where its data lie, its key, its database.

Everything comes from environment variables and has a default that suits one ward's computer.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from releve.house.variables import (
    bytes_of,
    check_all,
    choice,
    count,
    flag,
    minutes,
    number,
    some_of,
    text,
    words,
)
from releve.kit.words import translator

__all__ = [
    "bytes_of",
    "check_all",
    "choice",
    "count",
    "data_folder",
    "database",
    "file",
    "flag",
    "mail",
    "make_data_folder",
    "minutes",
    "number",
    "own_file",
    "secret_key",
    "some_of",
    "text",
    "words",
]

_ = translator("releve.house")

MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}

# Write-ahead logging lets pages read while an import writes. IMMEDIATE takes the write lock at
# the start: a transaction that reads first and writes later would else fail without waiting.
# FULL waits for the disk at each commit: with NORMAL, a power cut would lose the last writes
# that a page has already confirmed.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def data_folder() -> Path:
    """Return the folder of the database and the key: RELEVE_HOME, else the desktop's own."""
    if home := text("RELEVE_HOME"):
        return Path(home).expanduser().resolve()
    shared = text("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser().resolve() / "releve"


def make_data_folder() -> Path:
    """Return the data folder, made readable by its owner alone if it was not there."""
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = _("RELEVE_HOME is {folder}, which cannot be made ({reason})")
        told = message.format(folder=folder, reason=error.strerror)
        raise ImproperlyConfigured(told) from error
    return folder


def secret_key() -> str:
    """Return SECRET_KEY, else the key kept in the data folder, made at the first call."""
    if key := text("SECRET_KEY"):
        return key
    kept = make_data_folder() / "secret_key"
    if not kept.exists():
        _keep(kept, secrets.token_urlsafe(64))
    return kept.read_text(encoding="ascii").strip()


def database(address: str = "") -> dict[str, Any]:
    """Return Django's description of the database: that address, DATABASE_URL, else SQLite."""
    url = address or text("DATABASE_URL") or f"sqlite:///{data_folder() / 'releve.sqlite3'}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    except ValueError as error:
        message = _("DATABASE_URL cannot be read; write it as postgres://user:password@host/name")
        raise ImproperlyConfigured(message) from error
    if config["ENGINE"].endswith("sqlite3"):
        return {**config, "OPTIONS": {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}}
    return {**config, "CONN_HEALTH_CHECKS": True}


def file(name: str, *, default: str) -> Path:
    """Return the file that a variable names, else the one of that name in the data folder."""
    said = text(name)
    return Path(said).expanduser().resolve() if said else data_folder() / default


def own_file(name: str) -> Path | None:
    """Return the file that a variable names, none where it is not set."""
    said = text(name)
    return Path(said).expanduser().resolve() if said else None


def mail() -> dict[str, Any]:
    """Return Django's description of the mail server of RELEVE_MAIL_URL; without one, none sends.

    ``smtp`` asks for STARTTLS, ``smtps`` speaks TLS from the start, ``smtp+plain`` neither;
    ``file`` writes letters to a folder, for whoever wants to read what would leave.
    """
    given = text("RELEVE_MAIL_URL")
    if not given:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    url = urlsplit(given)
    if url.scheme == "file" and not url.netloc and url.path.strip("/"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_HOST": "localhost",
            "EMAIL_FILE_PATH": unquote(url.path),
        }
    try:
        port = url.port
    except ValueError:
        port = 0
    if url.scheme not in MAIL_PORTS or not url.hostname or port == 0:
        message = _("RELEVE_MAIL_URL cannot be read; write it as smtp://user:password@host:587")
        raise ImproperlyConfigured(message)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": port or MAIL_PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


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

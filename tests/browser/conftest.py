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
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.visits import PASSWORD
from releve.people.vocabulary import FUNCTIONS
from releve.roster.engine.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
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
EARLIER = timedelta(days=28)
EARLIER_ON = "2026-02-09"
"""The first day of the period that has no roster yet."""
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """A hospital under way: its address, its data, its one ward."""

    address: str
    home: Path

    def run(self, *words: str, said: str | None = None, codes: tuple[int, ...] = (0,)) -> str:
        """Run a verb of the command line on this hospital and return what it prints."""
        done = subprocess.run(  # noqa: S603 - our own program and words
            [sys.executable, "-m", "releve", *words],
            env=environment(self.home),
            input=said,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode in codes, f"{words}: {done.stderr}"
        return done.stdout


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a hospital of its own, on SQLite, in English."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "RELEVE_HOME": str(home), "RELEVE_LANG": "en"}


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A hospital with the example ward, its month solved for a few seconds, and two accounts."""
    home = tmp_path_factory.mktemp("hospital")
    served = Served(f"http://127.0.0.1:{free_port()}", home)
    fill(served)
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


def fill(served: Served) -> None:
    """Make the hospital as a newcomer would: levels, people, accounts, a month and its plan."""
    plan = served.home / "plan.csv"
    persons = ROOT / "examples" / "emergency" / "people" / "persons.csv"
    problem = str(ROOT / "examples" / "emergency.json")
    served.run(
        *("people", "import", str(persons), "--kind", "persons"),
        *("--hospital", "CH", "--create-units"),
    )
    solve = ("roster", "solve", problem, "--out", str(plan), "--quiet", "--seconds")
    served.run(*solve, "10", codes=(0, 4))
    if not plan.exists():  # a busy machine needs longer for a first roster
        served.run(*solve, "120")
    leave_open(plan)
    opened = ("roster", "months", "open", problem, "--unit", "URG", "--plan", str(plan))
    served.run(*opened, "--published")
    open_empty_month(served, problem)
    search = ("roster", "months", "search", "--unit", "URG", "--from", "2026-03-09")
    served.run(
        *search, "--seconds", "2", codes=(0, 4)
    )  # on a busy machine it finds nothing: the page is there
    own_line = ("--person", OWN_LINE)
    for account, functions, own in (
        ("cadre", ("ward_manager",), ()),
        ("agent", ("caregiver",), own_line),
        ("toutes", FUNCTIONS, ()),
    ):
        served.run(
            *("people", "accounts", "add", account, "--name", account.capitalize()),
            *("--password-stdin", *own),
            said=f"{PASSWORD}\n",
        )
        for function in functions:
            served.run("people", "accounts", "grant", account, function, "URG")


def open_empty_month(served: Served, problem: str) -> None:
    """Open the period before the month, without a roster."""
    earlier = served.home / "earlier.json"
    asked = Problem.from_json(Path(problem).read_text("utf-8"))
    months_before = asked.with_changes(
        starts_on=asked.starts_on - EARLIER,
        ends_on=asked.ends_on - EARLIER,
        history_from=None,
        people=tuple(replace(person, history=()) for person in asked.people),
        wishes=(),
        fixed=(),
        unavailable=(),
    )
    earlier.write_text(months_before.to_json(), "utf-8")
    served.run("roster", "months", "open", str(earlier), "--unit", "URG")


def leave_open(plan: Path) -> None:
    """Take a few shifts out of a plan: any search then finds a better roster, soon."""
    head, *cells = plan.read_text("utf-8").splitlines(keepends=True)
    kept = [cell for at, cell in enumerate(cells) if at % 40]
    plan.write_text("".join([head, *kept]), "utf-8")


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()

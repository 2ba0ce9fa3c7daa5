"""A hospital under way for these tests: its own database, server and worker, on loopback.

Only processes that were begun here are killed, by their number; a server of PostgreSQL is one of
them, and so are its own backends.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

LEASE_SECONDS = 2.0
PATIENCE_SECONDS = 300.0

ACCOUNT, PASSWORD = "cadre", "brume-sur-la-dune-7"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Served:
    """A hospital's processes; ``external``: its worker is no child of the server."""

    home: Path
    database: str
    external: bool
    port: int = 0
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return the environment of all its processes."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        own = {
            "RELEVE_HOME": str(self.home),
            "RELEVE_LANG": "en",
            "RELEVE_LEASE_SECONDS": str(LEASE_SECONDS),
            "RELEVE_WORKER": "external" if self.external else "",
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "releve.house.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{HERE.parent}",
        }
        return {**kept, **own}

    def begin(self, *words: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
        """Begin a process of this hospital; what it has to say goes to its log."""
        with (self.home / "processes.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the same Python, our own words
                [sys.executable, *words],
                env=self.environment(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log if stdout is None else stdout,
                stderr=log,
            )

    def fill(self) -> None:
        """Make the tables, a hospital, months to search and an account."""
        filling = self.begin("-m", "kills.filling")
        assert filling.wait(PATIENCE_SECONDS) == 0, self.log()

    def go_on(self) -> None:
        """Begin again whatever is not running."""
        if self.web is None or self.web.poll() is not None:
            words = ("house", "serve", "--port", str(self.port))
            self.web = self.begin("-m", "releve", *words)
        if self.external and (self.worker is None or self.worker.poll() is not None):
            self.worker = self.begin("-m", "releve", "jobs", "work")

    def workers(self) -> list[int]:
        """Return the workers under way: ours, or the server's child."""
        if self.external:
            return [self.worker.pid] if self.worker and self.worker.poll() is None else []
        return children(self.web.pid) if self.web and self.web.poll() is None else []

    def backends(self) -> list[int]:
        """Return the processes of PostgreSQL that serve this hospital's connections."""
        if not self.database.startswith("postgres"):
            return []
        asked = (
            "SELECT pid FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(self.database) as connection:
            return [int(pid) for (pid,) in connection.execute(asked)]

    def end(self) -> None:
        """End what was begun, gently first."""
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in (self.web, self.worker):
            if process is not None:
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def log(self) -> str:
        """Return the end of what the processes said."""
        return (self.home / "processes.log").read_text(errors="replace")[-4000:]


class Browser:
    """Somebody signed in, as plain HTTP; a request that is not answered raises OSError."""

    def __init__(self, address: str) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.address = address
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[str, str]:
        """Return where a page leads and its text."""
        return self._open(urllib.request.Request(f"{self.address}{path}"))  # noqa: S310 - loopback

    def post(self, path: str, page: str, **facts: str) -> str:
        """Send a form of a page; return the path that it leads to, which acknowledges it."""
        token = TOKEN.search(page)
        assert token is not None, page[:500]
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **facts}).encode()
        request = urllib.request.Request(f"{self.address}{path}", data=data)  # noqa: S310 - loopback
        return self._open(request)[0]

    def signed_in(self) -> bool:
        """Sign in and return whether it worked."""
        _where, page = self.get("/sign-in/")
        return self.post("/sign-in/", page, username=ACCOUNT, password=PASSWORD) != "/sign-in/"

    def _open(self, request: urllib.request.Request) -> tuple[str, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                text = answer.read().decode()
        except http.client.HTTPException as error:  # the server died while it answered
            raise ConnectionError(str(error)) from error
        return urllib.parse.urlsplit(answer.url).path, text


def until(happened: Callable[[], bool], *, patience_seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until something has happened and return the seconds; what fails is asked again."""
    began = time.monotonic()
    while True:
        try:
            if happened():
                return time.monotonic() - began
        except (OSError, psycopg.Error):
            pass
        took = time.monotonic() - began
        assert took < patience_seconds, f"it did not happen in {took:.0f} s"
        time.sleep(0.05)


def answers(served: Served) -> bool:
    """Whether the pages answer."""
    with urllib.request.urlopen(f"{served.address}/", timeout=5) as answer:  # noqa: S310 - loopback
        return bool(answer.status == 200)


def children(pid: int) -> list[int]:
    """Return the processes that one of ours has begun."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

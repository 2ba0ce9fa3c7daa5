"""`releve serve` shows the pages on this computer only unless told, and stops when told."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import LazySettings
from django.conf import settings as in_force

from releve.house.cli import house
from releve.house.serving import Place, refuse_unsafe
from releve.kit.console import BAD_INPUT
from releve.kit.faults import BadInputError
from releve.kit.verbs import run_verb


def a_free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def page(port: int, path: str = "/", *, patience_seconds: float = 60) -> str:
    """Return a page as soon as it is served."""
    end = time.monotonic() + patience_seconds
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                text: str = answer.read().decode()
                return text
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextmanager
def served(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve in a process group of its own, as a terminal does, and end what is left of it."""
    port = a_free_port()
    environment = {**os.environ, "RELEVE_HOME": str(home), "RELEVE_LOG": "json"}
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-m", "releve", *words, "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as server:
        try:
            yield server, port
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose tables the first server makes and the next find."""
    return tmp_path_factory.mktemp("home")


def test_the_address_is_said_when_it_answers_and_ctrl_c_ends_quietly(home: Path) -> None:
    with served(home, "house", "serve") as (server, port):
        assert server.stdout is not None
        said = server.stdout.readline()
        text = page(port, patience_seconds=0)
        os.killpg(server.pid, signal.SIGINT)  # as a terminal does: to all of them
        rest, logged = server.communicate(timeout=30)
    assert said == f"The pages are at http://127.0.0.1:{port}/ (stop: Ctrl-C)\n"
    assert '<html lang="fr">' in text
    assert (server.returncode, rest.splitlines()[-1]) == (0, "Stopped.")
    assert "Traceback" not in logged
    assert "refused to gracefully stop" not in logged


def test_several_processes_count_together_replace_the_killed_and_end_on_sigterm(home: Path) -> None:
    with served(home, "serve", "--workers", "2") as (server, port):
        page(port, "/?name=Quatrepommes")
        counted = requests_of_home(port)
        for _ in range(8):
            page(port)
        assert requests_of_home(port) == counted + 8
        for _ in range(2):  # the second time within seconds of the first
            for worker in workers_of(server.pid):
                os.kill(worker, signal.SIGKILL)
            assert json.loads(page(port, "/readyz")) == {"ready": True, "reasons": []}
        server.send_signal(signal.SIGTERM)
        _said, logged = server.communicate(timeout=30)
    assert server.returncode == 0
    lines = [json.loads(line) for line in logged.splitlines()]
    assert "home" in {line.get("route") for line in lines}
    assert "Quatrepommes" not in logged


def test_nothing_is_left_at_the_port_of_a_server_that_was_killed(home: Path) -> None:
    with served(home, "serve") as (server, port):
        page(port)
        server.kill()
        server.wait(timeout=30)
        end = time.monotonic() + 30
        while is_answered(port) and time.monotonic() < end:
            time.sleep(0.1)
        assert not is_answered(port)


def requests_of_home(port: int) -> int:
    """Return how often the home page was answered, by all processes together."""
    found = re.search(
        r'releve_requests_total\{method="GET",route="home",status="200"\} ([0-9.]+)',
        page(port, "/metrics"),
    )
    assert found is not None
    return int(float(found[1]))


def workers_of(server: int) -> list[int]:
    """Return the processes of a server that answer pages."""
    listing = subprocess.run(  # noqa: S603 - the system's own list
        ["ps", "-o", "pid=,args=", "--ppid", str(server)],  # noqa: S607 - ps of the PATH
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [int(line.split()[0]) for line in listing if "spawn_main" in line]


def is_answered(port: int) -> bool:
    """Return whether anything listens at the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_port_in_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run_verb(house, ["serve", "--port", port], name="releve house") == BAD_INPUT
    assert f"port {port} cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_computer_is_one_sentence(
    host: str, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_served(settings)
    assert run_verb(house, ["serve", "--host", host], name="releve house") == BAD_INPUT
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_only_this_computer_is_answered_unless_hosts_are_named() -> None:
    assert [host for host in in_force.ALLOWED_HOSTS if host != "testserver"] == [
        "localhost",
        "127.0.0.1",
        "[::1]",
    ]


def _as_served(settings: LazySettings) -> None:
    settings.NAMED_HOSTS = settings.ALLOWED_HOSTS = ["releve.example.org"]
    settings.HTTPS, settings.BEHIND_PROXY, settings.DEBUG = True, True, False
    settings.SECRET_KEY = "abcdefghij" * 6


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "releve.example.org", "127.0.0.1"])  # noqa: S104 - refused or not, never listened at
def test_a_house_that_is_set_for_it_may_be_served_anywhere(
    host: str, settings: LazySettings
) -> None:
    _as_served(settings)
    refuse_unsafe(host)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DEBUG": True}, "RELEVE_DEBUG shows the data of faults to whoever reaches 192.0.2.1"),
        ({"NAMED_HOSTS": []}, "no name is set under which it may answer; set RELEVE_HOSTS"),
        ({"HTTPS": False}, "passwords would travel in clear"),
        ({"BEHIND_PROXY": False}, "put one before it and set RELEVE_BEHIND_PROXY=yes"),
        ({"ALLOWED_HOSTS": ["*"]}, "RELEVE_HOSTS is '*'"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short for 192.0.2.1"),
    ],
)
def test_what_would_be_unsafe_is_refused_in_words(
    settings: LazySettings, changed: dict[str, object], said: str
) -> None:
    _as_served(settings)
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(BadInputError, match=re.escape(said)):
        refuse_unsafe("192.0.2.1")


def test_an_address_is_written_as_browsers_want_it() -> None:
    assert [Place(host=host, port=80).address for host in ("127.0.0.1", "::1")] == [
        "127.0.0.1:80",
        "[::1]:80",
    ]

"""`releve house serve` shows the pages on this computer only, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

from releve.house.cli import house
from releve.kit.console import BAD_INPUT
from releve.kit.verbs import run_verb


def a_free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def home_page(port: int, *, patience_seconds: float = 30) -> str:
    """Return the home page as soon as it is served."""
    end = time.monotonic() + patience_seconds
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/") as answer:
                text: str = answer.read().decode()
                return text
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_the_home_page_is_served_and_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    port = a_free_port()
    environment = {**os.environ, "RELEVE_HOME": str(tmp_path)}
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-m", "releve", "house", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            page = home_page(port)
        finally:
            server.send_signal(signal.SIGINT)
            said, logged = server.communicate(timeout=30)
    assert '<html lang="fr">' in page
    assert (server.returncode, said.splitlines()[-1]) == (0, "Stopped.")
    assert "Traceback" not in logged


def test_a_port_in_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run_verb(house, ["serve", "--port", port], name="releve house") == BAD_INPUT
    assert f"port {port} cannot be used" in capsys.readouterr().err


def test_only_this_computer_is_answered_unless_hosts_are_named() -> None:
    assert [host for host in settings.ALLOWED_HOSTS if host != "testserver"] == [
        "localhost",
        "127.0.0.1",
        "[::1]",
    ]

"""The tests that use the database run on PostgreSQL too, and its server never outlives them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace

import psycopg
import pytest
from django.db import connection

import throwaway_postgresql
from house_code import ROOT
from throwaway_postgresql import NoPostgreSQLError, folder_of_programs

BEGIN = """
from throwaway_postgresql import throwaway_postgresql
with throwaway_postgresql() as address:
    print(address, flush=True)
    input()
"""


def the_script() -> ModuleType:
    """Return the script as a module; its name has no ending, so Python must be told."""
    loader = SourceFileLoader("test_postgres_script", str(ROOT / "scripts" / "test-postgres"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.django_db
def test_the_tests_run_on_the_database_that_was_named() -> None:
    named = os.environ.get("DATABASE_URL", "sqlite:").partition(":")[0]
    assert {"sqlite": "sqlite", "postgres": "postgresql"}[named] == connection.vendor


@pytest.mark.parametrize(
    ("marks", "asked", "runs_again"),
    [
        (["django_db"], [], True),
        ([], ["tmp_path", "transactional_db"], True),
        (["django_db", "chromium"], [], False),
        (["campaign"], ["tmp_path"], False),
    ],
)
def test_only_the_tests_that_use_the_database_run_again(
    request: pytest.FixtureRequest, *, marks: list[str], asked: list[str], runs_again: bool
) -> None:
    conftest = next(
        plugin
        for plugin in request.config.pluginmanager.get_plugins()
        if getattr(plugin, "__file__", None) == str(ROOT / "conftest.py")
    )
    item = SimpleNamespace(
        fixturenames=asked, get_closest_marker=lambda name: name if name in marks else None
    )
    assert conftest.uses_the_database(item) is runs_again


def test_the_server_is_gone_when_whoever_began_it_is_killed() -> None:
    alone = {name: value for name, value in os.environ.items() if name != "RELEVE_TEST_POSTGRESQL"}
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-c", BEGIN],
        env={**alone, "PYTHONPATH": str(ROOT / "tests")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as asker:
        assert asker.stdout is not None
        address = asker.stdout.readline().strip()
        with psycopg.connect(address) as client:
            assert client.execute("SHOW fsync").fetchone() == ("off",)
        asker.send_signal(signal.SIGKILL)
    folder = Path(address.partition("host=")[2])
    end = time.monotonic() + 30
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_a_machine_without_postgresql_fails_and_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(throwaway_postgresql, "_places", lambda: iter(()))
    monkeypatch.delenv("RELEVE_TEST_POSTGRESQL", raising=False)
    with pytest.raises(NoPostgreSQLError):
        folder_of_programs()
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert the_script().main([]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "apt install postgresql" in capsys.readouterr().err


def test_continuous_integration_runs_them() -> None:
    assert "step 'Tests on PostgreSQL' " in (ROOT / "scripts" / "check").read_text("utf-8")

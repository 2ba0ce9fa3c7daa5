"""What tests of the house share: a clock they move, cheap passwords, databases of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from releve.house.tests.clock import Clock, a_clock
from releve.house.tests.databases import Databases
from releve.house.tests.signing import Everybody
from releve.kit import actors


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of a test."""
    return a_clock(monkeypatch)


@pytest.fixture
def quick_passwords(settings: Settings) -> None:
    """Passwords as in real use, with a hash that takes a millisecond."""
    settings.PASSWORD_HASHERS = ["releve.house.tests.signing.QuickHasher"]


@pytest.fixture
def everybody_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody do everything: what is tested is not who may."""
    monkeypatch.setattr(actors, "_access", Everybody())


@pytest.fixture(scope="session")
def models_of_databases() -> dict[str, str]:
    """The databases that filled ones are copied from, by kind; each is made at its first use."""
    return {}


@pytest.fixture
def databases(
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    models_of_databases: dict[str, str],
    request: pytest.FixtureRequest,
) -> Iterator[Databases]:
    """Databases of both kinds; a PostgreSQL is started only when one of that kind is asked for."""
    with ExitStack() as stack, django_db_blocker.unblock():

        def server() -> str:
            return str(request.getfixturevalue("postgresql_url"))

        yield Databases(tmp_path, server, stack, models_of_databases)

"""What tests of backups share: databases of their own, beside that of the other tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from releve.house.tests.databases import Databases


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

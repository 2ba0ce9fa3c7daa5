"""Databases of both kinds for tests of backups: made empty or filled, and gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.contrib.sessions.backends.db import SessionStore

from releve.house.backup.keys import KEY_BYTES
from releve.house.backup.migrations import apps_after, steps_taken
from releve.house.backup.tables import all_tables, digest_of, kept_tables
from releve.house.backup.target import MAIN, as_main, described
from releve.house.database import migrate
from releve.jobs.actions import ask_job
from releve.jobs.models import Job
from releve.jobs.tests.samples import nothing
from releve.kit.actors import HOUSE
from releve.people.models import Account, Level, Person
from releve.people.tests.builders import a_staffed_hospital
from releve.roster.models import Version
from releve.roster.tests.months import a_month

KEY = bytes(range(KEY_BYTES))
KINDS = ("sqlite", "postgresql")

NAMES = (
    "Zoé-Anaïs D'Hérouville",
    "\u200fשרה",
    "李小龍 🏥",
    "e\u0301 is not é",
    'quote " back \\ slash \t tab',
    "\U0010ffff\ufeff\u2028",
)


class Databases:
    """Gives addresses of databases; all of them end with the test."""

    def __init__(
        self, folder: Path, server: Callable[[], str], stack: ExitStack, models: dict[str, str]
    ) -> None:
        self._folder = folder
        self._server = server
        self._stack = stack
        self._models = models

    def empty(self, kind: str) -> str:
        """Return the address of an empty database."""
        name = f"releve_{secrets.token_hex(4)}"
        if kind == "sqlite":
            return f"sqlite:///{self._folder / name}.sqlite3"
        return self._stack.enter_context(empty_postgresql(self._server(), name))

    def filled(self, kind: str) -> str:
        """Return the address of a database with a hospital, people and a month in it."""
        if kind not in self._models:  # made once for all tests, then copied
            self._models[kind] = self._model(kind)
        name = f"releve_{secrets.token_hex(4)}"
        if kind == "sqlite":
            file = self._folder / f"{name}.sqlite3"
            shutil.copy(self._models[kind], file)
            return f"sqlite:///{file}"
        copied = empty_postgresql(self._server(), name, like=self._models[kind])
        return self._stack.enter_context(copied)

    def _model(self, kind: str) -> str:
        if kind == "sqlite":
            file = Path(os.environ["RELEVE_HOME"]) / "model-of-backups.sqlite3"
            with as_main(described(f"sqlite:///{file}")):
                fill()
            return str(file)
        name = f"releve_model_{secrets.token_hex(4)}"
        with psycopg.connect(self._server(), autocommit=True) as client:
            client.execute(f'CREATE DATABASE "{name}"')
        with as_main(described(address_of(self._server(), name))):
            fill()
        return name


@contextmanager
def empty_postgresql(server: str, name: str, *, like: str = "template1") -> Iterator[str]:
    """Make a database on the server, and drop it at the end."""
    with psycopg.connect(server, autocommit=True) as client:
        client.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        try:
            yield address_of(server, name)
        finally:
            client.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address_of(server: str, name: str) -> str:
    """Return the address of a database of the server."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def fill() -> None:
    """Put into the main database what a hospital would, and what is hard to carry."""
    migrate()
    hospital = a_staffed_hospital()
    some = Person.objects.for_hospital(hospital)[0]
    for number, name in enumerate(NAMES):
        some.pk, some.code, some.family_name = None, f"hard-{number}", name
        some.save()
    month = a_month()
    version = Version(
        hospital=hospital,
        roster=month,
        demand=month.demands.get(),
        number=1,
        found='{"kept": "as text"}',
        judged="{}",
        holes=2**31 - 1,
        breaches=0,
        cost=-(2**63),
        made_at=datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    )
    version.save()
    month.chosen = version  # each points to the other
    month.save()
    session = SessionStore()
    session["page"] = "of a browser"
    session.save()


def digests(address: str) -> dict[str, tuple[int, str]]:
    """Return how many rows every table of a database has, and their digest."""
    with as_main(described(address)):
        tables = kept_tables(all_tables(apps_after(steps_taken(MAIN), MAIN)))
        sums = {table.name: digest_of(table, MAIN) for table in tables}
        return {name: (each.rows, each.hexdigest()) for name, each in sums.items()}


def an_account() -> int:
    """Save an account that nobody has a name for yet, and return its number."""
    name = f"who-{Account.objects.count()}"
    return Account.objects.create_user(name, name=name).pk


def a_person() -> int:
    """Save a person, and return her number."""
    some = Person.objects.for_hospital(Level.objects.filter(kind="hospital")[0])[0]
    some.pk, some.code = None, f"new-{Person.objects.count()}"
    some.save()
    return int(some.pk)


def a_job() -> int:
    """Ask for a job, and return its number."""
    return ask_job(nothing, {}, actor=HOUSE).pk


MAKE: tuple[Callable[[], int], ...] = (an_account, a_person, a_job)


def come_and_gone() -> list[int]:
    """Save one of each and delete it again, as the purge does; return their numbers."""
    numbers = [make() for make in MAKE]
    for table, number in zip((Account, Person, Job), numbers, strict=True):
        table._base_manager.filter(pk=number).delete()  # noqa: SLF001 - as the purge does in the end
    return numbers

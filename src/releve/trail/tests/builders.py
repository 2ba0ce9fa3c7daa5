"""A trail with entries under seals, a purge in it, and ways to tamper with it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from releve.kit import actors
from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.trail.actions import Change, note_changes, purge, seal_due
from releve.trail.actions.notes import entry_of, key_in_use
from releve.trail.keys import read_keys
from releve.trail.models import Entry
from releve.trail.queries import Report, verify

ADA = Actor(key="account:7", name="Ada Feuillage", hospital=3)
BO = Actor(key="account:8", name="Bo Ruisseau", hospital=3)
CLEO = Actor(key="account:9", name="Cléo Galet", hospital=4)

Value = int | str | bytes | None
"""What stands in a column."""

VERBS = ("people.contract.change", "roster.version.choose", "house.session.sign_in")


class EverythingAllowed:
    """An access that lets each actor do all in her own hospital."""

    def named(self, username: str) -> Actor:
        """Return the actor of that first name."""
        return {"ada": ADA, "bo": BO, "cleo": CLEO}[username]

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:  # noqa: ARG002 - the protocol's signature
        """Whether it is the actor's own hospital."""
        return level is None or actor.hospital == level

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:  # noqa: ARG002 - same
        """Always: who may is tried in the house's matrix of access."""
        return True


@contextmanager
def all_allowed() -> Iterator[None]:
    """Let everybody do everything in their own hospital, and close the doors again."""
    before = actors._access  # noqa: SLF001 - the one point of injection, put back below
    actors.use_access(EverythingAllowed())
    try:
        yield
    finally:
        actors.use_access(before)


def note_some(count: int, *, seed: int = 1) -> None:
    """Note changes of objects that differ, all in one transaction."""
    dice = random.Random(seed)  # noqa: S311 - no secret hangs on it
    with transaction.atomic():
        note_changes(
            ADA,
            [
                Change(
                    verb=dice.choice(VERBS),
                    kind="contract",
                    key=dice.randrange(100),
                    hospital=dice.choice([3, 4, None]),
                    before={"share": dice.random()},
                    after={"share": dice.random()},
                    reason=dice.choice(["", "asked for", "corrigé à l’été"]),
                )
                for _ in range(count)
            ],
        )


def note_old_readings(count: int, *, months: int = 20) -> None:
    """Put readings into the tables as they were noted many months ago."""
    key, at = key_in_use(), now() - timedelta(days=31 * months)
    Entry.objects.bulk_create(
        entry_of(
            BO,
            Change(verb="people.person.read", kind="person", key=number, hospital=3),
            key=key,
            retention="readings",
            at=at,
        )
        for number in range(count)
    )


def a_trail(*, seals: int = 8, each: int = 5) -> None:
    """Fill the tables: sealed batches, readings of which the oldest are purged, open entries."""
    note_some(each, seed=0)
    note_old_readings(each)
    seal_due()
    with all_allowed():
        purge("readings", actor=ADA, at=now() + timedelta(days=400))
    for number in range(1, seals):
        note_some(each, seed=number)
        note_old_readings(1, months=1)
        seal_due()
    note_some(2, seed=99)


def checked() -> Report:
    """Return what a check with the key finds."""
    return verify(read_keys())


def codes(report: Report) -> list[tuple[str, str]]:
    """Return what was found, as pairs of subject and code."""
    return [(finding.subject, finding.code) for finding in report.findings]


def sql(statement: str, *values: Value) -> int:
    """Change the tables as somebody does who has the database and not the key."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        changed: int = cursor.rowcount
        return changed


def heads_file() -> Path:
    """Return this test's file of heads."""
    return Path(settings.TRAIL_HEADS_FILE)


@contextmanager
def undone() -> Iterator[None]:
    """Undo what happens in the block, in the tables and in the file of heads."""
    kept, before = heads_file().read_bytes(), transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        heads_file().write_bytes(kept)

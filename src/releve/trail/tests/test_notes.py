"""Changes are noted in the transaction that makes them, and readings beside it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from releve.kit.actors import Actor
from releve.trail.actions import (
    Change,
    OutsideTransactionError,
    note_change,
    note_changes,
    note_reading,
)
from releve.trail.chain import entry_text
from releve.trail.keys import TrailKeyError, read_keys
from releve.trail.models import AppendOnlyError, Entry

MANAGER = Actor(key="account:7", name="Ada Feuillage", hospital=3, on_behalf_of="account:9")


def note(verb: str = "people.contract.change", **facts: object) -> None:
    note_change(MANAGER, verb, **{"kind": "contract", "key": 12, "hospital": 3, **facts})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_change_says_who_did_what_for_whom_and_why() -> None:
    note(before={"share": 1}, after={"share": 2}, reason="half time asked for")
    entry = Entry.objects.get()
    assert (entry.actor, entry.actor_name, entry.on_behalf_of) == (
        "account:7",
        "Ada Feuillage",
        "account:9",
    )
    assert (entry.verb, entry.kind, entry.key, entry.hospital) == (
        "people.contract.change",
        "contract",
        "12",
        3,
    )
    assert (entry.reason, entry.retention) == ("half time asked for", "changes")
    assert entry.before != entry.after
    assert entry.mark == read_keys().current.mark(entry_text(entry))


@pytest.mark.django_db
def test_the_facts_themselves_are_not_kept_and_equal_facts_have_one_digest() -> None:
    note(after={"family_name": "Feuillage", "share": 1})
    note(before={"share": 1, "family_name": "Feuillage"})
    first, second = Entry.objects.order_by("token")
    assert (first.before, second.after) == ("", "")
    assert first.after == second.before
    assert "Feuillage" not in first.after


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransactionError):
        note()
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_leaves_no_entry() -> None:
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_twelve_hundred_changes_take_few_statements() -> None:
    note()  # makes the key
    changes = [Change(verb="people.person.add", kind="person", key=n) for n in range(1200)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        note_changes(MANAGER, changes)
    inserts = [query for query in queries if query["sql"].startswith("INSERT")]
    # SQLite takes 999 values in one; PostgreSQL takes three statements.
    assert (len(inserts) <= 20, Entry.objects.count()) == (True, 1201)


@pytest.mark.django_db
def test_signing_in_is_of_its_own_class() -> None:
    note("house.session.sign_in")
    assert Entry.objects.get().retention == "sessions"


@pytest.mark.django_db
def test_an_entry_is_neither_changed_nor_deleted() -> None:
    note()
    entry = Entry.objects.get()
    attempts = (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(reason="other"),
        lambda: Entry.objects.bulk_update([entry], ["reason"]),
    )
    for attempt in attempts:
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.django_db
def test_the_key_is_made_once_and_its_owner_alone_reads_it(trail_folder: Path) -> None:
    note()
    made = (trail_folder / "key").read_text("ascii")
    note()
    assert (trail_folder / "key").read_text("ascii") == made
    assert stat.S_IMODE((trail_folder / "key").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_no_new_key_is_made_in_silence_where_one_was_in_use(trail_folder: Path) -> None:
    note()
    (trail_folder / "key").unlink()
    with pytest.raises(TrailKeyError, match="put it back"):
        note()


@pytest.mark.django_db
def test_what_is_no_key_is_said(trail_folder: Path) -> None:
    trail_folder.mkdir()
    (trail_folder / "key").write_text("password\n")
    with pytest.raises(TrailKeyError, match="64 hexadecimal digits"):
        note()


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["a\0b", "\ud800"])
def test_a_text_that_no_database_keeps_is_refused(reason: str) -> None:
    with pytest.raises(ValueError, match=r"NUL|surrogates"):
        note(reason=reason)


@pytest.mark.django_db(transaction=True)
def test_a_reading_waits_in_its_file_until_the_next_second(trail_folder: Path) -> None:
    note_reading(MANAGER, "people.person.read", kind="person", key=4, hospital=3)
    assert Entry.objects.count() == 0
    assert len((trail_folder / "spool" / "readings").read_text().splitlines()) == 1

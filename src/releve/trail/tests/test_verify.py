"""A trail that nobody touched is intact; what somebody did to it is named."""

from __future__ import annotations

import pytest
from django.db import transaction

from releve.trail.actions import note_reading, seal_due
from releve.trail.keys import KeyRing, PublicKey, read_keys
from releve.trail.models import Entry, Seal, Tombstone
from releve.trail.queries import Finding, verify
from releve.trail.tests.builders import (
    ADA,
    a_trail,
    checked,
    codes,
    heads_file,
    note_some,
    sql,
    undone,
)

pytestmark = pytest.mark.django_db


def test_an_untouched_trail_is_intact_and_counted() -> None:
    a_trail(seals=4, each=5)
    report = checked()
    assert report.findings == []
    assert (report.seals, report.tombstones, report.open_entries) == (4, 1, 2)
    assert report.entries == Entry.objects.filter(sequence__isnull=False).count()
    assert report.head == Seal.objects.get(number=4).digest


def test_an_empty_trail_is_intact() -> None:
    note_some(0)
    assert verify(KeyRing(())).intact


def test_an_altered_entry_is_named_by_its_sequence() -> None:
    a_trail()
    sql("UPDATE trail_entry SET reason = 'another' WHERE sequence = 20")
    assert checked().findings == [Finding("entry", "altered", 20)]


@pytest.mark.parametrize("column", ["count", "first_sequence"])
def test_a_seal_that_claims_billions_of_entries_is_named_at_once(column: str) -> None:
    a_trail(seals=3)
    sql(f"UPDATE trail_seal SET {column} = %s WHERE number = 2", 2**59)  # noqa: S608 - our own names
    assert Finding("seal", "altered", 2) in checked().findings


def test_a_missing_entry_is_named_by_its_sequence() -> None:
    a_trail()
    sql("DELETE FROM trail_entry WHERE sequence = 20")
    assert checked().findings == [Finding("entry", "missing", 20)]


def test_two_entries_that_changed_places_are_found_in_their_batch() -> None:
    a_trail()
    seal = Seal.objects.get(number=3)
    first, second = seal.first_sequence, seal.first_sequence + 1
    sql("UPDATE trail_entry SET sequence = -1 WHERE sequence = %s", first)
    sql("UPDATE trail_entry SET sequence = %s WHERE sequence = %s", first, second)
    sql("UPDATE trail_entry SET sequence = %s WHERE sequence = -1", second)
    last = seal.first_sequence + seal.count - 1
    assert checked().findings == [Finding("entries", "reordered", first, last)]


def test_a_tail_that_was_cut_off_is_known_to_the_heads() -> None:
    a_trail(seals=6)
    first = Seal.objects.get(number=5).first_sequence
    sql("DELETE FROM trail_entry WHERE sequence >= %s", first)
    sql("DELETE FROM trail_seal WHERE number >= 5")
    assert checked().findings == [Finding("seal", "lost", 5, 6)]


def test_an_old_copy_that_goes_on_is_known_to_the_heads() -> None:
    a_trail(seals=6)
    first = Seal.objects.get(number=5).first_sequence
    sql("DELETE FROM trail_entry WHERE sequence >= %s", first)
    sql("DELETE FROM trail_seal WHERE number >= 5")
    for seed in range(3):
        note_some(2, seed=seed)
        seal_due()
    assert codes(checked()) == [("heads", "differs"), ("heads", "differs")]


def test_a_seal_made_without_the_key_is_found() -> None:
    a_trail(seals=3)
    sql("UPDATE trail_seal SET signature = %s WHERE number = 3", "ab" * 64)
    assert checked().findings == [Finding("seal", "bad_signature", 3)]


def test_an_entry_slipped_in_before_its_seal_is_found_though_the_seal_is_genuine() -> None:
    a_trail(seals=3)
    sql("UPDATE trail_entry SET reason = 'another' WHERE sequence IS NULL")
    assert codes(checked()) == [("open_entry", "altered")] * 2
    seal_due()
    assert codes(checked()) == [("entry", "altered")] * 2


def test_what_a_purge_left_out_is_no_finding_until_its_tombstone_is_gone() -> None:
    a_trail(seals=3)
    assert checked().intact
    assert Tombstone.objects.get().count == 5
    sql("DELETE FROM trail_tombstone")
    assert codes(checked()) == [("entry", "missing")] * 5


def test_the_public_half_of_the_key_suffices_for_a_third_party() -> None:
    a_trail()
    public = KeyRing(tuple(PublicKey(key.public) for key in read_keys().keys))
    report = verify(public)
    assert (report.intact, report.marks_checked) == (True, False)
    with undone():
        sql("UPDATE trail_entry SET verb = 'another' WHERE sequence = 20")
        assert not verify(public).intact


def test_a_lost_file_of_heads_is_said() -> None:
    a_trail(seals=2)
    heads_file().unlink()
    assert checked().heads_are_missing


def test_a_reading_is_in_the_tables_after_the_next_seal() -> None:
    note_reading(ADA, "people.person.read", kind="person", key=4, hospital=3)
    assert seal_due() == 1
    entry = Entry.objects.get()
    assert (entry.verb, entry.retention, entry.sequence) == ("people.person.read", "readings", 1)
    assert checked().intact


@pytest.mark.django_db(transaction=True)
def test_sealing_inside_a_transaction_is_refused() -> None:
    with transaction.atomic():
        note_some(1)
        with pytest.raises(RuntimeError):
            seal_due()

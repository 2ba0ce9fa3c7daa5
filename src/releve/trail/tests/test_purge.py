"""What its retention no longer covers goes, the chain still holds, and the purge is noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from releve.kit.actors import NotAllowedError
from releve.kit.faults import BadInputError
from releve.trail.actions import purge, seal_due
from releve.trail.models import Entry, Tombstone
from releve.trail.retention import Retention, cut_off, retentions
from releve.trail.tests.builders import (
    ADA,
    all_allowed,
    checked,
    note_old_readings,
    note_some,
    sql,
)
from releve.trail.vocabulary import RETENTION_CLASSES

pytestmark = pytest.mark.django_db
NEXT_YEAR = timedelta(days=400)


def of_class(name: str) -> int:
    """Return how many sealed entries of a class there are."""
    return Entry.objects.filter(retention=name, sequence__isnull=False).count()


def test_a_class_goes_and_the_others_stay() -> None:
    note_some(20)
    note_old_readings(5)
    seal_due()
    changes, sessions = of_class("changes"), of_class("sessions")
    with all_allowed():
        done = purge("readings", actor=ADA, at=now() + NEXT_YEAR)
    assert (done.count, of_class("readings")) == (5, 0)
    assert (of_class("changes"), of_class("sessions")) == (changes, sessions)
    seal_due()
    assert checked().findings == []


def test_nothing_goes_before_its_time() -> None:
    note_old_readings(5)
    seal_due()
    with all_allowed():
        assert purge("readings", actor=ADA).count == 0
    assert (of_class("readings"), Tombstone.objects.count()) == (5, 0)


def test_one_purge_after_another_keeps_the_chain_whole() -> None:
    for round_ in range(4):
        note_some(6, seed=round_)
        note_old_readings(3)
        seal_due()
        for name in RETENTION_CLASSES:
            with all_allowed():
                purge(name, actor=ADA, at=now() + NEXT_YEAR * (7 if round_ % 2 else 2))
        seal_due()
        assert checked().findings == []
    assert Tombstone.objects.count() >= 6


def test_the_purge_itself_is_noted() -> None:
    note_old_readings(5)
    seal_due()
    with all_allowed():
        purge("readings", actor=ADA, at=now() + NEXT_YEAR)
    entry = Entry.objects.get(verb="trail.entries.purge")
    assert (entry.actor, entry.key, entry.retention) == ("account:7", "readings", "changes")


def test_a_trail_that_was_tampered_with_is_not_purged() -> None:
    note_old_readings(5)
    seal_due()
    sql("UPDATE trail_entry SET reason = 'another'")
    with all_allowed(), pytest.raises(BadInputError, match="not intact"):
        purge("readings", actor=ADA, at=now() + NEXT_YEAR)
    assert of_class("readings") == 5


def test_what_was_purged_and_put_back_is_found() -> None:
    note_old_readings(2)
    seal_due()
    kept = list(Entry.objects.all())
    with all_allowed():
        purge("readings", actor=ADA, at=now() + NEXT_YEAR)
    Entry.objects.bulk_create(kept)
    assert {finding.code for finding in checked().findings} == {"back_after_purge"}


def test_who_may_not_purge_is_refused() -> None:
    with pytest.raises(NotAllowedError):
        purge("readings", actor=ADA)


def test_every_class_has_a_duration_and_says_who_must_settle_it() -> None:
    found = retentions()
    assert set(found) == set(RETENTION_CLASSES)
    assert all(one.months > 0 and one.source and one.why for one in found.values())


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, "2026-02-28"), (12, "2025-03-31"), (13, "2025-02-28"), (25, "2024-02-29")],
)
def test_months_back_end_on_the_last_day_of_a_shorter_month(months: int, day: str) -> None:
    kept = Retention(months=months, why="", source="", version=datetime.now(UTC).date())
    assert cut_off(kept, at=datetime(2026, 3, 31, tzinfo=UTC)).date().isoformat() == day

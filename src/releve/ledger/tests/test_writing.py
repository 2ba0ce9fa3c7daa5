"""Minutes go from one account to another: once, never changed, always adding up to nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from releve.kit.actors import HOUSE
from releve.ledger.actions.writing import reverse_entry, write_minutes
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry
from releve.ledger.queries.balance import accounts_of
from releve.ledger.tests.builders import Team, a_team

pytestmark = pytest.mark.django_db


def write(team: Team, **facts: Any) -> Entry | None:
    """Write what a training took today."""
    told: dict[str, Any] = {
        "on": date(2026, 10, 14),
        "debit": "training",
        "credit": "time",
        "minutes": 25,
        "reference": "training.proof:limits@1:x",
        "source": "measured",
    }
    with transaction.atomic():
        return write_minutes(unit=team.unit, actor=HOUSE, **{**told, **facts})


def test_the_same_reference_between_the_same_accounts_is_written_once() -> None:
    team = a_team()
    assert write(team) is not None
    assert write(team, minutes=30) is None
    assert write(team, credit="worked") is not None
    assert Entry.objects.for_hospital(team.hospital).count() == 2


def test_a_day_falls_into_its_quarter_and_one_of_a_told_quarter_into_the_one_under_way() -> None:
    team = a_team()
    found = [
        write(team, on=on, reference=f"r{on}")
        for on in (date(2026, 12, 31), date(2027, 1, 1), date(2026, 9, 30), date(2020, 5, 5))
    ]
    assert [one.quarter_on for one in found if one] == [
        date(2026, 10, 1),
        date(2027, 1, 1),
        date(2026, 10, 1),
        date(2026, 10, 1),
    ]


def test_no_minutes_are_no_entry() -> None:
    assert write(a_team(), minutes=0) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"debit": "nowhere"},
        {"credit": "training"},
        {"source": "guessed"},
        {"activity": "gossip"},
        {"minutes": -5},
        {"reference": ""},
        {"reference": "x" * 121},
    ],
)
def test_what_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    team = a_team()
    with pytest.raises(ValueError, match=r"."):
        write(team, **wrong)
    assert not Entry.objects.for_hospital(team.hospital).exists()


def test_minutes_stand_in_units_only() -> None:
    team = a_team()
    with pytest.raises(ValueError, match="no unit"), transaction.atomic():
        write_minutes(
            unit=team.hospital,
            on=date(2026, 10, 14),
            debit="training",
            credit="time",
            minutes=5,
            reference="x",
            source="measured",
            actor=HOUSE,
        )


def test_an_entry_is_taken_back_by_its_contrary_once() -> None:
    team = a_team()
    entry = write(team)
    assert entry is not None
    with transaction.atomic():
        contrary = reverse_entry(entry, actor=HOUSE)
        assert reverse_entry(entry, actor=HOUSE) is None
    assert contrary is not None
    rows = Entry.objects.for_hospital(team.hospital)
    assert accounts_of(rows) == {"training": 0, "time": 0}
    with pytest.raises(LedgerError), transaction.atomic():
        reverse_entry(contrary, actor=HOUSE)


def test_a_person_has_no_place_in_the_ledger() -> None:
    names = {field.name for field in Entry._meta.get_fields()}  # noqa: SLF001 - Django documents it under this name
    assert not names & {"person", "account", "actor", "written_by"}


def test_the_database_itself_refuses_minutes_that_go_nowhere() -> None:
    team = a_team()
    entry = write(team)
    assert entry is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.for_hospital(team.hospital).filter(pk=entry.pk).update(credit="training")

"""A team is told of its period of wishes, in the transaction that opens or closes it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from releve.kit.actors import HOUSE
from releve.people.models import Level, Notice
from releve.roster.actions import close_wishes, open_wishes
from releve.roster.models import WishPeriod
from releve.roster.tests.wishing import LATER, NOW, Wishing, a_period, day, wishing

pytestmark = pytest.mark.django_db


PARIS = ZoneInfo("Europe/Paris")
TEAM = ("ana", "bea", "cle")


def told(ward: Wishing) -> list[tuple[str, str]]:
    """Return who was told what since the ward is there."""
    found = Notice.objects.for_hospital(ward.unit.hospital_id or 0).order_by("pk")
    return [(one.person.code, one.code) for one in found.select_related("person")]


def the_team(code: str) -> list[tuple[str, str]]:
    """Return that each person of the ward was told something once."""
    return [(person, code) for person in TEAM]


OPENED = the_team("roster.wishes_opened")


def test_everybody_who_works_there_is_told_that_wishes_open_and_nobody_else() -> None:
    ward = wishing()
    other = Level.objects.create(
        code="AUTRE",
        kind="unit",
        name="Autre",
        parent=ward.unit.hospital,
        hospital=ward.unit.hospital,
    )
    a_period(other)
    assert told(ward) == OPENED


def test_a_period_that_is_not_opened_after_all_is_told_to_nobody() -> None:
    ward = wishing()
    with transaction.atomic():
        a_period(ward.unit, first=day(7), last=day(13))
        assert told(ward) == [*OPENED, *OPENED]
        transaction.set_rollback(True)
    assert told(ward) == OPENED
    assert WishPeriod.objects.for_hospital(ward.unit.hospital_id or 0).count() == 1


def test_a_closing_before_its_time_is_told_once() -> None:
    ward = wishing()
    for _time in range(2):
        close_wishes(ward.period, actor=HOUSE, at=NOW)
    assert told(ward) == [*OPENED, *the_team("roster.wishes_closed")]


@pytest.mark.parametrize(
    ("closes", "last"),
    [
        (datetime(2027, 2, 1, 0, 0, tzinfo=PARIS), "2027-01-31"),
        (datetime(2027, 2, 1, 0, 1, tzinfo=PARIS), "2027-02-01"),
        (datetime(2027, 1, 31, 23, 59, tzinfo=PARIS), "2027-01-31"),
        (datetime(2027, 7, 1, 0, 0, tzinfo=PARIS), "2027-06-30"),
    ],
    ids=str,
)
def test_a_period_that_closes_with_a_day_is_told_as_open_until_that_day(
    closes: datetime, last: str
) -> None:
    ward = wishing()
    opens = datetime(2027, 1, 10, tzinfo=PARIS)
    open_wishes(
        ward.unit,
        starts_on=date(2027, 8, 2),
        ends_on=date(2027, 8, 29),
        opens_at=opens,
        closes_at=closes,
        budget=6,
        actor=HOUSE,
    )
    newest = Notice.objects.for_hospital(ward.unit.hospital_id or 0).order_by("-pk")[0]
    assert (newest.facts["opens"], newest.facts["closes"]) == ("2027-01-10", last)


def test_a_period_that_has_ended_by_itself_is_told_to_nobody() -> None:
    ward = wishing()
    close_wishes(ward.period, actor=HOUSE, at=LATER)
    assert told(ward) == OPENED

"""The private calendar: whose it is, what it is told, and what it must never tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.roster.actions import (
    close_calendar,
    open_calendar,
    open_roster,
    save_version,
)
from releve.roster.actions.publishing import put_in_force
from releve.roster.calendar_file import Entry, calendar_file
from releve.roster.engine.problem import Assignment
from releve.roster.models import FedShift, Roster, Version
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.test_searches import together
from releve.roster.tests.wards import Ward, a_ward, an_account

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def in_the_month_of_the_ward(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be March 2026, when the small ward's month is."""
    monkeypatch.setattr(
        "releve.roster.actions.calendars.first_fed_day", lambda _today: date(2026, 1, 1)
    )


def address_of(account: Account) -> str:
    """Make an account's address and return where it is."""
    return f"/calendar/{open_calendar(account, actor=actor_of(account))}.ics"


def read(address: str) -> Any:
    """Read a calendar as another program does."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer


def events_in(content: bytes) -> list[Any]:
    """Return the entries of a calendar."""
    calendar: Any = Calendar.from_ical(content)
    return list(calendar.walk("VEVENT"))


def shifts_in(answer: Any) -> list[dict[str, Any]]:
    """Return what a calendar says of each shift."""
    return [
        {
            "uid": str(event["uid"]),
            "sequence": int(event["sequence"]),
            "day": event["dtstart"].dt.date(),
            "code": str(event["summary"]),
            "unit": str(event["location"]),
            "status": str(event["status"]),
        }
        for event in events_in(answer.content)
    ]


def publish(ward: Ward, *shifts: tuple[str, int, str]) -> Version:
    """Publish a roster of the ward: who, how many days after the first, which shift."""
    problem = ward.published.demand.problem
    answer = [
        Assignment(person, problem.starts_on + timedelta(days=day), code)
        for person, day, code in shifts
    ]
    version = save_version(ward.published.demand, result_of(problem, answer), actor=HOUSE)
    put_in_force(version, actor=HOUSE, reason="other")
    return version


@pytest.fixture
def ward() -> Ward:
    return a_ward()


@pytest.fixture
def ana(ward: Ward) -> Account:
    return an_account(ward, "caregiver", person="ana")


@pytest.mark.django_db
def test_a_calendar_tells_ones_own_published_shifts_by_code_and_unit(
    ward: Ward, ana: Account
) -> None:
    publish(ward, ("ana", 0, "J"), ("ana", 2, "N"), ("bea", 1, "J"))
    draft = result_of(ward.published.demand.problem, ())
    save_version(ward.published.demand, draft, actor=HOUSE)
    answer = read(address_of(ana))
    days = [ward.roster.starts_on, ward.roster.starts_on + timedelta(days=2)]
    told = shifts_in(answer)
    assert [one["day"] for one in told] == days
    assert [one["code"] for one in told] == ["J", "N"]
    assert {one["unit"] for one in told} == {"Urgences"}
    assert {one["status"] for one in told} == {"CONFIRMED"}
    assert {one["sequence"] for one in told} == {0}


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["bea", "Béa", "Tilleul", "Ana", "Fougère", "0.8"])
def test_a_calendar_names_nobody(ward: Ward, ana: Account, word: str) -> None:
    publish(ward, ("ana", 0, "J"), ("bea", 0, "J"))
    lines = read(address_of(ana)).content.decode().splitlines()
    told = [line for line in lines if not line.startswith("UID:")]
    assert [line for line in told if word.lower() in line.lower()] == []


@pytest.mark.django_db
def test_a_shift_that_changes_keeps_its_identity_and_one_taken_away_is_cancelled(
    ward: Ward, ana: Account
) -> None:
    address = address_of(ana)
    publish(ward, ("ana", 0, "J"), ("ana", 2, "J"), ("ana", 4, "J"))
    first = shifts_in(read(address))
    publish(ward, ("ana", 0, "J"), ("ana", 2, "N"))
    second = shifts_in(read(address))
    assert [one["uid"] for one in second] == [one["uid"] for one in first]
    assert [one["sequence"] for one in second] == [0, 1, 1]
    assert [one["status"] for one in second] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one["code"] for one in second] == ["J", "N", "J"]
    publish(ward, ("ana", 0, "J"), ("ana", 2, "N"), ("ana", 4, "J"))
    third = shifts_in(read(address))
    assert [one["uid"] for one in third] == [one["uid"] for one in first]
    assert [(one["sequence"], one["status"]) for one in third][2] == (2, "CONFIRMED")


@pytest.mark.django_db
def test_a_month_that_is_no_longer_shown_is_cancelled(ward: Ward, ana: Account) -> None:
    address = address_of(ana)
    version = publish(ward, ("ana", 0, "J"))
    read(address)
    Version.objects.filter(pk=version.pk).update(state="draft")
    assert [one["status"] for one in shifts_in(read(address))] == ["CANCELLED"]


@pytest.mark.django_db
def test_a_calendar_that_has_not_changed_is_the_same_to_the_byte_and_not_sent_again(
    ward: Ward, ana: Account
) -> None:
    address = address_of(ana)
    publish(ward, ("ana", 0, "J"))
    first = read(address)
    publish(ward, ("ana", 0, "J"), ("bea", 1, "J"))
    again = read(address)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    unchanged = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    publish(ward, ("ana", 1, "J"))
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.django_db
def test_only_the_last_address_opens_and_a_closed_one_never_again(ana: Account) -> None:
    first = address_of(ana)
    second = address_of(ana)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert close_calendar(ana, actor=actor_of(ana)) is True
    assert close_calendar(ana, actor=actor_of(ana)) is False
    assert Client().get(second).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("noise", ["x", "1-", "zzzzzzzzzzzzz-" + "a" * 43, "é", "1-" + "a" * 43])
def test_an_address_that_is_guessed_opens_nothing(ana: Account, noise: str) -> None:
    address_of(ana)
    assert Client().get(f"/calendar/{noise}.ics").status_code == 404


@pytest.mark.django_db
def test_the_address_of_a_closed_account_opens_nothing(ana: Account) -> None:
    address = address_of(ana)
    ana.is_active = False
    ana.save()
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_the_table_of_addresses_opens_nothing_to_whoever_reads_it(ana: Account) -> None:
    secret = address_of(ana).removeprefix("/calendar/").removesuffix(".ics").partition("-")[2]
    kept = [str(held) for row in ana.calendar_addresses.values() for held in row.values()]
    assert [one for one in kept if secret in one] == []


@pytest.mark.django_db
def test_nobody_makes_or_closes_the_address_of_somebody_else(ana: Account) -> None:
    stranger = Actor(key="account:0", name="stranger")
    with pytest.raises(NotAllowedError):
        open_calendar(ana, actor=stranger)
    with pytest.raises(NotAllowedError):
        close_calendar(ana, actor=stranger)


@pytest.mark.django_db
def test_who_manages_accounts_closes_an_address_and_opens_none(ward: Ward, ana: Account) -> None:
    way = address_of(ana)
    account = an_account(ward, "administrator")
    account.grants.update(level=ward.unit.hospital)
    chief = actor_of(account)
    with pytest.raises(NotAllowedError):
        open_calendar(ana, actor=chief)
    assert Client().get(way).status_code == 200
    assert close_calendar(ana, actor=chief) is True
    assert Client().get(way).status_code == 404


@pytest.mark.django_db
def test_an_account_that_is_nobodys_in_rosters_has_no_calendar(ward: Ward) -> None:
    manager = an_account(ward, "ward_manager")
    with pytest.raises(BadInputError, match="nobody's in rosters"):
        open_calendar(manager, actor=actor_of(manager))


@pytest.mark.django_db(transaction=True)
def test_two_programs_that_read_at_once_are_told_the_same(ward: Ward, ana: Account) -> None:
    address = address_of(ana)
    for day in range(4):
        publish(ward, ("ana", day, "J"), ("ana", 5, "J"))
        texts = {answer.content for answer in together(*[lambda: read(address)] * 3)}
        assert len(texts) == 1
        assert FedShift.objects.filter(is_cancelled=False).count() == 2


@pytest.mark.django_db
def test_shifts_before_the_kept_months_are_left_as_the_calendar_has_them(
    ward: Ward, ana: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_of(ana)
    publish(ward, ("ana", 0, "J"), ("ana", 4, "J"))
    kept = ward.roster.starts_on + timedelta(days=3)
    read(address)
    monkeypatch.setattr("releve.roster.actions.calendars.first_fed_day", lambda _today: kept)
    assert [one["day"] for one in shifts_in(read(address))] == [kept + timedelta(days=1)]
    assert FedShift.objects.filter(is_cancelled=True).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("night", "hours"), [("2026-03-28", 11), ("2026-10-24", 13), ("2026-06-06", 12)]
)
def test_a_night_of_the_clock_change_has_its_real_length(
    ward: Ward, ana: Account, night: str, hours: int
) -> None:
    Roster.objects.all().delete()
    before = str(date.fromisoformat(night) - timedelta(days=28))
    week = {"starts_on": night, "ends_on": night, "history_from": before, "needs": [], "wishes": []}
    people = [{**person, "history": []} for person in document()["people"]]
    problem = problem_of(document(**week, people=people))
    roster = open_roster(ward.unit, problem, actor=HOUSE)
    version = save_version(
        roster.demands.get(),
        result_of(problem, [Assignment("ana", problem.starts_on, "N")]),
        actor=HOUSE,
    )
    put_in_force(version, actor=HOUSE, reason="other")
    (event,) = events_in(read(address_of(ana)).content)
    start, end = event["dtstart"].dt, event["dtend"].dt
    assert (start.hour, end.hour) == (19, 7)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


def an_entry(starts_at: datetime, hours: int = 8) -> Entry:
    """Return a shift from an instant on."""
    return Entry(
        uid="1@releve",
        sequence=0,
        stamped_at=timezone.now(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        code="J",
        unit="Urgences",
        is_cancelled=False,
    )


@pytest.mark.parametrize("day", [(2026, 3, 28), (2026, 10, 24)])
def test_every_instant_around_a_clock_change_is_read_back_as_it_was(
    day: tuple[int, int, int],
) -> None:
    first = datetime(*day, 12, tzinfo=UTC)
    instants = [first + timedelta(minutes=30 * step) for step in range(48)]
    read_back = [
        (event["dtstart"].dt.astimezone(UTC), event["dtend"].dt.astimezone(UTC))
        for event in events_in(calendar_file(map(an_entry, instants)))
    ]
    assert read_back == [(one, one + timedelta(hours=8)) for one in instants]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2030])
def test_the_zone_that_is_written_changes_when_the_clock_does(year: int) -> None:
    calendar: Any = Calendar.from_ical(calendar_file([]))
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(0, 8760, 7)]
    around = [
        datetime(year, month, 24, tzinfo=UTC) + timedelta(hours=hour)
        for month in (3, 10)
        for hour in range(8 * 24)
    ]
    differing = [
        one
        for one in (*hours, *around)
        if one.astimezone(zone).utcoffset() != one.astimezone(PARIS).utcoffset()
    ]
    assert differing == []

"""What is over is deleted, and nothing else; of a person who left, nothing is left."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.timezone import localdate, now
from pytest_django import Settings

from releve.house.rights.cli import privacy
from releve.house.rights.purging import OF_HOSPITALS, PURGED, Purged, purge
from releve.house.tasks import purge_over
from releve.house.tests.lives import HER, HER_WORDS, OTHERS, Lives, lives, tables_that_say
from releve.jobs.models import Job
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.console import DONE
from releve.kit.verbs import run_verb
from releve.people.actions import close_account, create_account, give_function, import_persons
from releve.people.models import Account, Level, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import rows_of
from releve.roster.actions import close_calendar, open_calendar
from releve.roster.engine.audit import plan_verdict
from releve.roster.models import Demand, FedShift, Roster, Search, Version
from releve.trail.actions import ask_to_read, note_change
from releve.trail.actions.asking import Part
from releve.trail.models import Entry, ReadingRequest

pytestmark = pytest.mark.django_db

LONG_AFTER = date(2040, 1, 1)
SOON_AFTER = date(2028, 1, 1)


@pytest.fixture(autouse=True)
def _trail(settings: Settings, tmp_path: Path) -> None:
    settings.TRAIL_KEY_FILE = tmp_path / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "spool"


def purged(*classes: str, on: date = LONG_AFTER, dry_run: bool = False) -> dict[str, int]:
    """Purge some classes at the hospital of the Moon; return what was taken of each."""
    hospital = Level.objects.get(code="CH-LUNE")
    done = purge(actor=HOUSE, classes=classes, hospital=hospital, dry_run=dry_run, on=on)
    return {one.retention: one.count for one in done}


def close(one: Lives, *, on: date) -> None:
    """Close her account on a day."""
    close_account(one.account, actor=HOUSE)
    Account.objects.for_hospital(one.hospital).filter(pk=one.account.pk).update(closed_on=on)


def counts() -> dict[str, int]:
    """Return how many rows each table has, but for the trail, which tells of the purge."""
    return {
        table._meta.label_lower: table._base_manager.count()  # noqa: SLF001 - Django documents both
        for table in apps.get_models()
        if table is not Entry
    }


def test_of_somebody_who_left_nothing_is_left_in_any_table() -> None:
    one = lives()
    assert len(tables_that_say(*HER_WORDS)) >= 6
    close(one, on=date(2026, 4, 1))
    # Rosters are kept: she must vanish from those that stay for the others.
    assert purged("people") == {"people": 1}
    assert tables_that_say(*HER_WORDS) == []
    assert tables_that_say(*OTHERS) != []
    assert Roster.objects.for_hospital(one.hospital).count() == 1


def test_the_trail_says_who_acted_for_as_long_as_its_class_and_never_a_code() -> None:
    one = lives()
    with transaction.atomic():
        actor = actor_of(one.account)
        note_change(actor, "test.thing.change", kind="thing", key=1, hospital=one.hospital.pk)
    close(one, on=date(2026, 4, 1))
    purged("people")
    assert tables_that_say(*HER_WORDS) == []
    [entry] = Entry.objects.filter(verb="test.thing.change")
    assert entry.actor_name == "Philomène Vandoeuvre"


def test_a_roster_without_her_name_still_opens_and_says_what_it_said() -> None:
    one = lives()
    before = {version.pk: version for version in _versions(one)}
    was = {
        pk: (version.cost, version.holes, len(version.result.answer))
        for pk, version in before.items()
    }
    close(one, on=date(2026, 4, 1))
    purged("people")
    for version in _versions(one):
        assert was[version.pk] == (version.cost, version.holes, len(version.result.answer))
        people = {person.id for person in version.demand.problem.people}
        assert len(people) == 2
        assert {given.person for given in version.result.answer} <= people
        assert {breach.person for breach in version.verdict.breaches} <= people
        assert version.drawn is not None
        assert plan_verdict(version.demand.problem, version.result.answer) is not None


def _versions(one: Lives) -> list[Version]:
    return list(Version.objects.for_hospital(one.hospital).select_related("demand"))


def test_the_mark_in_her_place_is_another_one_each_time_and_says_nothing_of_her() -> None:
    one = lives()
    close(one, on=date(2026, 4, 1))
    purged("people")
    demand = Demand.objects.for_hospital(one.hospital).get()
    [mark] = {person.id for person in demand.problem.people} - {OTHERS[0]}
    hers = demand.problem.person_by_id[mark]
    assert mark.startswith("x-")
    assert (hers.name, hers.restrictions, hers.memory.nights) == ("", (), 0)
    assert {wish.person for wish in demand.problem.wishes} == {OTHERS[0]}
    assert demand.problem.unavailable == ()
    assert [decision.signer for decision in demand.problem.decisions] == ["—"]
    [search] = Search.objects.for_hospital(one.hospital)
    assert mark in search.best


def test_a_contract_that_goes_on_keeps_her() -> None:
    one = lives(contract_ends="")
    close(one, on=date(2026, 4, 1))
    assert purged("people") == {"people": 0}
    assert tables_that_say(HER) != []


def test_an_open_account_keeps_her() -> None:
    lives()
    assert purged("people") == {"people": 0}


def test_a_search_under_way_keeps_her_for_now_and_says_so() -> None:
    one = lives()
    close(one, on=date(2026, 4, 1))
    one.search.state = "running"
    one.search.save()
    done = purge(actor=HOUSE, classes=["people"], hospital=one.hospital, on=LONG_AFTER)
    assert [(each.count, each.kept) for each in done] == [(0, 1)]
    assert Person.objects.for_hospital(one.hospital).filter(code=HER).exists()


def test_somebody_who_never_had_a_contract_stays() -> None:
    one = lives()
    import_persons(rows_of("persons", [["V1", "Brume", "", "URG", "nurse", ""]]), actor=HOUSE)
    close(one, on=date(2026, 4, 1))
    purged("people")
    codes = set(Person.objects.for_hospital(one.hospital).values_list("code", flat=True))
    assert codes == {"V1", OTHERS[0]}


def test_nothing_is_deleted_before_its_time() -> None:
    one = lives()
    close(one, on=date(2027, 12, 31))
    before = counts()
    hospital = purge(actor=HOUSE, classes=("rosters", "people", "accounts"), on=SOON_AFTER)
    assert {each.count for each in hospital} == {0}
    assert counts() == before


def test_a_dry_run_says_what_the_purge_then_does_and_deletes_nothing() -> None:
    one = lives()
    close(one, on=date(2026, 4, 1))
    before = counts()
    said = purged(*OF_HOSPITALS, dry_run=True)
    assert counts() == before
    # Rosters go first and take their searches with them; she takes her closed account. With the
    # one period go the one shift that a calendar was told, the address that her account's
    # closing closed and the version of a cycle that another one replaced.
    # Two of the notices are on tools; of the ledger goes the quarter that her training cost.
    rows = {"rosters": 4, "shifts": 19, "wishes": 2, "notices": 7, "people": 1}
    rows |= {"ledger": 1, "random_questions": 1, "training": 1, "training_attempts": 4}
    rows |= {"tools": 7, "proposals": 4, "declarations": 1}
    assert said == {**rows, "searches": 1, "accounts": 1}
    assert purged(*OF_HOSPITALS) == {**rows, "searches": 0, "accounts": 0}
    assert purged(*OF_HOSPITALS) == dict.fromkeys(OF_HOSPITALS, 0)


def test_a_roster_that_is_over_goes_whole_and_leaves_no_orphan() -> None:
    lives()
    FedShift.objects.all().delete()
    assert purged("rosters") == {"rosters": 2}  # and a version of a cycle that is out of use
    after = counts()
    tables = ("roster", "demand", "version", "search")
    assert [after[f"roster.{name}"] for name in tables] == [0] * 4
    connection.check_constraints()


def test_what_calendars_were_told_goes_with_its_day_and_an_address_with_its_closing() -> None:
    one = lives(contract_ends="")
    close_calendar(one.account, actor=HOUSE)
    open_calendar(one.account, actor=HOUSE)
    last_year = one.account.calendar_addresses.exclude(revoked_at=None)
    last_year.update(revoked_at=datetime(2026, 3, 20, 12, tzinfo=UTC))
    month_ends = one.roster.ends_on
    assert purged("rosters", on=date(2031, 3, 10), dry_run=True) == {"rosters": 0}
    assert purged("rosters", on=date(2031, 3, 11), dry_run=True) == {"rosters": 1}
    assert purged("rosters", on=date(2031, 3, 11)) == {"rosters": 1}  # the shift of 10 March
    assert (FedShift.objects.count(), one.account.calendar_addresses.count()) == (0, 2)
    assert month_ends < date(2026, 3, 20)
    assert purged("rosters", on=date(2031, 3, 20)) == {"rosters": 1}  # the period itself
    assert purged("rosters", on=date(2031, 3, 21)) == {"rosters": 1}  # the closed address
    assert [address.revoked_at for address in one.account.calendar_addresses.all()] == [None]
    assert Entry.objects.filter(verb="roster.calendar.purge").count() == 2


def test_what_a_calendar_is_still_fed_stays_however_short_the_retention() -> None:
    one = lives()
    FedShift.objects.update(day=localdate())
    assert purged("rosters") == {"rosters": 2}  # and a version of a cycle that is out of use
    assert FedShift.objects.for_hospital(one.hospital).count() == 1


def test_a_search_that_is_over_goes_and_its_versions_stay() -> None:
    lives()
    assert purged("searches", on=SOON_AFTER) == {"searches": 1}
    after = counts()
    assert (after["roster.search"], after["roster.version"]) == (0, 2)


def test_a_closed_account_goes_with_its_attempts_and_what_it_made_stays() -> None:
    one = lives(contract_ends="")
    close(one, on=date(2026, 4, 1))
    assert purged("accounts") == {"accounts": 1}
    assert tables_that_say("phivan") == []
    assert AccessAttempt.objects.count() == 0
    assert all(version.made_by_id is None for version in _versions(one))
    assert Person.objects.for_hospital(one.hospital).filter(code=HER).exists()
    connection.check_constraints()


def test_what_belongs_to_the_installation_goes_too() -> None:
    lives()
    Session.objects.create(
        session_key="x" * 32, session_data="", expire_date=datetime(2026, 1, 1, tzinfo=UTC)
    )
    Account.objects.create_user("ght", name="Ghislaine")
    closed = Account.objects.above_hospitals().filter(username="ght")
    closed.update(is_active=False, closed_on=date(2026, 1, 1))
    wanted = ("accounts", "jobs", "sessions", "lock_outs", "trail")
    done = purge(actor=HOUSE, classes=wanted, on=LONG_AFTER)
    assert {one.retention: one.count for one in done if not one.hospital} == {
        "accounts": 1,
        "jobs": 1,
        "sessions": 2,
        "lock_outs": 1,
        "trail:changes": 0,
        "trail:readings": 0,
        "trail:sessions": 0,
    }


def test_jobs_go_thirty_days_after_their_end() -> None:
    lives()
    Job.objects.update(ended_at=now() - timedelta(days=29))
    assert _installation("jobs") == 0
    Job.objects.update(ended_at=now() - timedelta(days=31))
    assert _installation("jobs") == 1
    assert Job.objects.count() == 0


def test_what_was_asked_of_the_trail_goes_five_years_after() -> None:
    one = lives()
    part = Part(from_on=date(2026, 1, 1), to_on=date(2026, 1, 2), kind="person", key="1")
    ask_to_read(HOUSE, part, hospital=one.hospital.pk, purpose="complaint", reason="une plainte")
    assert _installation("trail_readings") == 0
    assert _installation("trail_readings", on=localdate() + timedelta(days=1900)) == 1
    assert ReadingRequest.objects.count() == 0


def _installation(name: str, *, on: date | None = None) -> int:
    [done] = [one for one in purge(actor=HOUSE, classes=[name], on=on) if not one.hospital]
    return done.count


def test_each_purge_is_noted_with_counts_and_nobody_s_name_or_key() -> None:
    one = lives()
    close(one, on=date(2026, 4, 1))
    purged(*OF_HOSPITALS)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert verbs >= {"roster.period.purge", "people.person.purge"}
    noted = Entry.objects.filter(verb__endswith="purge") | Entry.objects.filter(
        verb__endswith="forget"
    )
    assert set(noted.values_list("kind", flat=True)) == {"hospital"}
    said = " ".join(map(str, noted.values_list("key", "kind", "actor_name", "reason")))
    assert [word for word in HER_WORDS if word in said] == []


def test_the_daily_purge_does_the_same_in_the_name_of_the_house() -> None:
    one = lives()
    close(one, on=date(2020, 1, 1))
    assert purge_over.call() >= 1
    assert not Account.objects.for_hospital(one.hospital).filter(username="phivan").exists()
    assert Entry.objects.get(verb="people.account.purge").actor == "house"


def test_an_administrator_of_one_hospital_purges_that_one_only() -> None:
    one = lives()
    clerk = create_account(
        actor=HOUSE, username="adm", name="Adm", password=None, hospital=one.hospital
    )
    give_function(
        clerk, actor=HOUSE, function="administrator", level=one.hospital, from_on=date(2020, 1, 1)
    )
    Level.objects.create(code="CH-MARS", kind="hospital", name="Mars")
    done = purge(actor=actor_of(clerk), dry_run=True)
    assert {each.hospital for each in done} == {"CH-LUNE"}
    with pytest.raises(NotAllowedError):
        purge(actor=Actor("account:0"), dry_run=True)


def test_the_command_says_by_hospital_and_class_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lives()
    FedShift.objects.all().delete()
    file = tmp_path / "own.yaml"
    file.write_text("version: 2026-11-26\nclasses:\n  rosters: {months: 1}\n", "utf-8")
    monkeypatch.setattr("django.conf.settings.RETENTION_FILE", file)
    report = tmp_path / "report.json"
    words = ["purge", "--dry-run", "--class", "rosters", "--json", str(report)]
    assert run_verb(privacy, words, name="releve privacy") == DONE
    said = json.loads(report.read_text("utf-8"))
    assert said["dry_run"] is True
    assert [(one["class"], one["hospital"], one["count"]) for one in said["classes"]] == [
        ("rosters", "CH-LUNE", 2)  # a period, and a version of a cycle that is out of use
    ]
    assert "would be deleted" in capsys.readouterr().out


def test_every_class_is_purged_somewhere() -> None:
    lives()
    done: list[Purged] = purge(actor=HOUSE, dry_run=True)
    assert {one.retention.partition(":")[0] for one in done} == set(PURGED)

"""The wall around the rights of people: every table is in the register, every person in an export.

A table that somebody adds is in no activity until its purpose, its duration and its readers are
said; one that leads to a person is yielded by a holding, or exempt with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from axes.models import (
    AccessAttempt,
    AccessAttemptExpiration,
    AccessFailureLog,
    AccessLog,
)
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils.timezone import now
from pytest_django import Settings

from house_code import ROOT
from releve.house.rights.holdings import HOLDINGS
from releve.house.rights.processing import Activity, Register, register
from releve.house.rights.purging import PURGED, purge
from releve.house.rights.retention import CLASSES, TRAIL
from releve.house.rights.writing import Paper, paper_text
from releve.house.tests.lives import lives
from releve.kit.actors import HOUSE
from releve.kit.holdings import Holding
from releve.people.actions import close_account
from releve.people.models import (
    Account,
    Contract,
    Level,
    MailHabit,
    Person,
    Restriction,
    Unavailability,
)
from releve.roster.actions import retire_cycle
from releve.roster.queries import cycle_of
from releve.stewardship.models import Tool
from releve.trail.actions import Part, ask_to_read, seal_due
from releve.trail.tests.builders import note_old_readings

Table = type[models.Model]

# Keys that name an account without pointing at it: rooms below people, and third parties.
LOOSE_NAMES = frozenset({"actor", "asked_by", "agreed_by", "on_behalf_of", "username"})
LOOSE_TABLES = frozenset({"sessions.session"})


def all_tables() -> list[Table]:
    """Return every table of the installation, those of third parties and links included."""
    return list(apps.get_models(include_auto_created=True))


def name_of(table: Table) -> str:
    """Return a table's name as the register writes it."""
    return str(table._meta.label_lower)  # noqa: SLF001 - Django documents it under this name


def relations(table: Table) -> list[Table]:
    """Return the tables that a table points at."""
    fields = table._meta.get_fields()  # noqa: SLF001 - see above
    found = [field.related_model for field in fields if field.concrete and field.is_relation]
    return [one for one in found if isinstance(one, type)]


def leads_to_people(table: Table, seen: frozenset[Table] = frozenset()) -> bool:
    """Whether a table is a person's or an account's, points to one, even by others, or names one.

    The places of the tree lead nowhere: whose hospital a row has says nothing of whom it is about.
    """
    if table in {Person, Account}:
        return True
    if table is Level or table in seen:
        return False
    names = {field.name for field in table._meta.get_fields()}  # noqa: SLF001 - see above
    if names & LOOSE_NAMES or name_of(table) in LOOSE_TABLES:
        return True
    return any(leads_to_people(one, seen | {table}) for one in relations(table))


def faults(
    tables: Iterable[Table],
    *,
    book: Register | None = None,
    holdings: Iterable[Holding] = HOLDINGS,
) -> list[str]:
    """Return what is missing: a table in no activity, one that leads to people and in no export."""
    known = book or register()
    processed = {name for one in known.activities for name in one.tables}
    exempt = {name for one in known.activities for name, why in one.exempt.items() if why.strip()}
    yielded = {name for one in holdings for name in one.tables}
    found = []
    for table in tables:
        name = name_of(table)
        if name not in processed and not str(known.without_people.get(name, "")).strip():
            found.append(f"{name}: in no activity of house/rights/processing.yaml")
        if leads_to_people(table) and name not in yielded | exempt:
            found.append(f"{name}: leads to people, and no holding yields it")
        if leads_to_people(table) and name in known.without_people:
            found.append(f"{name}: leads to people, and the register says it does not")
    return found


def test_every_table_is_in_the_register_and_every_person_s_in_an_export() -> None:
    assert faults(all_tables()) == []


def test_the_register_and_the_holdings_name_no_table_that_is_gone() -> None:
    there = {name_of(table) for table in all_tables()}
    book = register()
    said = {name for one in book.activities for name in (*one.tables, *one.exempt)}
    said |= set(book.without_people) | {name for one in HOLDINGS for name in one.tables}
    assert said - there == set()


def test_a_table_stands_in_one_activity() -> None:
    book = register()
    tables = [name for one in book.activities for name in one.tables]
    assert sorted(tables) == sorted(set(tables))
    assert set(tables) & set(book.without_people) == set()


def test_what_leads_to_people_is_seen() -> None:
    found = {name_of(table) for table in all_tables() if leads_to_people(table)}
    assert found >= {
        "people.contract",
        "people.grant",
        "mfa.authenticator",
        "socialaccount.socialtoken",
        "axes.accessattemptexpiration",
        "trail.entry",
        "jobs.job",
        "roster.version",
        "sessions.session",
    }
    assert not found & {"people.level", "people.role", "people.skill"}


@isolate_apps("releve.people")
def test_a_new_table_about_people_is_found_twice() -> None:
    class Diary(models.Model):  # noqa: DJ008 - nobody prints it
        person = models.ForeignKey(Person, models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    assert faults([Diary]) == [
        "people.diary: in no activity of house/rights/processing.yaml",
        "people.diary: leads to people, and no holding yields it",
    ]


@isolate_apps("releve.people")
def test_a_new_table_of_something_else_is_found_once() -> None:
    class Weather(models.Model):  # noqa: DJ008 - nobody prints it
        class Meta:
            app_label = "people"

    assert faults([Weather]) == ["people.weather: in no activity of house/rights/processing.yaml"]


def test_every_holding_stands_under_an_activity_that_has_its_tables() -> None:
    book = register()
    wrong = [
        f"{one.code}: {table}"
        for one in HOLDINGS
        for table in one.tables
        if table not in book.activity(one.activity).tables
    ]
    assert wrong == []
    codes = [one.code for one in HOLDINGS]
    assert sorted(codes) == sorted(set(codes))


def test_what_fewer_may_open_is_a_section_of_its_activity_and_opens_no_further() -> None:
    activity_of = {one.code: one.activity for one in HOLDINGS}
    narrower = [
        (one, code, part) for one in register().activities for code, part in one.opened_less.items()
    ]
    assert narrower
    assert [code for one, code, _part in narrower if activity_of.get(code) != one.code] == []
    assert [code for one, code, part in narrower if not {*part.opened_by} < {*one.opened_by}] == []


@pytest.mark.parametrize("activity", register().activities, ids=lambda one: one.code)
def test_every_activity_has_a_duration_that_the_purge_knows_and_measures(
    activity: Activity,
) -> None:
    assert activity.retention in {*CLASSES, TRAIL}
    assert activity.retention in PURGED
    assert set(activity.security) <= set(register().measures)
    assert activity.security
    assert set(activity.purpose) == {"fr", "en"}


KEPT: dict[Paper, str] = {"register": "registre-des-traitements", "dpia": "analyse-d-impact"}


SAID_ELSEWHERE = {
    "id": "a number of our own",
    "account": "the account whose section it is",
    "digest": "what is kept of a secret, to know it again",
    "from_on": "yielded as from",
    "hospital": "the hospital whose file it is",
    "is_active": "yielded as is_open",
    "is_demo": "a mark of invented accounts",
    "code": "yielded as person, or as notice",
    "kind": "yielded as restriction",
    "letter_key": "the name of the job that writes her next letter",
    "password": "a secret: that there is one is yielded",
    "person": "she herself",
    "session_round": "a counter that ends sessions",
    "to_on": "yielded as to",
}
"""Columns of the room of people that a section yields under another name, or not, and why."""


def columns_left_out(table: Table, holdings: Iterable[Holding] = HOLDINGS) -> list[str]:
    """Return the columns of a table that no section names and that nothing above explains."""
    shown = {name for one in holdings if name_of(table) in one.tables for name in one.columns}
    columns = [field.name for field in table._meta.concrete_fields]  # noqa: SLF001 - see above
    return [one for one in columns if one not in shown and one not in SAID_ELSEWHERE]


def test_every_column_about_a_person_is_in_her_export_or_explained() -> None:
    found = {
        name_of(table): columns_left_out(table)
        for table in apps.get_app_config("people").get_models()
        if leads_to_people(table)
    }
    assert {name: columns for name, columns in found.items() if columns} == {}
    assert set(found) >= {"people.person", "people.account", "people.contract"}


def test_a_new_column_about_a_person_is_found() -> None:
    narrow = [replace(one, columns=one.columns[:2]) for one in HOLDINGS if one.code == "accounts"]
    assert "language" in columns_left_out(Account, narrow)


@pytest.mark.parametrize("paper", KEPT)
def test_the_papers_kept_in_the_documentation_are_what_the_command_writes(paper: Paper) -> None:
    kept = ROOT / "docs" / "fr" / f"{KEPT[paper]}.md"
    assert kept.read_text("utf-8") == paper_text(paper)


def test_the_papers_leave_open_what_the_hospital_decides() -> None:
    for paper in KEPT:
        text = paper_text(paper)
        assert "à confirmer par le DPO" in text
        assert "| Responsable de traitement | à compléter |" in text
        assert "{{" not in text
        assert "{%" not in text


@pytest.fixture
def _trail(settings: Settings, tmp_path: Path) -> None:
    settings.TRAIL_KEY_FILE = tmp_path / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "spool"


STAYS = {
    "trail.entry": "goes with its own class, counted from the seal: trail/tests/test_purge.py",
    "trail.tombstone": "what a purge leaves; it names whoever purged, and nobody else",
    "roster.swaprule": "a unit's rule, no person's; who set it goes with her account",
    "socialaccount.socialtoken": "no token of the directory is kept; the table stays empty",
}
"""Tables that lead to people and of which a purge leaves rows, or that never have any: why."""


def everything_of_long_ago() -> None:
    """Save a hospital that everybody has left, with rows in every table that leads to people."""
    one = lives()
    for table in (Contract, Restriction, Unavailability):
        table.objects.for_hospital(one.hospital).update(to_on=date(2026, 3, 31))
    part = Part(from_on=date(2026, 1, 1), to_on=date(2026, 1, 2), kind="person", key="1")
    ask_to_read(HOUSE, part, hospital=one.hospital.pk, purpose="complaint", reason="une plainte")
    address = EmailAddress.objects.create(user=one.account, email="ana@example.org")
    EmailConfirmation.objects.create(email_address=address, key="k")
    attempt = AccessAttempt.objects.get()
    AccessAttemptExpiration.objects.create(access_attempt=attempt, expires_at=now())
    facts = {"username": "phivan", "ip_address": "192.0.2.7", "user_agent": "Nimbus"}
    AccessFailureLog.objects.create(**facts)
    AccessLog.objects.create(**facts)
    row = cycle_of(one.person.unit)
    assert row is not None
    retire_cycle(one.person.unit, actor=HOUSE, seen=row.number)
    note_old_readings(1)
    seal_due()
    close_account(one.account, actor=HOUSE)
    # A closed account has none left; another account of the same person may have made this one.
    hers = {"hospital": one.hospital, "person": one.person}
    MailHabit.objects.create(**hers, address="nimbus@example.org", rhythm="daily")
    closed = Account.objects.for_hospital(one.hospital).filter(pk=one.account.pk)
    closed.update(closed_on=date(2026, 4, 1))
    # What was signed on a tool goes with the tool: here none is in use any more.
    tools = Tool.objects.for_hospital(one.hospital)
    tools.update(state="retired", step=0, state_before="", retired_on=date(2026, 3, 1))


def rows_about_people() -> dict[str, int]:
    """Return how many rows stand in each table that leads to people."""
    return {
        name_of(table): table._base_manager.count()  # noqa: SLF001 - unfiltered by any room
        for table in all_tables()
        if leads_to_people(table)
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("_trail")
def test_every_table_that_holds_people_is_emptied_by_a_class_of_the_purge_or_says_why_not() -> None:
    everything_of_long_ago()
    empty = {name for name, count in rows_about_people().items() if not count}
    assert empty - set(STAYS) == set(), "fill the new table in everything_of_long_ago"
    purge(actor=HOUSE, on=date(2040, 1, 1))
    left = {name for name, count in rows_about_people().items() if count}
    assert left - set(STAYS) == set(), "no retention class takes what is over from there"

"""What is held on a person is handed to her whole, and nobody else's with it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.db import transaction
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from releve.house.rights.cli import privacy
from releve.house.rights.export import export_document, export_zip, held_on
from releve.house.rights.holdings import HOLDINGS
from releve.house.tests.lives import HER, OTHERS, Lives, lives, problem
from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.kit.words import use_language
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Level
from releve.people.queries import actor_of, subject_of, subject_of_account
from releve.roster.actions import ask_search, open_roster
from releve.roster.gate import TOOL
from releve.roster.models import Search
from releve.stewardship.tests.opened import open_tool
from releve.trail.actions import note_change, seal_due
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

Sections = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _trail(settings: Settings, tmp_path: Path) -> None:
    settings.TRAIL_KEY_FILE = tmp_path / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "spool"


def an_account(one: Lives, function: str, username: str) -> Account:
    """Save an account with a function at the hospital."""
    account = create_account(
        actor=HOUSE, username=username, name="Autre", password=None, hospital=one.hospital
    )
    day = now().date() - timedelta(days=9)
    give_function(account, actor=HOUSE, function=function, level=one.hospital, from_on=day)
    return account


def sections(one: Lives) -> Sections:
    """Return what is held on her, by section, as JSON would read it."""
    subject = subject_of(one.person)
    document = export_document(subject, held_on(subject), at=now())
    read = json.loads(json.dumps(document))
    return {part["code"]: part["rows"] for part in read["sections"]}


def test_every_section_has_something_of_somebody_who_left_traces_everywhere() -> None:
    one = lives()
    manager = an_account(one, "hr", "drh")
    with transaction.atomic():
        key = one.person.pk
        note_change(actor_of(one.account), "test.thing.change", kind="thing", key=1)
        note_change(
            actor_of(manager),
            "people.person.change",
            kind="person",
            key=key,
            hospital=one.hospital.pk,
        )
    found = sections(one)
    empty = {code for code, rows in found.items() if not rows}
    assert empty == {"mail_addresses", "trail_requests"}
    assert found["person"] == [
        {
            "hospital": "CH-LUNE",
            "person": HER,
            "family_name": "Vandoeuvre",
            "given_name": "Philomène",
            "unit": "URG",
            "role": "nurse",
        }
    ]
    assert found["contracts"][0]["share"] == 1.0
    assert found["trail_own"][-1]["did"] == "test.thing.change"
    done = [(row["was_done"], row["in_function"]) for row in found["trail_others"]]
    assert done[-1] == ("people.person.change", "hr")
    assert ("people.contract.import", "house") in done
    assert "Autre" not in str(found["trail_others"])


def test_her_line_of_each_version_her_wishes_and_her_memory_are_there() -> None:
    found = sections(lives())
    assert [(row["version"], row["day"], row["shift"]) for row in found["roster_lines"]] == [
        (1, "2026-03-10", "J"),
        (2, "2026-03-10", "J"),
        (2, "2026-03-12", "N"),
    ]
    told = {(row["kind"], row["day"], row["detail"]) for row in found["roster_facts"]}
    assert told >= {
        ("wish", "2026-03-11", "off"),
        ("unavailable", "2026-03-12", ""),
        ("fixed", "2026-03-10", "J"),
        ("history", "2026-03-02", "J"),
        ("memory", None, "nights 3"),
        ("restriction", None, "no_nights"),
    }
    assert [row["day"] for row in found["searches_under_way"]] == ["2026-03-10"]
    assert found["searches_asked"][0]["state"] == "done"
    assert len(found["rosters_made"]) == 3


def test_an_account_above_hospitals_is_handed_what_it_did_at_each_of_them() -> None:
    one = lives()
    other = Level.objects.create(code="CH-MARS", kind="hospital", name="Mars")
    unit = Level.objects.create(code="REA", kind="unit", name="Réa", parent=other, hospital=other)
    account = create_account(actor=HOUSE, username="ght", name="Ghislaine", password=None)
    day = now().date() - timedelta(days=9)
    for level in (one.hospital, other):
        give_function(account, actor=HOUSE, function="care_director", level=level, from_on=day)
    actor = actor_of(account)
    rosters = [
        open_roster(place, replace(problem(), decisions=()), actor=actor)
        for place in (one.roster.unit, unit)
    ]
    for roster in rosters:  # whom no hospital trains operates no tool there; the house asks
        open_tool(roster.hospital, TOOL, [roster.unit])
        search, _is_new = ask_search(roster, actor=HOUSE)
        Search.objects.filter(pk=search.pk).update(asked_by=account)
    subject = subject_of_account(account)
    found = {part.holding.code: part.rows for part in held_on(subject)}
    assert [row["unit"] for row in found["searches_asked"]] == ["URG", "REA"]
    assert [(row["unit"], row["kind"]) for row in found["rosters_made"]] == [
        ("URG", "demand"),
        ("REA", "demand"),
    ]
    given = [row["was_done"] for row in found["trail_others"]]
    assert given.count("people.function.give") == 2


def test_colleagues_secrets_and_keys_of_sessions_are_left_out() -> None:
    one = lives()
    subject = subject_of(one.person)
    text = json.dumps(export_document(subject, held_on(subject), at=now()), ensure_ascii=False)
    assert [word for word in (*OTHERS, "SECRETSECRET", "f00d", "argon2") if word in text] == []


def test_every_row_has_the_columns_that_its_section_says() -> None:
    one = lives()
    wrong = [
        f"{part.holding.code}: {sorted(row)}"
        for part in held_on(subject_of(one.person))
        for row in part.rows
        if set(row) != set(part.holding.columns)
    ]
    assert wrong == []


def test_the_zip_has_a_page_a_table_for_each_section_and_the_json() -> None:
    one = lives()
    subject = subject_of(one.person)
    with use_language("fr"):
        packed = export_zip(subject, held_on(subject), at=now())
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        names = {f"{holding.code}.csv" for holding in HOLDINGS}
        assert set(file.namelist()) == {*names, "index.html", "data.json"}
        page = file.read("index.html").decode()
        contracts = list(csv.DictReader(io.StringIO(file.read("contracts.csv").decode())))
        document = json.loads(file.read("data.json"))
    assert '<html lang="fr">' in page
    assert "Jours d’indisponibilité</h2>" in page
    assert "Philomène Vandoeuvre" in page
    assert contracts[0]["from"] == "2020-01-01"
    assert document["person"] == HER


def test_a_code_that_is_the_number_of_somebody_else_tells_nothing_of_her() -> None:
    one = lives()
    with transaction.atomic():
        where = one.hospital.pk
        note_change(HOUSE, "people.person.change", kind="person", key=777, hospital=where)
    subject = replace(subject_of(one.person), code="777")
    [part] = [part for part in held_on(subject) if part.holding.code == "trail_others"]
    assert "people.person.change" not in {row["was_done"] for row in part.rows}


def test_an_account_without_a_person_gets_what_is_held_on_the_account() -> None:
    one = lives()
    clerk = an_account(one, "administrator", "admin-lune")
    parts = {
        part.holding.code: part.rows for part in held_on(subject_of_account(clerk)) if part.rows
    }
    assert set(parts) == {"accounts", "functions", "trail_others"}
    assert {row["object"] for row in parts["trail_others"]} == {"account"}


def browser(account: Account) -> Client:
    """Return a browser in which an account is signed in."""
    client = Client(headers={"accept-language": "fr"})
    client.force_login(account, backend=house_settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_colleagues_may_open_her_line_and_neither_her_wishes_nor_what_the_law_check_found() -> None:
    one = lives()
    parts = {part.holding.code: part for part in held_on(subject_of(one.person))}
    assert "caregiver" in parts["roster_lines"].seen_by
    for section in ("roster_facts", "roster_breaches"):
        assert parts[section].seen_by == ("ward_manager", "hr", "care_director")
    assert parts["calendar_addresses"].seen_by == ()
    document = export_document(subject_of(one.person), [parts["roster_facts"]], at=now())
    assert document["sections"][0]["seen_by"] == ["ward_manager", "hr", "care_director"]


def test_her_page_says_what_why_how_long_and_who_and_gives_it_to_her() -> None:
    one = lives()
    client = browser(one.account)
    page = client.get("/me/data/").content.decode()
    assert "Mes données" in page
    assert "Qui d’autre peut l’ouvrir" in page
    assert "60 mois" in page
    assert "ressources humaines" in page
    packed = client.post("/me/data/releve.zip")
    assert packed["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(packed.content)).testzip() is None
    assert client.post("/me/data/releve.json").json()["person"] == HER
    assert client.get("/me/data/releve.json").status_code == 405


def test_human_resources_hand_it_over_at_the_command_line_and_the_trail_knows(
    tmp_path: Path,
) -> None:
    one = lives()
    an_account(one, "administrator", "admin-lune")
    an_account(one, "hr", "drh")
    out, facts = tmp_path / "her.zip", tmp_path / "her.json"
    files = ["--out", str(out), "--json", str(facts)]
    words = ["export", "--hospital", "CH-LUNE", *files, "--as", "drh"]
    assert run_verb(privacy, [*words, "--person", HER], name="releve privacy") == DONE
    assert [file.stat().st_mode & 0o077 for file in (out, facts)] == [0, 0]
    seal_due()
    [entry] = Entry.objects.filter(verb="people.person.export")
    assert (entry.kind, entry.key, entry.retention) == ("person", str(one.person.pk), "readings")
    assert HER not in entry.key


def test_an_unknown_code_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lives()
    words = ["export", "--person", "ZQ-4472", "--out", str(tmp_path / "a.zip")]
    assert run_verb(privacy, words, name="releve privacy") == BAD_INPUT
    assert "there is nobody with the code 'ZQ-4472' at CH-LUNE" in capsys.readouterr().err
    assert not (tmp_path / "a.zip").exists()

"""The public register: a page, a card, a table with its schema, the Dutch standard, audit files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.people.tests.builders import a_hospital
from releve.stewardship.actions import give_evidence, waive_control
from releve.stewardship.actions.evidence import Given
from releve.stewardship.actions.exemptions import Exempted
from releve.stewardship.audit_file import CONTENTS, audit_file, checked_contents
from releve.stewardship.models import Tool
from releve.stewardship.nl_register import ATTRIBUTES, entry_fields, mapped_fields, nl_records
from releve.stewardship.public_register import table_columns, table_schema
from releve.stewardship.register_fields import fields
from releve.stewardship.tests.builders import a_tool
from releve.stewardship.tests.people import a_browser, an_account, text
from releve.trail.actions import seal_due
from releve.trail.keys import read_keys

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
TELLING = {
    "purpose": {"fr": "Rédige un courrier.", "en": "Drafts a letter."},
    "limits": {"fr": "Ne connaît pas le patient.", "en": "Does not know the patient."},
    "overseers": {"fr": "Cadre de santé", "en": ""},
    "owner": "Secrétariat",
}


def waived(tool: Tool) -> None:
    """Sign a waiver of one of its controls."""
    until = timezone.localdate() + timedelta(days=30)
    why = Exempted(reason="Le matériel manque.", signer="Édith Marchal", until_on=until)
    waive_control(tool, "ROL-04", why, actor=HOUSE)


def test_anybody_reads_the_register_without_signing_in() -> None:
    hospital = a_hospital()
    tool = a_tool(hospital, fields=TELLING)
    waived(tool)
    nobody = a_browser(language="fr")
    assert "Rédige un courrier." in text(nobody, "/register/")
    card = text(nobody, "/register/letters/")
    assert "Ne connaît pas le patient." in card
    assert "Pas encore mesuré" in card
    assert "Édith Marchal" in card
    assert "Cadre de santé" not in card  # a field that is not public
    english = text(a_browser(language="en"), "/register/letters/")
    assert "Not measured yet" in english
    assert "Does not know the patient." in english


def test_the_effect_is_told_once_it_is_measured() -> None:
    a_tool(a_hospital(), fields={"effect": {"fr": "4 minutes rendues (au moins 2)."}})
    card = text(a_browser(language="fr"), "/register/letters/")
    assert "4 minutes rendues" in card
    assert "Pas encore mesuré" not in card


def test_each_hospital_has_its_own_public_register() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    other = Level.objects.create(code="CH-X", kind="hospital", name="Hôpital d’ailleurs")
    a_tool(other, key="robot", name_fr="Robot de pharmacie", kind="robot")
    nobody = a_browser(language="fr")
    both = text(nobody, "/register/")
    assert "Hôpital d’ailleurs" in both
    assert "Robot de pharmacie" not in both
    assert "Robot de pharmacie" in text(nobody, "/register/?hospital=CH-X")
    assert "Robot de pharmacie" not in text(nobody, "/register/?hospital=CH-LUNE")
    text(nobody, "/register/robot/?hospital=CH-LUNE", status=404)
    text(nobody, "/register/?hospital=NULLE-PART", status=404)


def test_an_empty_public_register_says_so() -> None:
    assert "Aucun outil n’est encore inscrit" in text(a_browser(language="fr"), "/register/")


def the_table(client: Client) -> list[dict[str, str]]:
    """Return the public register as its table tells it."""
    answer = client.get("/register/tools.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_table_has_the_columns_that_its_schema_describes() -> None:
    tool = a_tool(a_hospital(), fields=TELLING)
    waived(tool)
    nobody = a_browser()
    (row,) = the_table(nobody)
    schema = json.loads(nobody.get("/register/tools.schema.json").content)
    assert list(row) == [one["name"] for one in schema["fields"]] == list(table_columns())
    assert (row["purpose_en"], row["owner"], row["waivers"]) == (
        "Drafts a letter.",
        "Secrétariat",
        "1",
    )
    assert not {"overseers", "overseers_fr", "hosting_fr"} & set(row)


def test_the_schema_names_known_types_and_codes() -> None:
    for one in table_schema()["fields"]:
        assert one["type"] in ("string", "integer", "date")
        assert set(one) <= {"name", "type", "title", "constraints"}


def test_the_document_holds_no_person_but_a_signer() -> None:
    hospital = a_hospital()
    tool = a_tool(hospital, fields=TELLING)
    account = an_account(hospital, "ai_referent")
    waived(tool)
    document = a_browser().get("/register/tools.json").content.decode()
    assert "Édith Marchal" in document
    assert account.name not in document
    assert "given_by" not in document
    assert "signed_by" not in document


text_of = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def entries() -> st.SearchStrategy[dict[str, Any]]:
    """Draw what an entry may say in the fields that the Dutch standard has too."""
    told: dict[str, st.SearchStrategy[Any]] = {}
    for one in mapped_fields():
        if one.kind == "text":
            told[one.code] = st.fixed_dictionaries({"fr": text_of, "en": text_of | st.just("")})
        elif one.choices:
            told[one.code] = st.sampled_from(sorted(one.choices))
        else:
            told[one.code] = text_of
    return st.fixed_dictionaries({}, optional=told)


@given(entries())
def test_what_goes_to_the_dutch_standard_comes_back_whole(told: dict[str, Any]) -> None:
    hospital = Level(pk=1, code="CH-LUNE", kind="hospital", name="Hôpital de la Lune")
    tool = Tool(
        hospital=hospital,
        key="letters",
        name_fr="Courriers",
        version="1",
        kind="generative",
        fields=told,
        declared_on=TODAY,
    )
    assert entry_fields(nl_records(tool)) == told


def test_the_records_have_the_attributes_of_the_standard_and_no_other() -> None:
    tool = a_tool(a_hospital(), fields=TELLING, state="step", step=2, risk_class="high")
    french, english = nl_records(tool)
    assert tuple(french) == ATTRIBUTES
    assert len(ATTRIBUTES) == 50  # 49, and the version of the standard
    assert (french["status"], french["risk_category"]) == ("operational", "high risk")
    assert (french["lang"], english["lang"]) == ("fr", "en")
    assert french["uuid"] == english["uuid"]
    assert french["organization"] == "Hôpital de la Lune"
    assert {one.nl for one in fields().values() if one.nl} <= set(ATTRIBUTES)


@pytest.fixture
def _trail(settings: Settings, tmp_path: Path) -> None:
    settings.TRAIL_KEY_FILE = tmp_path / "key"
    settings.TRAIL_HEADS_FILE = tmp_path / "heads"
    settings.TRAIL_SPOOL_FOLDER = tmp_path / "spool"


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP by name."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.usefixtures("_trail")
def test_an_audit_file_is_whole_says_so_and_is_the_same_twice() -> None:
    tool = a_tool(a_hospital(), fields=TELLING)
    given_file = Given(title="PDF", file_name="note.pdf", content=b"%PDF-1.7 ...")
    row = give_evidence(tool, "ROL-04", given_file, actor=HOUSE)
    seal_due()
    content = audit_file(tool, on=TODAY)
    assert content == audit_file(tool, on=TODAY)
    assert checked_contents(content) == []
    files = unpacked(content)
    assert files[f"evidence/{row.pk}-note.pdf"] == b"%PDF-1.7 ..."
    listed = json.loads(files[CONTENTS])
    assert (listed["tool"], listed["on"]) == ("letters", "2027-03-01")
    assert {one["file"] for one in listed["files"]} == set(files) - {CONTENTS}
    assert "sha256sum" in files["LISEZ-MOI.txt"].decode()


@pytest.mark.usefixtures("_trail")
def test_a_changed_or_missing_file_of_an_audit_file_is_found() -> None:
    tool = a_tool(a_hospital())
    files = unpacked(audit_file(tool, on=TODAY))
    del files["alarms.json"]
    files["entry.json"] += b" "
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        for name, told in files.items():
            archive.writestr(name, told)
    assert checked_contents(held.getvalue()) == ["alarms.json", "entry.json"]


@pytest.mark.usefixtures("_trail")
def test_the_trail_of_an_audit_file_is_checked_as_its_instructions_say() -> None:
    tool = a_tool(a_hospital(), fields=TELLING)
    waived(tool)
    seal_due()
    told = json.loads(unpacked(audit_file(tool, on=TODAY))["trail.json"])
    key = read_keys().current
    verbs = [one["verb"] for one in told["entries"]]
    assert verbs == ["stewardship.tool.register", "stewardship.exemption.waive"]
    assert not {"actor", "actor_name"} & {name for one in told["entries"] for name in one}
    for entry in told["entries"]:
        (seal,) = [
            one
            for one in told["seals"]
            if one["first_sequence"] <= entry["sequence"] < one["first_sequence"] + one["count"]
        ]
        digests = seal["entry_digests"][entry["retention"]]
        assert entry["digest"] in digests
        count, digest = json.loads(seal["classes"])[entry["retention"]]
        joined = sha256("".join(digests).encode()).hexdigest()
        assert (count, digest) == (len(digests), joined)
        names = ("number", "first_sequence", "count", "classes", "previous", "sealed_us")
        facts = {"what": "seal", **{name: seal[name] for name in (*names, "key_name")}}
        sealed = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        assert sha256(sealed.encode()).hexdigest() == seal["digest"]
        assert key.signed(sealed, seal["signature"])
        assert sha256(bytes.fromhex(key.public)).hexdigest()[:16] == seal["key_name"]

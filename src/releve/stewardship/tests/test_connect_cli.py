"""`releve stewardship connect FILE`: whole and once, or one sentence and nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.stewardship.cli import stewardship
from releve.stewardship.models import Connection, Supplier, Tool
from releve.stewardship.tests.proposing import House, a_house

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]

DOCUMENT = """
tool:
  key: courriers
  name_fr: Aide aux courriers
  name_en: Letters
  kind: generative
  version: "3.1"
  supplier: Exemple SAS
  fields:
    purpose: {fr: Rédiger un brouillon, en: Draft a letter}
connection:
  address: https://outil.example/v1/chat/completions
  model: petit-modele
  key_variable: TOOL_KEY_COURRIERS
  activity: documentation
  minutes_saved: 5
  minutes_checking: 2
"""


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> House:
    """A unit with an invented tool, and one host that may be called; sentences are English."""
    monkeypatch.setenv("RELEVE_LANG", "en")
    settings.TOOL_HOSTS = ["outil.example"]
    return a_house()


def connected(file: Path) -> int:
    """Run the verb on a file, in the name of the house; return its exit code."""
    return run_verb(stewardship, ["connect", str(file)], name="releve stewardship")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that describes a tool."""
    path = tmp_path / "courriers.yaml"
    path.write_text(DOCUMENT, "utf-8")
    return path


def test_one_file_enters_and_connects_a_tool_and_twice_is_once(
    house: House, file: Path, capsys: Capture
) -> None:
    for _time in range(2):
        assert connected(file) == 0
    tool = Tool.objects.for_hospital(house.hospital).get(key="courriers")
    assert (tool.state, tool.origin, tool.connection.model) == (
        "declared",
        "third_party",
        "petit-modele",
    )
    assert tool.supplier is not None
    assert "courriers" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        ("outil.example", "ailleurs.example", "address"),
        ("https://outil", "http://outil", "address"),
        ("TOOL_KEY_COURRIERS", "SECRET_KEY", "key_variable"),
        ("minutes_saved: 5", "minutes_saved: many", "connection.minutes_saved"),
        ("  model: petit-modele\n", "", "connection.model"),
        ("kind: generative", "kind: magic", "'magic' is not known for kind"),
        ('"3.1"', "3.1", "line 7, field 'tool.version': write a text"),
        ("  name_fr: Aide aux courriers", "  name_fr: " + "x" * 151, "field 'tool.name_fr'"),
        ("activity: documentation", "activity: dormir", "line 15, field 'connection.activity'"),
        ("model: petit-modele", "model: ''", "line 13, field 'connection.model'"),
        ("https://outil.example", "https://outil.example/" + "x" * 200, "connection.address"),
        ("Aide aux courriers", '"a\\0b"', "a character in it is not allowed"),
        ("purpose: {", "colour: {", "line 10, field 'tool.fields.colour': the register has no"),
        ("{fr: Rédiger un brouillon, en: Draft a letter}", "[1, 2]", "tool.fields.purpose.fr"),
        ("{fr: Rédiger un brouillon,", "{de: Entwurf,", "{fr: …, en: …}"),
        ("purpose: {fr: Rédiger un", "purpose: {fr: Rédiger un " + "x" * 300, "300 characters"),
        ("purpose: {fr: Rédiger un brouillon, en: Draft a letter}", "contact: moi", "mail address"),
        (
            "purpose: {fr: Rédiger un brouillon, en: Draft a letter}",
            "starts_on: 2027-13-01",
            "write a day such as",
        ),
        (
            "purpose: {fr: Rédiger un brouillon, en: Draft a letter}",
            "starts_on: 2027-03-01T10:00:00Z",
            "write a day such as",
        ),
        (
            "purpose: {fr: Rédiger un brouillon, en: Draft a letter}",
            "sector: moon",
            "one of these: public, private",
        ),
        (
            "purpose: {fr: Rédiger un brouillon, en: Draft a letter}",
            "log_months: many",
            "a whole number from 0 to",
        ),
        (
            "purpose: {fr: Rédiger un brouillon, en: Draft a letter}",
            "from_card: [purpose]",
            "the register has no such field",
        ),
        ("  key: courriers\n", "", "tool.key"),
        ("supplier:", "colour:", "tool.colour"),
        ("tool:", "tool: [", ""),
        ("fields:", "fields: &a", ""),
    ],
)
def test_a_file_with_a_fault_is_refused_in_one_sentence_and_nothing_is_kept(
    house: House,
    file: Path,
    capsys: Capture,
    was: str,
    now: str,
    field: str,
) -> None:
    document = DOCUMENT.replace(was, now, 1)
    if now == "fields: &a":
        document += "  instructions: *a\n"
    file.write_text(document, "utf-8")
    assert connected(file) == 2
    said = capsys.readouterr().err
    assert field in said
    assert len(said.strip().splitlines()) == 1
    assert not Tool.objects.for_hospital(house.hospital).filter(key="courriers").exists()
    assert not Connection.objects.for_hospital(house.hospital).exists()
    assert not Supplier.objects.for_hospital(house.hospital).exists()


ODD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "write names with their values"),
    "a list": (b"- 1", "write names with their values"),
    "latin-1": ("tool: {name_fr: é}".encode("latin-1"), "line 1: the text is not in UTF-8"),
    "noise": (b"PK\x03\x04\0\0", "this is not text"),
    "a tab": (b"tool:\n\tkey: x", "line 2: this is no YAML"),
    "too much": (b"#" * 100_001, "the file is too large"),
    "a set of lists": (b"? [1]\n: 2", "this is no YAML"),
    "a tag": (b"tool: !!python/object:os.system {}", "this is no YAML"),
    "deep": (b"[" * 5000, "this is no YAML"),
    "a day": (b"tool: 2027-13-01", "field 'tool': write names with their values"),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_file_of_another_kind_is_refused_in_one_sentence(
    kind: str, house: House, tmp_path: Path, capsys: Capture
) -> None:
    content, said = ODD[kind]
    file = tmp_path / "outil.yaml"
    file.write_bytes(content)
    assert connected(file) == BAD_INPUT
    complaint = capsys.readouterr().err
    assert complaint.startswith(f"{file}")
    assert said in complaint
    assert complaint.count("\n") == 1
    assert Tool.objects.for_hospital(house.hospital).count() == 1


def test_a_file_that_is_none_or_a_folder_is_said(
    house: House, tmp_path: Path, capsys: Capture
) -> None:
    assert house.unit
    assert connected(tmp_path / "none.yaml") == BAD_INPUT
    assert connected(tmp_path) == BAD_INPUT
    said = capsys.readouterr().err.splitlines()
    assert [one.partition(": ")[2] for one in said] == [
        "there is no such file",
        "this is a folder; give a file",
    ]


FIELDS = """
    purpose: Rédiger un brouillon
    contact: service@example.org
    sector: public
    starts_on: 2027-03-01
    log_months: 12
"""


def test_the_fields_of_a_file_are_kept_as_the_form_keeps_them(house: House, file: Path) -> None:
    was = "\n    purpose: {fr: Rédiger un brouillon, en: Draft a letter}\n"
    file.write_text(DOCUMENT.replace(was, FIELDS), "utf-8")
    assert connected(file) == DONE
    tool = Tool.objects.for_hospital(house.hospital).get(key="courriers")
    kept = {code: value for code, value in tool.fields.items() if code != "changed_on"}
    assert kept == {
        "purpose": {"fr": "Rédiger un brouillon", "en": ""},
        "contact": "service@example.org",
        "sector": "public",
        "starts_on": "2027-03-01",
        "log_months": 12,
    }

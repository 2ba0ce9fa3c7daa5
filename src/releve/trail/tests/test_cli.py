"""`releve trail …` as a person at the terminal sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from releve.kit.console import BAD_INPUT, DONE, FINDINGS
from releve.kit.verbs import run_verb
from releve.kit.words import use_language
from releve.trail.actions import seal_due
from releve.trail.cli import trail
from releve.trail.finding_words import finding_sentence
from releve.trail.keys import read_keys
from releve.trail.models import Entry, ReadingRequest, Seal
from releve.trail.queries import Finding
from releve.trail.tests.builders import a_trail, all_allowed, heads_file, note_some, sql

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _allowed() -> Iterator[None]:
    with all_allowed():
        yield


def releve_trail(*arguments: str | Path | int) -> int:
    """Run a verb of the room and return its exit code."""
    return run_verb(trail, [str(argument) for argument in arguments], name="releve trail")


def test_a_new_installation_is_intact_and_needs_no_key(capsys: Capture, trail_folder: Path) -> None:
    assert releve_trail("verify") == DONE
    assert capsys.readouterr().out.endswith("Intact.\n")
    assert not trail_folder.exists()


def test_a_tampered_trail_names_the_sequence(capsys: Capture, tmp_path: Path) -> None:
    a_trail()
    assert releve_trail("verify") == DONE
    sql("DELETE FROM trail_entry WHERE sequence = 20")
    assert releve_trail("verify", "--json", tmp_path / "report.json") == FINDINGS
    assert "entry 20 is missing" in capsys.readouterr().out
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["intact"], report["findings"][0]["first"]) == (False, 20)
    assert report["public_keys"] == [read_keys().current.public]


def test_without_its_key_the_trail_cannot_be_checked(capsys: Capture, trail_folder: Path) -> None:
    a_trail()
    (trail_folder / "key").unlink()
    assert releve_trail("verify") == BAD_INPUT
    assert "put it back" in capsys.readouterr().err


def test_without_its_heads_a_cut_off_end_would_stay_unseen(capsys: Capture) -> None:
    a_trail()
    heads_file().unlink()
    assert releve_trail("verify") == BAD_INPUT
    assert "file of heads" in capsys.readouterr().err


def test_the_public_half_of_the_key_is_enough(trail_folder: Path) -> None:
    a_trail()
    public = read_keys().current.public
    (trail_folder / "key").unlink()
    assert releve_trail("verify", "--public-key", public) == DONE
    assert releve_trail("verify", "--public-key", "00" * 32) == FINDINGS
    assert releve_trail("verify", "--public-key", "key") == BAD_INPUT


def test_sealing_says_how_many(capsys: Capture) -> None:
    note_some(3)
    assert releve_trail("seal") == DONE
    assert capsys.readouterr().out == "3 entries sealed.\n"


def test_one_asks_another_agrees_both_read(capsys: Capture) -> None:
    note_some(30)
    day = localdate().isoformat()
    words = ["--purpose", "error", "--reason", "a shift vanished", "--from", day, "--to", day]
    assert releve_trail("ask", *words, "--kind", "contract", "--as", "ada") == DONE
    number = ReadingRequest.objects.get().pk
    assert releve_trail("read", number, "--as", "ada") == BAD_INPUT
    assert releve_trail("agree", number, "--as", "ada") == BAD_INPUT
    assert releve_trail("agree", number, "--as", "bo") == DONE
    capsys.readouterr()
    assert releve_trail("read", number, "--as", "ada", "--json", "-") == DONE
    read = json.loads(capsys.readouterr().out)
    assert len(read["entries"]) == Entry.objects.filter(kind="contract", hospital=3).count() > 0
    assert releve_trail("read", number, "--as", "bo") == DONE
    assert "Ada Feuillage" in capsys.readouterr().out
    assert releve_trail("requests", "--as", "bo") == DONE
    assert "a shift vanished" in capsys.readouterr().out


def test_a_day_that_nobody_can_mean_is_one_sentence(capsys: Capture) -> None:
    words = ["ask", "--as", "ada", "--purpose", "error", "--reason", "why"]
    assert releve_trail(*words, "--from", "2026-01-01", "--to", "9999-12-31") == BAD_INPUT
    assert capsys.readouterr().err == (
        "field 'to': the year 9999 is out of range; write one from 1950 to 2100\n"
    )


def test_a_request_of_another_hospital_is_unknown(capsys: Capture) -> None:
    for verb in ("agree", "read"):
        assert releve_trail(verb, 12, "--as", "cleo") == BAD_INPUT
    assert "there is no request 12" in capsys.readouterr().err


def test_an_account_of_a_hospital_names_no_other(capsys: Capture) -> None:
    assert releve_trail("requests", "--hospital", 4, "--as", "ada") == BAD_INPUT
    assert "own hospital only" in capsys.readouterr().err


def test_a_purge_says_what_went(capsys: Capture) -> None:
    note_some(3)
    seal_due()
    assert releve_trail("purge", "readings", "--as", "ada") == DONE
    assert "readings: 0 entries from before" in capsys.readouterr().out


def test_a_restore_is_named(capsys: Capture) -> None:
    a_trail(seals=3)
    first = Seal.objects.get(number=3).first_sequence
    sql("DELETE FROM trail_entry WHERE sequence IS NULL OR sequence >= %s", first)
    sql("DELETE FROM trail_seal WHERE number = 3")
    capsys.readouterr()
    assert releve_trail("verify") == FINDINGS
    told = capsys.readouterr().out
    assert "releve trail restored REASON. If not, the trail was tampered with." in told
    assert releve_trail("restored", "Monday's backup was put back", "--as", "ada") == DONE
    assert releve_trail("verify") == DONE
    assert "Monday's backup was put back" in capsys.readouterr().out


def test_seals_cut_out_of_the_middle_are_no_restore(capsys: Capture) -> None:
    a_trail(seals=3)
    sql("DELETE FROM trail_seal WHERE number = 2")
    assert releve_trail("verify") == FINDINGS
    told = capsys.readouterr().out
    assert "The trail was tampered with." in told
    assert "releve trail restored" not in told


def test_seals_taken_while_their_entries_stay_are_no_restore(capsys: Capture) -> None:
    a_trail(seals=3)
    sql("DELETE FROM trail_seal WHERE number = 3")
    assert releve_trail("verify") == FINDINGS
    assert "releve trail restored" not in capsys.readouterr().out


def test_a_new_key_seals_on_and_the_old_one_still_checks(
    capsys: Capture, trail_folder: Path
) -> None:
    a_trail(seals=2)
    old = read_keys().current.public
    assert releve_trail("new-key", "--as", "ada") == DONE
    new = read_keys().current.public
    assert new in capsys.readouterr().out
    note_some(2)
    assert releve_trail("seal") == DONE
    assert releve_trail("verify") == DONE
    assert releve_trail("verify", "--public-key", old, "--public-key", new) == DONE
    assert (trail_folder / "key").stat().st_mode & 0o777 == 0o600
    lines = (trail_folder / "key").read_text().splitlines()
    (trail_folder / "key").write_text("\n".join(reversed(lines)) + "\n")
    assert releve_trail("verify") == FINDINGS


def test_findings_speak_french_too() -> None:
    with use_language("fr"):
        said = finding_sentence(Finding("seal", "lost", 4, 6))
    assert said == "les scellés 4 à 6 manquent\u00a0: le fichier témoin les connaît"

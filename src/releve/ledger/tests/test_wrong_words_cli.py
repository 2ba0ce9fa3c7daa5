"""Every verb of the room with words or files that cannot be: one sentence, code 2, no change."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.ledger.cli import ledger
from releve.ledger.models import MinuteCell, Quarter, Spending
from releve.ledger.tests.test_cli import CHOOSE, SETTLE, a_measured_team, ran
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


def of(words: list[str], **changes: str) -> tuple[str, ...]:
    """Return the words of a verb with some of its options said otherwise, or added."""
    told = list(words)
    for name, said in changes.items():
        option = f"--{name.replace('_', '-')}"
        if option in told:
            told[told.index(option) + 1] = said
        else:
            told += [option, said]
    return tuple(told)


HUGE = "9" * 30
NOTHING = "1 fault; nothing was imported."
SAID = {
    "said": "declared",
    "said_minutes": "5",
    "said_low": "1",
    "said_high": "9",
    "said_people": "12",
}
MISSING = "its folder does not exist"
POST = ["post", "--unit", "URG", "--quarter", "2026-Q3"]
CHOSEN = [*CHOOSE, "--minutes", "60"]
TAKE_BACK = ["withdraw", "--unit", "URG", "--spending", "1"]
LOOK = ["check", "--unit", "URG", "--spending", "1"]

WRONG: dict[tuple[str, ...], str] = {
    ("balance", "--unit", "NOWHERE"): "'NOWHERE'",
    ("balance", "--json", "FOLDER"): "this is a folder",
    ("balance", "--json", "MISSING/b.json"): MISSING,
    of(POST, unit="NOWHERE"): "'NOWHERE'",
    of(POST, quarter="2099-Q4"): "quarter",
    of(POST, quarter="2026-Q9"): "2026-Q3",
    of(SETTLE, unit="NOWHERE"): "'NOWHERE'",
    of(SETTLE, quarter="2099-Q4"): "quarter",
    of(SETTLE, tool=""): "tool",
    of(SETTLE, tool="x" * 200): "tool",
    of(SETTLE, tool="scrib"): "no tool 'scrib' in the register of this hospital (did you mean",
    of(SETTLE, activity="dormir"): "'dormir' is not one of",
    of(SETTLE, before_from="2026-02-31"): "'2026-02-31' does not match",
    of(SETTLE, before_from="2026-08-01"): "before",
    of(SETTLE, before_from="0001-01-01", before_to="0001-01-02"): "",
    of(SETTLE, since="9999-12-31"): "",
    of(SETTLE, checking="-1"): "",
    of(SETTLE, checking=HUGE): "",
    of(SETTLE, incidents=HUGE): "",
    of(SETTLE, clicks="-3"): "",
    of(SETTLE, **{**SAID, "said_minutes": "nan"}): "",
    of(SETTLE, **{**SAID, "said_minutes": "inf"}): "",
    of(SETTLE, **{**SAID, "said_low": "-inf"}): "",
    of(SETTLE, **{**SAID, "said_high": "nan"}): "",
    of(SETTLE, **{**SAID, "said_low": "8"}): "",
    of(SETTLE, **{**SAID, "said_people": "-1"}): "",
    of(SETTLE, **{**SAID, "said_people": HUGE}): "",
    of(SETTLE, said="declared"): "",
    of(SETTLE, said_minutes="5"): "",
    of(SETTLE, json="FOLDER"): "this is a folder",
    of(SETTLE, json="MISSING/s.json"): MISSING,
    of(CHOSEN, unit="NOWHERE"): "'NOWHERE'",
    of(CHOSEN, quarter="2025-Q1"): "",
    of(CHOSEN, purpose="dormir"): "'dormir' is not one of",
    of(CHOSEN, minutes="0"): "",
    of(CHOSEN, minutes="-60"): "",
    of(CHOSEN, minutes=HUGE): "",
    of(CHOSEN, to="2026-10-01"): "",
    of(CHOSEN, to="9999-12-31"): "",
    of(CHOSEN, **{"from": "0001-01-01"}): "",
    of(CHOSEN, reference=""): "",
    of(CHOSEN, reference="x" * 5000): "",
    of(CHOSEN, signer="x" * 5000, consultation="x", purpose="fewer_posts"): "",
    of(CHOSEN, signer="x", consultation="x" * 5000, purpose="fewer_posts"): "",
    of(CHOSEN, purpose="fewer_posts"): "",
    of(CHOSEN, json="FOLDER"): "this is a folder",
    of(CHOSEN, json="MISSING/c.json"): MISSING,
    of(TAKE_BACK, unit="NOWHERE"): "'NOWHERE'",
    of(TAKE_BACK, spending="77"): "this unit has no choice 77",
    of(TAKE_BACK, spending=HUGE): "this unit has no choice",
    of(TAKE_BACK, spending="-1"): "this unit has no choice",
    of(TAKE_BACK, spending="one"): "'one' is not a valid integer",
    of(LOOK, unit="NOWHERE"): "'NOWHERE'",
    of(LOOK, spending="77"): "this unit has no choice 77",
    ("import", "MISSING.csv"): "MISSING.csv: there is no such file",
    ("import", "FOLDER"): "FOLDER: this is a folder",
    ("import", "cells.csv", "--hospital", "CH-MARS"): "there is no hospital 'CH-MARS'",
    ("import", "cells.csv", "--json", "FOLDER"): "this is a folder",
    ("import", "cells.csv", "--json", "MISSING/i.json"): MISSING,
}

HEAD = b"unit,week,activity,minutes,people\n"
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "another head": (b"who,what\na,b\n", "line 1"),
    "too many cells": (HEAD + b"URG,2026-10-05,documentation,60,9,x,y\n", "line 2"),
    "no such unit": (HEAD + b"NOWHERE,2026-10-05,documentation,60,9\n", "field 'unit'"),
    "no Monday": (HEAD + b"URG,2026-10-06,documentation,60,9\n", "field 'week'"),
    "no such week": (HEAD + b"URG,2026-13-05,documentation,60,9\n", "field 'week'"),
    "no such activity": (HEAD + b"URG,2026-10-05,dormir,60,9\n", "field 'activity'"),
    "fewer than eight": (HEAD + b"URG,2026-10-05,documentation,60,7\n", "field 'people'"),
    "no number": (HEAD + b"URG,2026-10-05,documentation,1e3,9\n", "field 'minutes'"),
    "too much": (HEAD + b"URG,2026-10-05,documentation,99999999999,9\n", "field 'minutes'"),
    "latin-1": (HEAD + "URG,2026-10-05,é,60,9\n".encode("latin-1"), "line 2"),
    "noise": (b"PK\x03\x04\x00\x00\x00", "cells.csv"),
    "an open quote": (HEAD + b'URG,"2026-10-05,documentation,60,9\n', "line 2"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and a team whose quarter is settled; sentences are English."""
    monkeypatch.setenv("RELEVE_LANG", "en")
    monkeypatch.chdir(tmp_path)
    a_measured_team()
    (tmp_path / "FOLDER").mkdir()
    (tmp_path / "cells.csv").write_bytes(HEAD + b"URG,2026-10-05,documentation,60,9\n")
    return tmp_path


def state(folder: Path) -> tuple[object, ...]:
    """Return what a verb could have left behind."""
    return (
        Entry.objects.count(),
        MinuteCell.objects.count(),
        Quarter.objects.count(),
        Spending.objects.count(),
        sorted(one.name for one in folder.rglob("*")),
    )


def complaint(words: tuple[str, ...], folder: Path, capsys: Capture) -> str:
    """Return the one sentence about words by which nothing has changed."""
    capsys.readouterr()
    before = state(folder)
    code = run_verb(ledger, list(words), name="releve ledger")
    said = capsys.readouterr()
    assert (code, said.out) == (BAD_INPUT, ""), said.err
    lines = [one for one in said.err.splitlines() if not is_around(one)]
    assert len(lines) == 1, said.err
    assert state(folder) == before
    return lines[0]


def is_around(line: str) -> bool:
    """Whether a line only counts faults, or is what the library for options says around one."""
    return line in {"", NOTHING} or line.startswith(("Usage: ", "Try '"))


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:90])
def test_words_that_cannot_be_are_told_in_one_sentence(
    words: tuple[str, ...], folder: Path, capsys: Capture
) -> None:
    if words[0] == "choose":
        assert ran(*SETTLE) == DONE
    assert WRONG[words] in complaint(words, folder, capsys)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_is_told_and_nothing_of_it_is_kept(
    kind: str, folder: Path, capsys: Capture
) -> None:
    content, place = FILES[kind]
    (folder / "cells.csv").write_bytes(content)
    said = complaint(("import", "cells.csv"), folder, capsys)
    assert said.startswith("cells.csv")
    assert place in said


@pytest.mark.parametrize("given", ["-1", HUGE])
def test_minutes_given_that_cannot_be_are_told(given: str, folder: Path, capsys: Capture) -> None:
    assert ran(*SETTLE) == DONE
    assert ran(*CHOSEN) == DONE
    spending = Spending.objects.get()
    past = datetime.now().date() - timedelta(days=30)  # noqa: DTZ005 - any day that is over
    Spending.objects.update(from_on=past, to_on=past)
    words = ("check", "--unit", "URG", "--spending", str(spending.pk), "--given", given)
    assert complaint(words, folder, capsys)

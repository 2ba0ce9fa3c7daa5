"""What verbs share at the terminal."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from releve.kit import console
from releve.kit.console import (
    BAD_INPUT,
    DONE,
    as_option,
    json_option,
    progress,
    write_json,
    write_new_json,
)
from releve.kit.faults import BadInputError
from releve.kit.verbs import run_verb


def test_a_dash_sends_json_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"rôle": [1, None]}, "-")
    assert json.loads(capsys.readouterr().out) == {"rôle": [1, None]}


def test_json_goes_to_a_file_readable_as_it_is(tmp_path: Path) -> None:
    write_json({"rôle": 1}, tmp_path / "report.json")
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == '{\n  "rôle": 1\n}\n'
    write_json({"rôle": 1}, tmp_path / "secret.json", is_private=True)
    assert (tmp_path / "secret.json").stat().st_mode & 0o777 == 0o600


def test_what_is_shown_once_replaces_no_file_and_may_go_to_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token.json"
    write_new_json({"token": "t"}, file)
    assert (json.loads(file.read_text()), file.stat().st_mode & 0o777) == ({"token": "t"}, 0o600)
    with pytest.raises(BadInputError, match="the file exists already"):
        write_new_json({"token": "u"}, file)
    assert json.loads(file.read_text()) == {"token": "t"}
    write_new_json({"token": "u"}, "-")
    assert json.loads(capsys.readouterr().out) == {"token": "u"}
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_new_json({"token": "v"}, tmp_path / "pipe")
    assert json.loads(os.read(reader, 100)) == {"token": "v"}
    os.close(reader)


def test_a_report_that_could_not_be_written_stops_a_verb_before_it_acts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []

    @click.command()
    @json_option
    def verb(*, json_path: str | None) -> None:
        done.append(json_path)

    out = tmp_path / "report.json"
    for path in (tmp_path, tmp_path / "nothing" / "report.json"):
        assert run_verb(verb, ["--json", str(path)], name="verb") == BAD_INPUT
        assert capsys.readouterr().err.count("\n") == 1
    for given in ("-", str(out)):
        assert run_verb(verb, ["--json", given], name="verb") == DONE
    assert done == ["-", str(out)]
    assert not out.exists()


def test_what_is_not_json_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_json({"gap": float("nan")}, tmp_path / "report.json")
    assert list(tmp_path.iterdir()) == []


def test_progress_says_nothing_where_no_terminal_listens(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0)
    with progress("Solving", total=2) as steps:
        steps.report(done=1, note="bound 12")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("patience", "shown"), [(0, True), (60, False)])
def test_progress_shows_at_a_terminal_after_a_while_only(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    patience: float,
    shown: bool,
) -> None:
    monkeypatch.setattr(console, "PATIENCE_SECONDS", patience)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress("Solving", total=2) as steps:
        if shown:
            steps.show()
        steps.report(done=1, note="bound 12")
    captured = capsys.readouterr()
    assert (captured.out, "Solving" in captured.err) == ("", shown)


def test_tables_are_a_hundred_columns_wide_away_from_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    assert console.console().width == 100


@pytest.mark.parametrize(
    ("arguments", "environment", "asked"),
    [([], {}, ""), (["--as", "ada"], {}, "ada"), ([], {"RELEVE_AS": "bo"}, "bo")],
)
def test_a_verb_on_the_database_wakes_it_and_asks_who_acts(
    arguments: list[str],
    environment: dict[str, str],
    asked: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happened: list[object] = []

    @click.command()
    @as_option
    def verb(*, actor: object) -> None:
        happened.append(actor)

    def named(username: str) -> tuple[str, str]:
        happened.append("named")
        return "actor", username

    monkeypatch.setattr("releve.kit.console.actor_named", named)
    woken = {"tables": lambda: happened.append("woken")}
    CliRunner(env=environment).invoke(verb, arguments, obj=woken, catch_exceptions=False)
    assert happened == ["woken", "named", ("actor", asked)]

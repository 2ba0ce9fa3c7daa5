"""The reference leaves nothing out: every command, rule, form and field stands there."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import get_args, get_type_hints

import click
import pytest

from house_code import ROOT
from releve.cli import releve
from releve.roster import ward_files
from releve.roster.cli.problem_files import Given
from releve.roster.cli.report import result_json
from releve.roster.engine.problem import facts, problem
from releve.roster.engine.result import Result, Verdict
from releve.roster.engine.rules import book, forms, load_pack
from releve.roster.verdict_document import verdict_json
from snippets import blocks

REFERENCE = ROOT / "docs" / "reference"


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), name)
            assert found is not None
            if not found.hidden:  # for the house's own processes, not for people
                yield from walk(found, f"{path} {name}")


COMMANDS = dict(walk(releve, "releve"))


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_and_stands_in_the_reference(path: str) -> None:
    page = (REFERENCE / "cli.md").read_text("utf-8")
    assert gaps(path, COMMANDS[path], page) == []


def gaps(path: str, command: click.Command, page: str) -> list[str]:
    """Return what a command lacks: its help, its heading, the help of its options."""
    found = [] if (command.help or "").strip() else ["help"]
    if f"## `{path}`\n" not in page:
        found.append("a heading in the reference")
    for option in command.params:
        if isinstance(option, click.Option):
            found += [] if option.help else [f"help of {option.opts[0]}"]
            found += [] if f"`{option.opts[0]}`" in page else [f"{option.opts[0]} in the reference"]
    return found


def test_a_command_without_help_or_page_is_found() -> None:
    bare = click.Command("bare", params=[click.Option(["--seconds"])])
    assert gaps("releve bare", bare, "") == [
        "help",
        "a heading in the reference",
        "help of --seconds",
        "--seconds in the reference",
    ]


def test_the_pages_written_from_the_code_are_up_to_date() -> None:
    done = subprocess.run(  # noqa: S603 - the same Python, our own script
        [sys.executable, str(ROOT / "scripts" / "reference"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def names(kind: type) -> list[str]:
    """Return the fields of a dataclass as documents write them."""
    return [spoken(kind, field.name) for field in dataclasses.fields(kind)]


def spoken(kind: type, name: str) -> str:
    """Return a field's alias where it has one."""
    field = kind.__pydantic_fields__[name]  # type: ignore[attr-defined]
    return str(field.alias or name)


ASKED = (
    problem.Problem,
    facts.Person,
    facts.Contract,
    facts.Memory,
    facts.Restriction,
    facts.PastShift,
    facts.ShiftType,
    facts.Need,
    facts.Period,
    facts.FixedCell,
    facts.Unavailability,
    facts.Wish,
    facts.ProtectedTime,
    book.Decision,
    book.LocalRule,
)


@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.__name__)
def test_every_field_of_a_problem_stands_in_the_reference(kind: type) -> None:
    page = (REFERENCE / "problem.md").read_text("utf-8")
    assert [name for name in names(kind) if f"`{name}`" not in page] == []


FORMS = get_args(get_args(forms.Form)[0])


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
def test_every_form_stands_in_the_reference_with_its_fields(kind: type) -> None:
    page = (REFERENCE / "forms.md").read_text("utf-8")
    (name,) = get_args(get_type_hints(kind)["form"])
    section = page.partition(f"## `{name}`")[2].partition("\n## ")[0]
    assert section
    assert [field for field in names(kind)[1:] if f"`{field}`" not in section] == []


WINDOWS = get_args(get_type_hints(forms.Window)["kind"])


@pytest.mark.parametrize("kind", [*get_args(forms.DayKind), *WINDOWS])
def test_every_kind_of_day_and_window_stands_in_the_reference(kind: str) -> None:
    assert f"`{kind}`" in (REFERENCE / "forms.md").read_text("utf-8")


TABLES = [table for table in vars(ward_files).values() if isinstance(table, ward_files.Table)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_column_of_a_ward_stands_in_the_reference(table: ward_files.Table) -> None:
    page = (REFERENCE / "ward-folder.md").read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{table.file}` |"))
    assert [name for name in (*table.required, *table.optional) if f"`{name}`" not in row] == []


def test_every_field_of_a_ward_stands_in_the_reference() -> None:
    page = (REFERENCE / "ward-folder.md").read_text("utf-8")
    assert [name for name in names(ward_files.Ward) if f"`{name}`" not in page] == []


def shown_keys(title: str) -> set[str]:
    """Return the keys of the JSON report that a section of the files' page shows."""
    page = (REFERENCE / "plan-and-shifts-files.md").read_text("utf-8")
    section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
    (block,) = (block for block in blocks(section) if block.language == "json")
    return set(json.loads(block.body))


def test_the_report_of_a_search_has_the_keys_that_the_reference_shows() -> None:
    given = Given(problem.Problem.from_json(SMALLEST))
    assert shown_keys("Report of a search") == set(result_json(given, Result(status="unknown")))


def test_the_report_of_an_audit_has_the_keys_that_the_reference_shows() -> None:
    assert shown_keys("Report of an audit") == set(verdict_json(Verdict(), load_pack("fph")))


SMALLEST = '{"starts_on": "2026-03-02", "ends_on": "2026-03-02", "people": [], "shifts": []}'

"""Every snippet of the documentation runs, and says what the page says it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

import given_pages
from house_code import HOUSE, ROOT, shown
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.rules.forms import Form
from releve.roster.engine.rules.pack import read_pack
from snippets import Block, blocks, commands, not_said

PAGES = sorted(
    [
        *(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
        *ROOT.glob("*.md"),
        *HOUSE.glob("*/README.md"),
    ]
)
RUN = ("console", "python")

PACK_OF_A_PAGE = """\
# The pack of one page
id: page
title: {fr: page, en: page}
text_base: {fr: aucun, en: none}
version: "1"
"""

# Commands that would start the house inside its own test, or never end.
NEVER_RUN = re.compile(
    r"git clone \S+|cd \S+|scripts/(setup|check|demo)( --full)?|releve (house )?serve( --port \d+)?"
)

# Verbs that stand on the database, and the one by which a page makes its tables itself.
ON_TABLES = re.compile(
    r"^\$ .*releve (people|shifts|ledger|training|stewardship|trail|jobs|privacy|roster months) ",
    re.MULTILINE,
)
MAKES_TABLES = "$ releve house migrate"


def page_blocks(*languages: str) -> list[Any]:
    """Return every block in those languages, with its place as the test's name."""
    return [
        pytest.param(block, id=f"{shown(page)}:{block.line}")
        for page in PAGES
        for block in blocks(page.read_text("utf-8"))
        if block.language in languages
    ]


def pages_that_run() -> list[Path]:
    """Return the pages that hold something to run."""
    return [
        page
        for page in PAGES
        if any(block.language in RUN for block in blocks(page.read_text("utf-8")))
    ]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A copy of the project that a page may change."""
    place = tmp_path / "releve"
    # With what is compiled: else every page compiles the house and the kernels of pricing anew.
    ignore = shutil.ignore_patterns("*.egg-info")
    for name in ("src", "tests", "examples", "changes"):
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, place / name)
    (place / ".venv").symlink_to(sys.prefix)
    return place


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with its tables and nothing in them: making them takes longer than a page."""
    place = tmp_path_factory.mktemp("docs")
    (place / "src").symlink_to(ROOT / "src")
    run(["sh", "-c", "releve house migrate"], place, "en")
    return place / "home"


@pytest.mark.parametrize("page", pages_that_run(), ids=shown)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, workplace: Path, request: pytest.FixtureRequest
) -> None:
    text = page.read_text("utf-8")
    if ON_TABLES.search(text) and MAKES_TABLES not in text:
        shutil.copytree(request.getfixturevalue("new_home"), workplace / "home")
    language = "fr" if page.name.endswith(".fr.md") or page.parent.name == "fr" else "en"
    for block in blocks(text):
        given_pages.give(block.said("given"), workplace)
        if what := block.said("done"):
            run([sys.executable, "-c", given_pages.DONE[what]], workplace, language)
        if name := block.said("file"):
            (workplace / name).parent.mkdir(parents=True, exist_ok=True)
            (workplace / name).write_text(block.body, "utf-8")
        elif block.said("not run"):
            assert all(NEVER_RUN.fullmatch(command.line) for command in commands(block))
        elif block.language == "python":
            run([sys.executable, "-c", block.body], workplace, language)
        elif block.language == "console":
            run_console(block, workplace, language)


def run_console(block: Block, place: Path, language: str) -> None:
    """Run each command of a block as a reader would, and compare what it shows."""
    assert commands(block), f"line {block.line}: a console block holds commands after '$ '"
    for command in commands(block):
        output = run(["sh", "-c", command.line], place, language, code=command.code)
        assert not_said(command.shown, output) == [], f"{command.line}\n{output}"


def run(arguments: list[str], place: Path, language: str, *, code: int = 0) -> str:
    """Run a program in the workplace and return all it said; it must end with ``code``."""
    own = {
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(place / "src"),
        "RELEVE_HOME": str(place / "home"),
        "RELEVE_LANG": language,
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    inherited = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        arguments,
        cwd=place,
        env={**inherited, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == code, f"{arguments[-1]}\n{done.stdout}"
    return done.stdout


@pytest.mark.parametrize("block", page_blocks("json"))
def test_a_json_snippet_is_json(block: Block) -> None:
    assert isinstance(json.loads(block.body), dict | list)


def test_every_part_of_a_problem_that_the_reference_shows_is_accepted() -> None:
    page = (ROOT / "docs" / "reference" / "problem.md").read_text("utf-8")
    whole, *parts = [json.loads(block.body) for block in blocks(page) if block.language == "json"]
    for part in parts:
        replaced = {**whole, **part}
        people = {person["id"]: person for person in whole["people"] + replaced["people"]}
        replaced["people"] = list(people.values())
        assert Problem.from_json(json.dumps(replaced)).name == whole["name"]


@pytest.mark.parametrize("block", page_blocks("yaml"))
def test_a_yaml_snippet_is_a_rule_or_a_form(block: Block, tmp_path: Path) -> None:
    content = yaml.safe_load(block.body)
    if "id" not in content:
        assert TypeAdapter(Form).validate_python(content).form == content["form"]
        return
    (tmp_path / "_pack.yaml").write_text(PACK_OF_A_PAGE, "utf-8")
    (tmp_path / f"{content['id']}.yaml").write_text(block.body, "utf-8")
    assert [rule.id for rule in read_pack(tmp_path).rules] == [content["id"]]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert dead_links(page.read_text("utf-8"), page.parent) == []


def dead_links(text: str, folder: Path) -> list[str]:
    """Return the relative links and pictures of a page that lead to no file."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"", text)
    local = [target for pair in targets for target in pair if target and "://" not in target]
    return [target for target in local if not (folder / target).exists()]


@pytest.mark.parametrize("day", ["2026-12-28", "2027-03-25", "2027-10-28", "2028-02-29"])
def test_the_roster_that_a_page_is_given_breaks_no_rule_whenever_it_begins(
    day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given_pages, "today", lambda: date.fromisoformat(day))
    plan = [Assignment(*line) for line in given_pages.coming_lines()]
    assert [one for one in audit(given_pages.coming(), plan) if one.status != "soft"] == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    assert dead_links("[law](law.md) [up](..) ![x](https://example.org)", tmp_path) == ["law.md"]


def test_a_page_is_read_with_its_notes_commands_and_outputs() -> None:
    page = "text\n<!-- exit: 3 -->\n```console\n$ one \\\n    two\nshown\n$ three\n```\n"
    (block,) = blocks(page)
    assert [(c.line, c.shown, c.code) for c in commands(block)] == [
        ("one two", ("shown",), 0),
        ("three", (), 3),
    ]


def test_a_line_that_was_not_said_is_found() -> None:
    assert not_said(("a  b", "…", "d"), "x a b y\nc\nd") == []
    assert not_said(("d", "a"), "a\nd") == ["a"]


def test_only_known_commands_may_stay_unrun() -> None:
    assert NEVER_RUN.fullmatch("scripts/check --full")
    assert not NEVER_RUN.fullmatch("releve roster solve ward.json")

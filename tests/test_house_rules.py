"""The walls that rules keep: one rule, one file, its article first, exercised by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from house_code import HOUSE, ROOT, shown
from releve.roster.engine.rules.pack import PACKS

RULES = sorted(file for file in PACKS.glob("*/*.yaml") if file.name != "_pack.yaml")
TESTS = "\n".join(
    path.read_text("utf-8")
    for folder in (HOUSE, ROOT / "tests")
    for path in folder.rglob("test_*.py")
)


def faults(name: str, text: str) -> list[str]:
    """Return what is wrong with a rule file, before any of its forms is read."""
    first, _, _ = text.partition("\n")
    rule = yaml.safe_load(text)
    found = []
    if not first.startswith("# "):
        found.append("the first line is no comment")
    missing = [part for part in landmarks(str(rule["article"])) if part not in words(first)]
    if missing:
        found.append(f"the first line does not name {', '.join(missing)}")
    if rule["id"] != name:
        found.append(f"the id is not {name}")
    return found


def landmarks(article: str) -> list[str]:
    """Return the numbers of texts and articles in a reference; for our own habits, the word."""
    return [word for word in words(article) if word[0].isdigit()] or ["ergonomi"]


def words(text: str) -> list[str]:
    """Return the numbers in a text, and the stem of the word for our own habits."""
    return re.findall(r"\d+(?:/\d+)*|ergonomi", text.lower())


@pytest.mark.parametrize("file", RULES, ids=shown)
def test_a_rule_file_names_its_article_first_and_carries_its_own_name(file: Path) -> None:
    assert faults(file.stem, file.read_text("utf-8")) == []


def test_a_rule_file_without_its_article_or_under_another_name_is_found() -> None:
    good = "# Décret 2002-9, art. 6: rest\nid: FPH-X\narticle: décret 2002-9, art. 6\n"
    assert faults("FPH-X", good) == []
    assert len(faults("FPH-Y", good)) == 1
    assert len(faults("FPH-X", good.replace("art. 6: rest", "rest"))) == 1
    assert len(faults("FPH-X", good.replace("# Décret 2002-9, art. 6: rest\n", ""))) == 2


@pytest.mark.parametrize("file", RULES, ids=shown)
def test_every_rule_is_exercised_by_a_test_that_names_it(file: Path) -> None:
    assert is_named(file.stem, TESTS)


def is_named(rule: str, text: str) -> bool:
    """Whether a text names the rule, and not only a longer name that begins with it."""
    return re.search(rf"(?<![\w-]){re.escape(rule)}(?![\w-])", text) is not None


def test_a_rule_that_no_test_names_is_found() -> None:
    assert is_named("X-48-7D", 'rule="X-48-7D"') is True
    assert is_named("X-48", 'rule="X-48-7D"') is False


def test_the_packs_are_seen() -> None:
    assert {file.parent.name for file in RULES} >= {"fph", "ergonomics"}

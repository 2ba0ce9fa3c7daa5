"""Lists in the documentation are in order and name each thing once.

Two changes that each add a line leave such a list doubled or out of order when they are joined.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from house_code import ROOT

DOCS = ROOT / "docs"
ENTRY = re.compile(
    r"^(?:tutorials|how-to|reference|explanation|decisions|fr)/[\w-]+$", re.MULTILINE
)


def disorder(names: list[str], *, is_sorted: bool = False) -> list[str]:
    """Return the names that stand twice, and those that stand after a later one."""
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    late = [following for name, following in pairwise(names) if following.lower() < name.lower()]
    return twice + (late if is_sorted else [])


def test_the_first_page_leads_to_each_page_once() -> None:
    text = (DOCS / "index.md").read_text("utf-8")
    assert disorder(re.findall(r"\]\(([^)]+)\)", text)) == []
    assert disorder(ENTRY.findall(text)) == []


def test_every_decision_stands_once_in_the_list_and_in_order() -> None:
    text = (DOCS / "decisions" / "index.md").read_text("utf-8")
    listed = re.findall(r"^\| \[\d{4}\]\((0[\w-]+\.md)\)", text, re.MULTILINE)
    assert listed == sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))


def test_each_table_of_the_glossary_is_in_order_and_has_each_word_once() -> None:
    text = (DOCS / "reference" / "glossary.md").read_text("utf-8")
    tables = [re.findall(r"^\| `([^`]+)`", part, re.MULTILINE) for part in text.split("\n## ")[1:]]
    assert [disorder(words, is_sorted=True) for words in tables] == [[] for _ in tables]


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_a_first_page_says_once_where_the_command_is_before_it_shows_one(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    before, _told, after = text.partition("`.venv/bin/releve`")
    assert ".venv/bin/releve" not in after
    assert re.findall(r"`releve \w+|^\$ releve", before, re.MULTILINE) == []
    assert re.findall(r"`releve \w+|^\$ releve", after, re.MULTILINE) != []


def test_the_steps_of_a_restore_name_it_before_anything_else_is_done() -> None:
    text = (DOCS / "how-to" / "back-up.md").read_text("utf-8")
    steps = text.partition("## 5. Restore for good")[2].partition("\n## ")[0]
    assert 0 < steps.index("releve trail restored ") < steps.index("releve doctor")


@pytest.mark.parametrize(("names", "found"), [(["a", "b", "a"], ["a", "a"]), (["b", "a"], ["a"])])
def test_a_doubled_or_late_line_is_found(names: list[str], found: list[str]) -> None:
    assert disorder(names, is_sorted=True) == found

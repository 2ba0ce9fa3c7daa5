"""The line of each field of a YAML text, however the path to it is written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.kit.yaml_places import line_of

TEXT = """\
# what it is
title: {fr: Un, en: One}
passages:
  - id: p1
    text: |
      several
      lines
  - {id: p2, text: two}
questions:
  - id: first
    choices:
      - id: a
        text: yes
      - id: b
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("title", "en"), 2),
        (("passages", 0, "text"), 5),
        (("passages", "1"), 8),
        (("p2",), 8),
        (("first", "b"), 14),
        (("questions", 0, "choices", 1, "right"), 14),
        (("first", "nothing"), 10),
        (("nothing",), None),
        ((), None),
    ],
)
def test_a_field_is_found_by_keys_places_and_what_entries_call_themselves(
    path: tuple[str | int, ...], line: int | None
) -> None:
    assert line_of(TEXT, path) == line


def test_a_text_without_fields_has_no_line() -> None:
    for text in ("", "- 1\n- 2\n", "word", "? [1]\n: 2\n"):
        assert line_of(text, ("title",)) is None


KEYS = st.text("abcdefgh", min_size=1, max_size=4)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(KEYS, st.integers() | st.lists(st.integers(), max_size=3), min_size=1))
def test_each_field_of_a_text_is_on_the_line_that_begins_with_it(told: dict[str, object]) -> None:
    text = yaml.safe_dump(told)
    for key in told:
        line = line_of(text, (key,))
        assert line is not None
        assert yaml.safe_load(text.splitlines()[line - 1].partition(":")[0]) == key

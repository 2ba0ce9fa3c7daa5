"""What strangers write where a number belongs is a number or nothing, never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.kit.numbers import number_in


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_number_in_figures_is_read(number: int) -> None:
    assert number_in(str(number)) == number


@given(st.text())
def test_any_text_is_a_number_or_nothing(said: str) -> None:
    found = number_in(said)
    assert found is None or str(found).zfill(len(said)) == said


@pytest.mark.parametrize(
    "said", ["", "abc", "²", "٣", "-1", "+1", " 1", "1.0", "1_000", "9" * 19, "9" * 5000]
)
def test_what_is_no_plain_number_is_nothing(said: str) -> None:
    assert number_in(said) is None

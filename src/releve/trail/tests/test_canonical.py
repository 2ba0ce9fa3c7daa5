"""One meaning has one text and one digest, on either database; two meanings have two."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.kit.actors import Actor
from releve.trail.actions import note_change
from releve.trail.canonical import facts_text, row_text
from releve.trail.chain import entry_text
from releve.trail.keys import Key
from releve.trail.models import Entry, instant, microseconds

KEY = Key.of(bytes(32))

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    words,
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.times(),
)
keys = words.filter(lambda word: not word.startswith("$"))
facts = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


class Kind(StrEnum):
    """A code."""

    NIGHT = "night"


def turned(value: Any) -> Any:
    """Return the same facts told in another order, with other kinds for the same meaning."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return tuple(turned(one) for one in value)
    if isinstance(value, datetime):
        return value.astimezone(timezone(timedelta(hours=2))) if 1 < value.year < 9999 else value
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-7)) if abs(value) < 10**15 else value
    return value


@given(facts)
def test_the_same_facts_told_otherwise_have_the_same_digest(value: Any) -> None:
    assert KEY.digest(facts_text(turned(value))) == KEY.digest(facts_text(value))


@given(facts, facts)
def test_facts_with_one_text_are_equal(one: Any, other: Any) -> None:
    if facts_text(one) == facts_text(other):
        assert one == other


@given(facts)
def test_the_text_is_plain_ascii_on_one_line(value: Any) -> None:
    text = facts_text(value)
    assert (text.isascii(), "\n" in text) == (True, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (5, "5"),
        (1, True),
        (Decimal("1.50"), 1.5),
        (date(2026, 1, 1), "2026-01-01"),
        (None, ""),
        ([], {}),
        ({"a": None}, {}),
    ],
)
def test_what_looks_alike_and_is_not_has_two_texts(one: object, other: object) -> None:
    assert facts_text(one) != facts_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("0.8000"), Decimal("0.8")),
        (Decimal("-0.0"), Decimal(0)),
        (Decimal("1E+2"), Decimal(100)),
        (Kind.NIGHT, "night"),
        ({"b", "a"}, {"a", "b"}),
        (0.0, -0.0),
    ],
)
def test_what_is_the_same_has_one_text(one: object, other: object) -> None:
    assert facts_text(one) == facts_text(other)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        Decimal("Infinity"),
        datetime(2026, 1, 1),  # noqa: DTZ001 - without its zone on purpose
        {"$date": "2026-01-01"},
        {1: 2},
        "\ud800",
    ],
)
def test_what_has_no_sure_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        facts_text(value)


@pytest.mark.parametrize("value", [b"bytes", object()])
def test_what_is_of_no_known_kind_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="canonical"):
        facts_text(value)


def test_a_tampered_row_still_has_a_text() -> None:
    assert row_text({"a": b"x", "b": "\udcff"}) == """{"a":{"$foreign":"b'x'"},"b":"\\udcff"}"""


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_survives_its_microseconds(moment: datetime) -> None:
    assert instant(microseconds(moment)) == moment


def test_a_time_of_day_has_its_spelling() -> None:
    assert facts_text(time(7, 30)) == '{"$time":"07:30:00"}'


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reason=words, name=words, hospital=st.none() | st.integers(1, 2**62))
def test_what_is_read_from_the_database_has_the_text_that_was_written(
    reason: str, name: str, hospital: int | None
) -> None:
    actor = Actor(key="account:1", name=name)
    with transaction.atomic():
        note_change(
            actor, "test.thing.change", kind="thing", key=1, hospital=hospital, reason=reason
        )
        entry = Entry.objects.order_by("-token").filter(reason=reason, actor_name=name)[0]
        before = entry.mark
        transaction.set_rollback(True)
    from releve.trail.keys import read_keys  # noqa: PLC0415 - the key is made above

    assert read_keys().current.mark(entry_text(entry)) == before

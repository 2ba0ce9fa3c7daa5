"""A part of the trail opens to two named people, and each reading stays in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.trail.actions import Part, agree, ask_to_read, asking, note_changes, read_part
from releve.trail.actions.notes import Change
from releve.trail.models import Entry, ReadingRequest
from releve.trail.queries import requests_open_to
from releve.trail.tests.builders import ADA, BO, CLEO, all_allowed

pytestmark = pytest.mark.django_db
DEE = Actor(key="account:5", name="Dee Ruisseau", hospital=3)


@pytest.fixture(autouse=True)
def _allowed() -> Iterator[None]:
    with all_allowed():
        yield


def lately(**object_: str) -> Part:
    """Return the part of the last days."""
    today = localdate()
    return Part(from_on=today - timedelta(days=3), to_on=today, **object_)


def asked(part: Part | None = None, *, reason: str = "a shift vanished") -> ReadingRequest:
    """Ask as Ada for her hospital's trail."""
    return ask_to_read(ADA, part or lately(), hospital=3, purpose="error", reason=reason)


def some_changes() -> None:
    """Note a change of two objects of hospital 3 and one of hospital 4."""
    note_changes(
        DEE,
        [
            Change(verb="roster.version.choose", kind="version", key=1, hospital=3),
            Change(verb="people.contract.change", kind="contract", key=2, hospital=3),
            Change(verb="people.contract.change", kind="contract", key=2, hospital=4),
        ],
    )


def test_what_two_people_agreed_on_opens_to_both_and_is_of_their_hospital_only() -> None:
    some_changes()
    request = asked(lately(kind="contract"))
    agree(BO, request.pk)
    for reader in (ADA, BO):
        _request, entries, more = read_part(reader, request.pk)
        assert [(entry.kind, entry.key, entry.hospital) for entry in entries] == [
            ("contract", "2", 3)
        ]
        assert more is False


def test_asking_agreeing_and_each_reading_are_noted_with_the_reason() -> None:
    request = asked()
    agree(BO, request.pk)
    read_part(ADA, request.pk)
    read_part(ADA, request.pk)
    noted = Entry.objects.filter(kind="reading_request").order_by("noted_us", "token")
    assert [(entry.actor, entry.verb) for entry in noted] == [
        ("account:7", "trail.request.ask"),
        ("account:8", "trail.request.agree"),
        ("account:7", "trail.entries.read"),
        ("account:7", "trail.entries.read"),
    ]
    assert {entry.reason for entry in noted} == {"a shift vanished"}


def test_nobody_agrees_to_her_own_request() -> None:
    request = asked()
    with pytest.raises(BadInputError, match="somebody else must agree"):
        agree(ADA, request.pk)


def test_nothing_opens_before_a_second_person_agrees() -> None:
    with pytest.raises(BadInputError, match="has not agreed yet"):
        read_part(ADA, asked().pk)


def test_a_third_person_reads_nothing_and_cannot_agree_again() -> None:
    request = asked()
    agree(BO, request.pk)
    with pytest.raises(BadInputError, match="only the two people"):
        read_part(DEE, request.pk)
    with pytest.raises(BadInputError, match="already"):
        agree(DEE, request.pk)


def test_a_request_closes_after_seven_days(monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked()
    agree(BO, request.pk)
    monkeypatch.setattr(asking, "now", lambda: now() + timedelta(days=7, seconds=1))
    with pytest.raises(BadInputError, match="seven days"):
        read_part(ADA, request.pk)


def test_a_request_of_another_hospital_is_not_there() -> None:
    request = asked()
    for attempt in (agree, read_part):
        with pytest.raises(ReadingRequest.DoesNotExist):
            attempt(CLEO, request.pk)
    assert requests_open_to(CLEO, 3) == []
    with pytest.raises(NotAllowedError):
        ask_to_read(CLEO, lately(), hospital=3, purpose="error", reason="curious")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"purpose": "appraisal"}, "what it is for"),
        ({"reason": "  "}, "say why"),
        ({"reason": "x" * 501}, "too long"),
        ({"part": replace(lately(), to_on=localdate() - timedelta(days=9))}, "before the first"),
        ({"part": lately(key="12")}, "what kind of object"),
        ({"part": replace(lately(), to_on=date.max)}, "the year 9999 is out of range"),
        ({"part": replace(lately(), from_on=date.min)}, "the year 1 is out of range"),
    ],
)
def test_what_a_request_lacks_is_said(change: dict[str, object], said: str) -> None:
    facts = {"part": lately(), "hospital": 3, "purpose": "error", "reason": "why", **change}
    with pytest.raises(BadInputError, match=said):
        ask_to_read(ADA, **facts)  # type: ignore[arg-type]
    assert ReadingRequest.objects.count() == 0


def test_pages_follow_each_other_without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("releve.trail.queries.reading.A_PAGE", 2)
    note_changes(DEE, [Change(verb="x.y.z", kind="thing", key=n, hospital=3) for n in range(5)])
    request = asked(lately(kind="thing"))
    agree(BO, request.pk)
    pages = [read_part(ADA, request.pk, page=page) for page in (1, 2, 3)]
    assert [len(entries) for _request, entries, _more in pages] == [2, 2, 1]
    assert [more for _request, _entries, more in pages] == [True, True, False]
    seen = [entry.key for _request, entries, _more in pages for entry in entries]
    assert seen == ["4", "3", "2", "1", "0"]

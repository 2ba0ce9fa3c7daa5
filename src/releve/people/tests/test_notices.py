"""What people are told: in the transaction of what it announces, and read."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from releve.kit.actors import HOUSE, NotAllowedError
from releve.kit.words import use_language
from releve.people.actions import close_account, notify, read_notices
from releve.people.models import Notice, Person
from releve.people.notice_kinds import NoticeKind, UnknownNoticeError, day_text
from releve.people.notice_words import letter_sentence, sentence
from releve.people.queries import actor_of, page_of_notices, unread_count
from releve.people.queries.notices import PAGE
from releve.people.tests.news import NAMED, NOON, PLAIN, her_account, somebody, told
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


def rows(person: Person) -> list[Notice]:
    """Return what a person was told, as the table holds it."""
    return list(Notice.objects.for_hospital(person.hospital_id).filter(person=person))


# --- Telling -----------------------------------------------------------------------------------


def test_a_notice_of_what_is_rolled_back_is_rolled_back_too() -> None:
    ada = somebody()

    def a_change_that_fails() -> None:
        with transaction.atomic():
            notify([ada], PLAIN, {"number": 1}, link="/me/", actor=HOUSE, at=NOON)
            raise IntegrityError

    with pytest.raises(IntegrityError):
        a_change_that_fails()
    assert rows(ada) == []


def test_somebody_named_twice_is_told_once_and_the_trail_knows_it() -> None:
    ada = somebody()
    [notice] = notify([ada, ada], PLAIN, {"number": 1}, link="/me/", actor=HOUSE, at=NOON)
    assert rows(ada) == [notice]
    noted = Entry.objects.filter(verb="people.notice.make").values_list("key", flat=True)
    assert list(noted) == [str(notice.pk)]


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("people_tests.nobody_declared", {"number": 1}),
        (PLAIN, {}),
        (PLAIN, {"number": "one"}),
        (PLAIN, {"number": True}),
        (PLAIN, {"number": 1, "reason": "tired"}),
    ],
)
def test_a_notice_that_no_room_has_declared_so_is_refused(code: str, facts: Any) -> None:
    ada = somebody()
    with pytest.raises(UnknownNoticeError):
        notify([ada], code, facts, link="/me/", actor=HOUSE, at=NOON)
    assert rows(ada) == []


@pytest.mark.parametrize("link", ["", "//example.org/", "https://example.org/"])
def test_a_link_that_leaves_the_house_is_refused(link: str) -> None:
    ada = somebody()
    with pytest.raises(ValueError, match="no path of this house"):
        notify([ada], PLAIN, {"number": 1}, link=link, actor=HOUSE, at=NOON)


def test_nobody_is_told_anything_by_a_closed_account() -> None:
    ada = somebody()
    account = her_account(ada)
    actor = actor_of(account)
    close_account(account, actor=HOUSE)
    with pytest.raises(NotAllowedError):
        notify([ada], PLAIN, {"number": 1}, link="/me/", actor=actor, at=NOON)


def test_a_notice_of_another_release_leads_to_its_page_without_breaking_the_list() -> None:
    notice = told(somebody())
    Notice.objects.for_hospital(notice.hospital_id).update(code="people_tests.of_later")
    notice.refresh_from_db()
    with use_language("en"):
        assert sentence(notice) == "Something has changed; its page shows what."


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\t", "  ", "\u2009"])
def test_a_name_with_any_space_is_told_with_a_plain_one(space: str) -> None:
    ada = somebody()
    facts = {"unit": f"Réanimation{space}: adultes"}
    [notice] = notify([ada], NAMED, facts, link="/me/", actor=HOUSE, at=NOON)
    assert notice.facts == {"unit": "Réanimation : adultes"}


@pytest.mark.parametrize("wrong", ["Réa\x00", "Réa\x1b[31m", "Réa\x7f", "R" * 151], ids=ascii)
def test_a_name_with_a_control_character_or_too_long_is_no_fact(wrong: str) -> None:
    ada = somebody()
    with pytest.raises(UnknownNoticeError):
        notify([ada], NAMED, {"unit": wrong}, link="/me/", actor=HOUSE, at=NOON)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (PLAIN, {"number": "many"}),
        (PLAIN, {"number": None}),
        (NAMED, {"unit": "2027-02-30"}),
    ],
)
def test_a_notice_whose_facts_make_no_sentence_does_not_break_the_list(
    code: str, facts: Any, caplog: pytest.LogCaptureFixture
) -> None:
    notice = told(somebody())
    notice.code, notice.facts = code, facts
    strict = {
        PLAIN: NoticeKind(PLAIN, {"number": 1}, lambda said: str(int(said["number"]))),
        NAMED: NoticeKind(NAMED, {"unit": "u"}, lambda said: day_text(said, "unit")),
    }
    with use_language("en"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("releve.people.notice_words.kind_of", strict.get)
        general = "Something has changed; its page shows what."
        assert (sentence(notice), letter_sentence(notice)) == (general, general)
    assert "make no sentence" in caplog.text


# --- Reading -----------------------------------------------------------------------------------


def test_what_came_in_after_the_page_was_shown_stays_unread() -> None:
    ada = somebody()
    account = her_account(ada)
    first, _second = told(ada), told(ada, 2)
    read = read_notices(ada, keys=[first.pk], actor=actor_of(account), at=NOON)
    assert (read, unread_count(account)) == (1, 1)


def test_news_are_read_by_the_person_alone() -> None:
    ada = somebody()
    other = her_account(somebody("B2"), "bo")
    notice = told(ada)
    with pytest.raises(NotAllowedError):
        read_notices(ada, keys=[notice.pk], actor=actor_of(other), at=NOON)
    assert read_notices(other.person, keys=[notice.pk], actor=actor_of(other), at=NOON) == 0  # type: ignore[arg-type]  # she has a line


def test_news_come_page_by_page_each_once() -> None:
    ada = somebody()
    count = PAGE + 3
    with transaction.atomic():
        for number in range(count):
            notify([ada], PLAIN, {"number": number}, link="/me/", actor=HOUSE, at=NOON)
    first, before = page_of_notices(ada)
    second, none = page_of_notices(ada, before=before)
    numbers = [one.facts["number"] for one in (*first, *second)]
    assert (numbers, len(first), none) == (list(reversed(range(count))), PAGE, 0)

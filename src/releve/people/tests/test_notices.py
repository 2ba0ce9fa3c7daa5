"""What people are told: in the transaction of what it announces, read, and sent by e-mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.words import use_language
from releve.people.actions import (
    Wanted,
    ask_letters,
    choose_mail,
    close_account,
    confirm_mail,
    notify,
    read_notices,
    stop_mail,
)
from releve.people.models import MailHabit, Notice, Person
from releve.people.notice_kinds import UnknownNoticeError
from releve.people.notice_words import sentence
from releve.people.queries import actor_of, mail_habit, page_of_notices, unread_count
from releve.people.queries.notices import PAGE
from releve.people.tests.news import (
    LONG_BEFORE,
    NAMED,
    NOON,
    PLAIN,
    URGENT,
    by_mail,
    her_account,
    somebody,
    told,
)
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "releve@example.org"


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


# --- Reading -----------------------------------------------------------------------------------


def test_what_came_in_after_the_page_was_shown_stays_unread() -> None:
    ada = somebody()
    account = her_account(ada)
    first, _second = told(ada), told(ada, 2)
    read = read_notices(ada, actor=actor_of(account), at=NOON, up_to=first.pk)
    assert (read, unread_count(account)) == (1, 1)


def test_news_are_read_by_the_person_alone() -> None:
    ada = somebody()
    other = her_account(somebody("B2"), "bo")
    notice = told(ada)
    with pytest.raises(NotAllowedError):
        read_notices(ada, actor=actor_of(other), at=NOON)
    assert read_notices(other.person, actor=actor_of(other), at=NOON, only=notice.pk) == 0  # type: ignore[arg-type]  # she has a line


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


# --- By e-mail ---------------------------------------------------------------------------------


def sent(person: Person, at: Any = NOON) -> list[str]:
    """Ask for what is due, let a worker do it, and return the bodies of all letters so far."""
    ask_letters(person.hospital, actor=HOUSE, at=at)
    Worker().work_off()
    return [str(letter.body) for letter in mail.outbox]


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's clock stands at noon."""
    monkeypatch.setattr("releve.people.actions.letters.timezone.now", lambda: NOON)


def without_the_code() -> None:
    """Let the letter with the code leave, and forget it."""
    Worker().work_off()
    mail.outbox.clear()


@pytest.mark.usefixtures("_clock")
def test_news_leave_in_one_letter_once() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    without_the_code()
    told(ada)
    told(ada, 2)
    [body] = sent(ada)
    assert ("- Zibeline 1" in body, "- Zibeline 2" in body) == (True, True)
    assert {one.mailed_at for one in rows(ada)} == {NOON}
    assert len(sent(ada)) == 1


@pytest.mark.usefixtures("_clock")
def test_a_letter_of_a_worker_that_is_lost_goes_out_again_under_the_same_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = somebody()
    by_mail(her_account(ada))
    without_the_code()
    told(ada)

    def lost(*_given: Any, **_facts: Any) -> Any:
        raise OSError("the worker is lost between the server's answer and the commit")

    with monkeypatch.context() as patch:
        patch.setattr("releve.people.actions.letters.once", lost)
        sent(ada)
    assert [one.mailed_at for one in rows(ada)] == [None]
    Job.objects.filter(task__endswith="send_letter").update(run_after=Now())
    Worker().work_off()
    names = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert (len(names), len(set(names))) == (2, 1)
    assert [one.mailed_at for one in rows(ada)] == [NOON]


@pytest.mark.usefixtures("_clock")
def test_two_who_look_in_the_same_minute_ask_for_one_letter() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    told(ada)
    asked = [ask_letters(ada.hospital, actor=HOUSE, at=NOON) for _time in range(2)]
    assert asked == [1, 0]


@pytest.mark.usefixtures("_clock")
def test_a_letter_that_failed_for_good_is_asked_for_again() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    told(ada)
    ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    Job.objects.update(state="failed", ended_at=Now())
    later = NOON.replace(minute=5)
    assert ask_letters(ada.hospital, actor=HOUSE, at=later) == 1


@pytest.mark.usefixtures("_clock")
def test_what_she_has_read_already_is_in_no_letter() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    without_the_code()
    notice = told(ada)
    ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    read_notices(ada, actor=HOUSE, at=NOON, only=notice.pk)
    assert sent(ada) == []


@pytest.mark.usefixtures("_clock")
def test_what_was_told_before_her_address_was_sure_is_in_no_letter() -> None:
    ada = somebody()
    told(ada, at=LONG_BEFORE.replace(hour=1))
    by_mail(her_account(ada))
    without_the_code()
    assert sent(ada) == []


@pytest.mark.usefixtures("_clock")
def test_an_urgent_notice_leaves_alone_while_the_others_wait_for_their_digest() -> None:
    ada = somebody()
    by_mail(her_account(ada), rhythm="daily", hour=18)
    without_the_code()
    told(ada, 1)
    told(ada, 2, code=URGENT)
    [body] = sent(ada)
    assert ("Zibeline 1" in body, "Zibeline 2" in body) == (False, True)


@pytest.mark.usefixtures("_clock")
def test_no_letter_leaves_for_a_closed_account() -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    without_the_code()
    told(ada)
    close_account(account, actor=HOUSE)
    assert sent(ada) == []


@pytest.mark.usefixtures("_clock")
def test_without_a_mail_server_nothing_is_asked_for_and_nothing_is_lost(
    settings: Settings,
) -> None:
    ada = somebody()
    by_mail(her_account(ada))
    without_the_code()
    told(ada)
    settings.EMAIL_HOST = ""
    assert ask_letters(ada.hospital, actor=HOUSE, at=NOON) == 0
    settings.EMAIL_HOST = "mail.example.org"
    assert len(sent(ada)) == 1


@pytest.mark.usefixtures("_clock")
def test_a_letter_is_in_the_language_of_its_reader() -> None:
    ada = somebody()
    by_mail(her_account(ada, language="fr"))
    without_the_code()
    told(ada)
    sent(ada)
    assert mail.outbox[0].subject == "Relève : 1 nouvelle"


# --- Her address -------------------------------------------------------------------------------


@pytest.mark.usefixtures("_clock")
def test_nothing_leaves_for_an_address_before_the_code_of_its_letter_was_typed() -> None:
    ada = somebody()
    actor = actor_of(her_account(ada))
    choose_mail(ada, Wanted(address="ada@example.org", rhythm="at_once"), actor=actor)
    told(ada)
    [body] = sent(ada)
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", body)
    assert code is not None
    with pytest.raises(BadInputError):
        confirm_mail(ada, "ABCD-EFGH", actor=actor, at=LONG_BEFORE)
    confirm_mail(ada, f" {code[0].lower()} ", actor=actor, at=LONG_BEFORE)
    assert len(sent(ada)) == 2


def test_another_address_has_to_be_confirmed_again_and_another_hour_has_not() -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    actor = actor_of(account)
    later = Wanted(address="ADA@example.org", hour=7)
    assert choose_mail(ada, later, actor=actor).confirmed_at == LONG_BEFORE
    other = Wanted(address="feuillage@example.org")
    assert choose_mail(ada, other, actor=actor).confirmed_at is None


def test_who_stops_her_letters_leaves_no_address_behind() -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    assert stop_mail(ada, actor=actor_of(account)) is True
    assert mail_habit(ada) is None
    assert stop_mail(ada, actor=actor_of(account)) is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "ada"},
        {"rhythm": "hourly"},
        {"weekday": "lun"},
        {"hour": 24},
        {"quiet_from": -1},
        {"quiet_to": 24},
        {"quiet_days": ("sun", "lun")},
    ],
    ids=str,
)
def test_a_habit_that_cannot_be_is_refused_whole(wrong: Any) -> None:
    ada = somebody()
    actor = actor_of(her_account(ada))
    with pytest.raises(BadInputError):
        choose_mail(ada, Wanted(**{"address": "ada@example.org", **wrong}), actor=actor)
    assert not MailHabit.objects.for_hospital(ada.hospital_id).exists()


def test_how_news_come_is_chosen_by_the_person_alone() -> None:
    ada = somebody()
    wanted = Wanted(address="bo@example.org")
    for actor in (actor_of(her_account(somebody("B2"), "bo")), Actor("worker")):
        with pytest.raises(NotAllowedError):
            choose_mail(ada, wanted, actor=actor)

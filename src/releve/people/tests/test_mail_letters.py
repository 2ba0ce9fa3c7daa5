"""What leaves by e-mail, when, and under which name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.people.actions import (
    Wanted,
    ask_letters,
    choose_mail,
    close_account,
    news,
    read_notices,
)
from releve.people.models import MailHabit, Notice, Person
from releve.people.queries import actor_of, address_state
from releve.people.tests.news import (
    LONG_BEFORE,
    NOON,
    URGENT,
    by_mail,
    her_account,
    sent,
    somebody,
    told,
    without_the_code,
)
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "releve@example.org"


def rows(person: Person) -> list[Notice]:
    """Return what a person was told, as the table holds it."""
    return list(Notice.objects.for_hospital(person.hospital_id).filter(person=person))


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's clock stands at noon."""
    monkeypatch.setattr("releve.people.actions.letters.timezone.now", lambda: NOON)


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
@pytest.mark.parametrize("since", ["told", "read"])
def test_a_letter_that_tells_something_else_the_second_time_has_another_name(
    monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    ada = somebody()
    by_mail(her_account(ada))
    without_the_code()
    first = told(ada)
    told(ada, 2)

    def lost(*_given: Any, **_facts: Any) -> Any:
        raise OSError("the worker is lost between the server's answer and the commit")

    with monkeypatch.context() as patch:
        patch.setattr("releve.people.actions.letters.once", lost)
        sent(ada)
    if since == "told":
        told(ada, 3)
    else:
        read_notices(ada, keys=[first.pk], actor=HOUSE, at=NOON)
    Job.objects.filter(task__endswith="send_letter").update(run_after=Now())
    Worker().work_off()
    names = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert (len(names), len(set(names))) == (2, 2)


@pytest.mark.usefixtures("_clock")
def test_no_program_answers_a_letter_with_one_of_its_own() -> None:
    ada = somebody()
    account = her_account(ada)
    choose_mail(ada, Wanted(address="ada@example.org"), actor=actor_of(account))
    Worker().work_off()
    by_mail(account)
    told(ada)
    sent(ada)
    said = {letter.message()["Auto-Submitted"] for letter in mail.outbox}
    assert (len(mail.outbox), said) == (2, {"auto-generated"})


@pytest.mark.usefixtures("_clock")
def test_two_who_look_in_the_same_minute_ask_for_one_letter() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    told(ada)
    asked = [ask_letters(ada.hospital, actor=HOUSE, at=NOON) for _time in range(2)]
    assert asked == [1, 0]


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_letter_that_failed_for_good_is_asked_for_again_a_day_later(state: str) -> None:
    ada = somebody()
    by_mail(her_account(ada))
    told(ada)
    ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    Job.objects.update(state=state, ended_at=NOON)
    asked = [
        ask_letters(ada.hospital, actor=HOUSE, at=NOON + later)
        for later in (timedelta(minutes=5), timedelta(hours=23), timedelta(days=1))
    ]
    assert asked == [0, 0, 1]


@pytest.mark.usefixtures("_clock")
def test_a_letter_of_an_earlier_asking_is_none() -> None:
    ada = somebody()
    habit = by_mail(her_account(ada))
    without_the_code()
    told(ada)
    ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    MailHabit.objects.for_hospital(ada.hospital_id).filter(pk=habit.pk).update(letter_key="other")
    Worker().work_off()
    assert (mail.outbox, rows(ada)[0].mailed_at) == ([], None)


@pytest.mark.usefixtures("_clock")
def test_who_chooses_while_her_letter_is_asked_for_does_not_lose_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = somebody()
    account = her_account(ada)
    habit = by_mail(account)
    mine = MailHabit.objects.for_hospital(ada.hospital_id).filter(pk=habit.pk)

    held = news._held  # noqa: SLF001 - what stands between the reading and the saving

    def held_then_asked(person: Person) -> MailHabit | None:
        found = held(person)
        mine.update(letter_key="people.letter:meanwhile")
        return found

    monkeypatch.setattr("releve.people.actions.news._held", held_then_asked)
    choose_mail(ada, Wanted(address="ada@example.org", hour=7), actor=actor_of(account))
    assert mine.get().letter_key == "people.letter:meanwhile"


def test_a_look_takes_as_many_queries_for_one_who_has_no_news_as_for_five() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    with CaptureQueriesContext(connection) as one:
        ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    for number in range(4):
        by_mail(her_account(somebody(f"C{number}"), f"c{number}"))
    with CaptureQueriesContext(connection) as five:
        ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    assert (len(five), len(one)) == (len(one), len(one))


@pytest.mark.usefixtures("_clock")
def test_a_look_locks_nothing_for_news_that_wait_for_their_digest() -> None:
    ada = somebody()
    by_mail(her_account(ada), rhythm="daily", hour=18)
    told(ada)
    with CaptureQueriesContext(connection) as seen:
        assert ask_letters(ada.hospital, actor=HOUSE, at=NOON) == 0
    assert [one["sql"] for one in seen if "SAVEPOINT" in one["sql"] or "UPDATE" in one["sql"]] == []


# --- Addresses that are dead -------------------------------------------------------------------


def refusing(code: int) -> Callable[..., int]:
    """Return what a mail server does that will not have an address."""

    def send(letter: EmailMessage, **_options: Any) -> int:
        raise SMTPRecipientsRefused(dict.fromkeys(letter.to, (code, b"no such mailbox")))

    return send


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(("code", "is_dead"), [(550, True), (553, True), (450, False)])
def test_an_address_that_the_server_refuses_for_good_is_confirmed_no_longer(
    monkeypatch: pytest.MonkeyPatch, code: int, is_dead: bool
) -> None:
    ada = somebody()
    habit = by_mail(her_account(ada))
    without_the_code()
    told(ada)
    monkeypatch.setattr("releve.jobs.mail.EmailMessage.send", refusing(code))
    sent(ada)
    habit.refresh_from_db()
    state = "failed" if is_dead else "ready"
    assert Job.objects.get(task__endswith="send_letter").state == state
    assert (habit.confirmed_at is None, habit.refused_at is not None) == (is_dead, is_dead)
    assert address_state(habit) == ("refused" if is_dead else "confirmed")
    assert Entry.objects.filter(verb="people.mail.refuse").count() == int(is_dead)
    assert rows(ada)[0].mailed_at is None


def test_a_code_that_the_server_refuses_for_good_is_asked_for_again_by_herself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = somebody()
    actor = actor_of(her_account(ada))
    wanted = Wanted(address="ada@example.org")
    habit = choose_mail(ada, wanted, actor=actor)
    with monkeypatch.context() as patch:
        patch.setattr("releve.jobs.mail.EmailMessage.send", refusing(550))
        Worker().work_off()
    habit.refresh_from_db()
    assert address_state(habit) == "refused"
    assert address_state(choose_mail(ada, wanted, actor=actor)) == "coming"
    Worker().work_off()
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]


@pytest.mark.usefixtures("_clock")
def test_what_she_has_read_already_is_in_no_letter() -> None:
    ada = somebody()
    by_mail(her_account(ada))
    without_the_code()
    notice = told(ada)
    ask_letters(ada.hospital, actor=HOUSE, at=NOON)
    read_notices(ada, keys=[notice.pk], actor=HOUSE, at=NOON)
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
    assert mail.outbox[0].subject == "Relève\N{NO-BREAK SPACE}: 1 nouvelle"

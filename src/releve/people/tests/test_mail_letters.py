"""What leaves by e-mail, when, and under which name."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db.models.functions import Now
from pytest_django import Settings

from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.people.actions import ask_letters, close_account, read_notices
from releve.people.models import Notice, Person
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
        read_notices(ada, actor=HOUSE, at=NOON, only=first.pk)
    Job.objects.filter(task__endswith="send_letter").update(run_after=Now())
    Worker().work_off()
    names = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert (len(names), len(set(names))) == (2, 2)


@pytest.mark.usefixtures("_clock")
def test_no_program_answers_a_letter_with_one_of_its_own() -> None:
    ada = somebody()
    by_mail(her_account(ada))
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

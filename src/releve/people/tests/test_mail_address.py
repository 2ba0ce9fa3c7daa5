"""Her address: proved by a code, chosen and forgotten by herself."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.db.models.functions import Now
from pytest_django import Settings

from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.actions import (
    Wanted,
    ask_letters,
    choose_mail,
    close_account,
    confirm_mail,
    reopen_account,
    stop_mail,
)
from releve.people.models import MailHabit
from releve.people.queries import actor_of, mail_habit
from releve.people.tests.news import (
    LONG_BEFORE,
    NOON,
    by_mail,
    her_account,
    sent,
    somebody,
    told,
    without_the_code,
)
from releve.people.vocabulary import WEEKDAYS
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "releve@example.org"


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's clock stands at noon."""
    monkeypatch.setattr("releve.people.actions.letters.timezone.now", lambda: NOON)


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


def test_who_is_quiet_all_week_may_still_be_written_to_in_a_hurry() -> None:
    ada = somebody()
    actor = actor_of(her_account(ada))
    wanted = Wanted(address="ada@example.org", quiet_days=WEEKDAYS, urgent_in_quiet=True)
    assert choose_mail(ada, wanted, actor=actor).days == WEEKDAYS


def test_a_confirmed_address_that_is_replaced_is_told_once_and_then_forgotten() -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    without_the_code()
    for address in ("feuillage@example.org", "brume@example.org"):
        habit = choose_mail(ada, Wanted(address=address), actor=actor_of(account))
        assert "ada@" not in json.dumps(list(Job.objects.values_list("arguments")))
        Worker().work_off()
    farewells = [one for one in mail.outbox if one.to == ["ada@example.org"]]
    assert [one.subject for one in farewells] == ["Relève: this address is no longer used"]
    habit.refresh_from_db()
    assert habit.left_address == ""
    assert [one.to[0] for one in mail.outbox if one not in farewells] == [
        "feuillage@example.org",
        "brume@example.org",
    ]


def test_an_address_that_is_forgotten_or_taken_up_again_is_told_nothing() -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    without_the_code()
    for address in ("feuillage@example.org", "ada@example.org"):
        choose_mail(ada, Wanted(address=address), actor=actor_of(account))
    Worker().work_off()
    assert [one.subject for one in mail.outbox if "no longer" in one.subject] == []
    choose_mail(ada, Wanted(address="feuillage@example.org"), actor=actor_of(account))
    stop_mail(ada, actor=actor_of(account))
    mail.outbox.clear()
    Worker().work_off()
    assert mail.outbox == []


def test_an_address_that_cannot_be_told_is_forgotten_after_the_last_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    without_the_code()
    habit = choose_mail(ada, Wanted(address="feuillage@example.org"), actor=actor_of(account))

    def away(*_given: Any, **_options: Any) -> int:
        raise OSError("the mail server is away")

    monkeypatch.setattr("releve.jobs.mail.EmailMessage.send", away)
    Worker().work_off()
    habit.refresh_from_db()
    assert habit.left_address == "ada@example.org"
    Job.objects.filter(state="ready").update(run_after=Now(), most_attempts=2)
    Worker().work_off()
    habit.refresh_from_db()
    assert habit.left_address == ""


def test_closing_an_account_ends_the_letters_of_its_person_and_the_trail_knows_it() -> None:
    ada = somebody()
    account = her_account(ada)
    by_mail(account)
    close_account(account, actor=HOUSE)
    assert mail_habit(ada) is None
    assert Entry.objects.filter(verb="people.mail.stop").count() == 1
    reopen_account(account, actor=HOUSE)
    told(ada)
    assert ask_letters(ada.hospital, actor=HOUSE, at=NOON) == 0


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
        {"quiet_days": WEEKDAYS},
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

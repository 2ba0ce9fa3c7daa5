"""Her address: proved by a code, chosen and forgotten by herself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pytest_django import Settings

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.actions import Wanted, choose_mail, confirm_mail, stop_mail
from releve.people.models import MailHabit
from releve.people.queries import actor_of, mail_habit
from releve.people.tests.news import LONG_BEFORE, NOON, by_mail, her_account, sent, somebody, told

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

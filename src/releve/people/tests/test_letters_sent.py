"""Who looks for letters that are due: a worker by itself, and a verb for another rhythm."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from releve.jobs.known import declared, discover
from releve.kit.actors import HOUSE
from releve.kit.console import DONE
from releve.kit.verbs import run_verb
from releve.people.actions import delete_notices
from releve.people.cli import people
from releve.people.models import MailHabit, Notice
from releve.people.tasks import send_due_letters
from releve.people.tests.news import by_mail, her_account, somebody, told

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]
NEVER_QUIET = {"quiet_from": 8, "quiet_to": 8}
"""The real clock may stand in the night."""


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.org"


def something_due() -> None:
    """Tell something to somebody who wants it at once, at any hour."""
    ada = somebody()
    by_mail(her_account(ada), **NEVER_QUIET)
    just_now = timezone.now() - timedelta(minutes=1)
    MailHabit.objects.for_hospital(ada.hospital_id).update(confirmed_at=just_now)
    told(ada, at=just_now)


def by_hand(*words: str) -> int:
    """Run the verb."""
    return run_verb(people, ["notices", "send-due", *words], name="releve people")


def test_workers_look_every_five_minutes() -> None:
    discover()
    every = {one.task.module_path: one.every for one in declared()}
    assert every[send_due_letters.module_path] == timedelta(minutes=5)


def test_a_worker_and_the_verb_do_not_ask_for_the_same_letter_twice(capsys: Capture) -> None:
    something_due()
    assert send_due_letters.func() == 1
    assert by_hand("--json", "-") == DONE
    assert json.loads(capsys.readouterr().out) == {"letters": 0, "mail_is_set": True}


def test_the_verb_says_how_many_letters_it_hands_over(capsys: Capture) -> None:
    something_due()
    assert by_hand("--hospital", "CH-LUNE") == DONE
    assert capsys.readouterr().out == "1 letter is handed over.\n"


def test_the_verb_says_that_no_letter_can_leave(capsys: Capture, settings: Settings) -> None:
    something_due()
    settings.EMAIL_HOST = ""
    assert by_hand() == DONE
    assert "no letter leaves: see RELEVE_MAIL_URL" in capsys.readouterr().out


def test_news_of_before_a_day_go_and_those_of_that_day_stay() -> None:
    ada = somebody()
    day = date(2027, 3, 2)
    midnight = datetime(2027, 3, 2, tzinfo=ZoneInfo("Europe/Paris"))
    told(ada, 1, at=midnight - timedelta(seconds=1))
    told(ada, 2, at=midnight)
    assert delete_notices(ada.hospital, before=day, actor=HOUSE) == 1
    left = Notice.objects.for_hospital(ada.hospital_id)
    assert [one.facts["number"] for one in left] == [2]

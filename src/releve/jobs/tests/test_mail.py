"""Letters: sent by a worker, under one name each, forgotten once sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models.functions import Now
from pytest_django import Settings

from releve.jobs.mail import ask_mail, message_id
from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE

pytestmark = pytest.mark.django_db


def a_letter() -> Job:
    """Ask for a letter."""
    return ask_mail(HOUSE, to=["ana@example.org"], subject="Roster", body="It is there.")


def test_a_letter_sent_twice_has_one_name(settings: Settings, mailoutbox: list[Any]) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "releve@example.org"
    job = a_letter()
    kept = Job.objects.get(pk=job.pk).arguments
    assert Worker().work_off() == 1
    assert Job.objects.get(pk=job.pk).arguments == {}
    # As if the worker had been killed after the server's answer, before our own commit.
    Job.objects.filter(pk=job.pk).update(state="ready", arguments=kept, run_after=Now())
    Worker().work_off()
    names = [letter.message()["Message-ID"] for letter in mailoutbox]
    assert names == [message_id(job)] * 2
    assert names[0].endswith("@example.org>")
    assert message_id(a_letter()) != names[0]


def test_a_number_that_is_given_out_again_after_a_restore_names_another_letter() -> None:
    job = a_letter()
    # The backup that was put back did not know this letter: the next one takes its number.
    number, name = job.pk, message_id(job)
    job.delete()
    again = a_letter()
    later = again.asked_at + timedelta(days=1)
    Job.objects.filter(pk=again.pk).update(id=number, asked_at=later)
    assert message_id(Job.objects.get(pk=number)) != name


def test_a_letter_that_the_server_refuses_is_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: Any, **_options: Any) -> int:
        raise OSError("450 ana@example.org: try later")

    settings.EMAIL_HOST = "mail.example.org"
    monkeypatch.setattr("releve.jobs.mail.EmailMessage.send", refused)
    job = a_letter()
    Worker().work_off()
    seen = Job.objects.get(pk=job.pk)
    assert (seen.state, seen.fault, seen.arguments["kwargs"]["subject"]) == (
        "ready",
        "builtins.OSError",
        "Roster",
    )
    assert seen.said == ""
    assert mail.outbox == []


def test_without_a_mail_server_a_letter_fails_with_that_reason(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    job = a_letter()
    Worker().work_off()
    seen = Job.objects.get(pk=job.pk)
    assert (seen.state, seen.reason, seen.said) == ("failed", "gave_up", "no_mail_server")

"""The page of background work: who sees it, what it says, what its buttons do."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releve.jobs.actions import ask_job
from releve.jobs.cli import jobs
from releve.jobs.mail import ask_mail, send_mail
from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT
from releve.kit.verbs import run_verb
from releve.people.models import Account, Grant, Level
from releve.people.tests.builders import a_hospital

pytestmark = pytest.mark.django_db


def a_hospital_level() -> Level:
    """Save the hospital of the Moon and return its level."""
    a_hospital()
    return Level.objects.filter(kind="hospital").get()


def signed_in(function: str, level: Level, *, language: str = "en") -> Client:
    """Return the browser of somebody who has a function at a level."""
    account = Account.objects.create_user(function, name=function, hospital=level)
    Grant.objects.create(account=account, function=function, level=level, from_on=date(2020, 1, 1))
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


def a_letter(hospital: Level | None) -> Job:
    """Ask for a letter, for one hospital or above all."""
    facts = {"to": ["ana@example.org"], "subject": "s", "body": "b"}
    return ask_job(send_mail, facts, actor=HOUSE, hospital=hospital.pk if hospital else None)


def shown(client: Client, **headers: str) -> str:
    """Return the page."""
    return client.get("/jobs/", headers=headers).content.decode()


def test_without_jobs_the_page_says_so_in_both_languages() -> None:
    place = a_hospital_level()
    assert "Nothing is under way" in shown(signed_in("administrator", place))
    client = Client(headers={"accept-language": "fr"})
    client.force_login(Account.objects.get_by_natural_key("administrator"))
    assert "Aucune tâche n’est en cours" in shown(client)


def test_routine_work_is_shown_only_where_something_is_left_to_do() -> None:
    place = a_hospital_level()
    client = signed_in("administrator", place)
    job = a_letter(place)
    Job.objects.filter(pk=job.pk).update(key="periodic:a:60:1", state="done")
    assert "Letter by e-mail" not in shown(client)
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert "Letter by e-mail" in shown(client)


def test_a_failed_job_says_why_and_can_be_tried_again() -> None:
    place = a_hospital_level()
    client = signed_in("administrator", place)
    job = a_letter(place)
    Worker().work_off()
    page = shown(client)
    assert "No mail server is named; see RELEVE_MAIL_URL." in page
    assert ("Letter by e-mail" in page, f'action="/jobs/{job.pk}/retry"' in page) == (True, True)
    assert client.post(f"/jobs/{job.pk}/retry")["Location"] == "/jobs/"
    assert Job.objects.get(pk=job.pk).state == "ready"
    assert client.post(f"/jobs/{job.pk}/retry").status_code == 302  # too late, and no harm


def test_a_job_under_way_shows_how_far_it_is_and_can_be_cancelled() -> None:
    place = a_hospital_level()
    client = signed_in("administrator", place)
    job = a_letter(place)
    facts = {"state": "leased", "lease_until": timezone.now(), "percent": 40, "attempt": 2}
    Job.objects.filter(pk=job.pk).update(**facts)
    part = shown(client, **{"hx-request": "true", "hx-target": "jobs"})
    assert ('value="40"' in part, "attempt 2" in part, "<html" in part) == (True, True, False)
    client.post(f"/jobs/{job.pk}/cancel")
    page = shown(client)
    assert (Job.objects.get(pk=job.pk).cancel_asked, "ending" in page) == (True, True)
    assert f'action="/jobs/{job.pk}/cancel"' not in page


def test_jobs_of_another_hospital_or_above_are_not_there() -> None:
    place = a_hospital_level()
    client = signed_in("administrator", place)
    others = Level.objects.create(code="CH-MARS", kind="hospital", name="Mars")
    jobs = [a_letter(others), a_letter(None)]
    assert "Letter by e-mail" not in shown(client)
    for job in jobs:
        assert client.post(f"/jobs/{job.pk}/cancel").status_code == 404
        assert client.post(f"/jobs/{job.pk}/retry").status_code == 404
    assert {Job.objects.get(pk=job.pk).state for job in jobs} == {"ready"}


def test_who_may_not_see_jobs_is_refused() -> None:
    place = a_hospital_level()
    client = signed_in("ward_manager", place)
    job = a_letter(place)
    assert client.get("/jobs/").status_code == 404  # for her it is not there
    assert client.post(f"/jobs/{job.pk}/cancel").status_code == 403
    assert Client().get("/jobs/").status_code == 302


def test_the_page_takes_as_many_questions_for_many_jobs_as_for_one() -> None:
    place = a_hospital_level()
    client = signed_in("administrator", place)
    a_letter(place)
    shown(client)  # the first page of a session also writes when it began
    with CaptureQueriesContext(connection) as for_one:
        shown(client)
    for number in range(60):
        ask_mail(HOUSE, to=[], subject=str(number), body="", hospital=place.pk)
    with CaptureQueriesContext(connection) as for_many:
        page = shown(client)
    assert len(for_many) == len(for_one)
    assert page.count('class="job ready"') == 50
    assert "The newest 50 are shown." in page


def test_at_the_command_line_a_refusal_says_who_asked_what_it_takes_and_who_gives_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = a_hospital_level()
    Account.objects.create_user("clerk", name="Clerk", hospital=place)
    assert run_verb(jobs, ["list", "--as", "clerk"], name="releve jobs") == BAD_INPUT
    assert capsys.readouterr().err == (
        "Clerk may not do this: it needs jobs.see, which an administrator gives\n"
    )

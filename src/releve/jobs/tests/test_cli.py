"""The verbs of background work."""

from __future__ import annotations

import json
from typing import Any

import pytest

from releve.jobs.actions import ask_job
from releve.jobs.cli import jobs
from releve.jobs.models import Job
from releve.jobs.tests.samples import ends, nothing
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    """Run a verb and return its exit code."""
    return run_verb(jobs, words, name="releve jobs")


def facts(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what was printed as JSON."""
    return json.loads(capsys.readouterr().out)


def test_jobs_are_listed_with_why_they_failed(capsys: pytest.CaptureFixture[str]) -> None:
    job = ask_job(ends, {"how": "gave_up"}, actor=HOUSE)
    Worker().work_off()
    waiting = ask_job(nothing, {}, actor=HOUSE, hospital=3)
    assert run("list", "--json", "-") == DONE
    told = {line["job"]: line for line in facts(capsys)}
    assert (told[job.pk]["state"], told[job.pk]["sentence"]) == (
        "failed",
        "It cannot succeed: too_late.",
    )
    assert (told[waiting.pk]["hospital"], told[waiting.pk]["sentence"]) == (3, None)
    assert run("list", "--state", "failed") == DONE
    shown = capsys.readouterr().out
    assert (f"{job.pk}" in shown, "waiting" in shown) == (True, False)


def test_an_empty_list_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == DONE
    assert capsys.readouterr().out == "There is no background work.\n"


def test_a_job_is_cancelled_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    job = ask_job(nothing, {}, actor=HOUSE)
    assert run("cancel", str(job.pk), "--json", "-") == DONE
    assert facts(capsys)["state"] == "cancelled"
    assert run("cancel", str(job.pk)) == BAD_INPUT
    assert "has ended; there is nothing to cancel" in capsys.readouterr().err
    assert run("retry", str(job.pk)) == DONE
    assert run("retry", str(job.pk)) == BAD_INPUT
    assert "neither failed nor been cancelled" in capsys.readouterr().err
    assert Job.objects.get(pk=job.pk).state == "ready"


def test_a_job_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cancel", "999999") == BAD_INPUT
    assert capsys.readouterr().err == "there is no such job; see: releve jobs list\n"


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_when_nothing_is_due() -> None:
    job = ask_job(nothing, {}, actor=HOUSE)
    assert run("work", "--once") == DONE
    assert Job.objects.get(pk=job.pk).state == "done"

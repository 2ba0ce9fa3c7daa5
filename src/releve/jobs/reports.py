"""A job in words and as plain facts, the same for the terminal and for the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from releve.jobs.models import Job
from releve.kit.words import translator

_ = translator("releve.jobs")


def state_name(state: str) -> str:
    """Return what people call the state of a job."""
    names = {
        "ready": _("waiting"),
        "leased": _("under way"),
        "done": _("done"),
        "failed": _("failed"),
        "cancelled": _("cancelled"),
    }
    return names.get(state, state)


def task_name(task: str) -> str:
    """Return what people call a kind of work; its name in the code where nobody has said."""
    names = {
        "releve.roster.actions.search_job.search_roster": _("Search for a roster"),
        "releve.roster.tasks.close_silent_searches": _("Closing of interrupted searches"),
        "releve.roster.tasks.end_exchange_windows": _("Ending of offers whose time is over"),
        "releve.roster.tasks.judge_worked_days": _("Judgement of what was worked"),
        "releve.jobs.mail.send_mail": _("Letter by e-mail"),
        "releve.people.actions.codes.send_code": _("Code that proves an e-mail address"),
        "releve.people.actions.farewells.send_farewell": _("Word to an address that was replaced"),
        "releve.people.actions.letters.send_letter": _("Somebody’s news by e-mail"),
        "releve.people.tasks.send_due_letters": _("Looking for news due by e-mail"),
        "releve.jobs.tasks.forget_old_jobs": _("Clearing of old background work"),
    }
    return names.get(task, task)


def reason_sentence(job: Job) -> str:
    """Return in one sentence why a job failed; nothing where it has not."""
    sentences = {
        "lost": _.plural(
            "Its worker was interrupted {count} time; it was not tried further.",
            "Its workers were interrupted {count} times; it was not tried further.",
            job.attempt,
        ).format(count=job.attempt),
        "deadline": _("It could not begin before its time limit."),
        "unknown_task": _("This version of Relève does not know this work."),
        "gave_up": _given_up(job.said),
        "error": _("It went wrong ({fault}); the worker’s log says more.").format(
            fault=job.fault.rpartition(".")[2]
        ),
    }
    return sentences.get(job.reason, "")


def _given_up(said: str) -> str:
    sentences = {
        "no_mail_server": _("No mail server is named; see RELEVE_MAIL_URL."),
        "address_refused": _("The mail server refuses the address for good; its owner is told."),
        "search_ended": _("The search has ended; start another one on the roster’s page."),
        "search_lost": _("The search ended before its time; the best roster so far is kept."),
    }
    return sentences.get(said, _("It cannot succeed: {said}.").format(said=said.rstrip(".")))


def job_facts(job: Job) -> dict[str, Any]:
    """Return a job as JSON-ready facts, without its arguments: they may name people."""
    return {
        "job": job.pk,
        "task": job.task,
        "queue": job.queue,
        "state": job.state,
        "percent": job.percent,
        "stage": job.stage,
        "attempt": job.attempt,
        "most_attempts": job.most_attempts,
        "hospital": job.hospital,
        "actor": job.actor,
        "on_behalf_of": job.on_behalf_of,
        "cancel_asked": job.cancel_asked,
        "reason": job.reason,
        "sentence": reason_sentence(job) or None,
        "asked_at": _text(job.asked_at),
        "started_at": _text(job.started_at),
        "ended_at": _text(job.ended_at),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")

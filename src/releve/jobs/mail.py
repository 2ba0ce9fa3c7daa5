"""One letter by e-mail: at least once, always under the same Message-ID.

A mail server cannot be part of a transaction. Where the worker is lost between the server's
"accepted" and our commit, the letter goes out again, and the reader's program sees one letter. A
letter that says something else the second time has another name, or programs would drop it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC

from django.conf import settings
from django.core.mail import EmailMessage
from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError
from releve.jobs.models import Job
from releve.jobs.work import claim_of
from releve.kit.actors import Actor
from releve.kit.permissions import SIGNED_IN, needs


@task(
    queue_name="mail",
    takes_context=True,
    most_attempts=8,
    backoff_seconds=30.0,
    forgets_arguments=True,
)
def send_mail(context: TaskContext, *, subject: str, body: str, to: list[str]) -> None:
    """Send one letter; gives up where no mail server is named."""
    if not settings.EMAIL_HOST:
        raise GiveUpError("no_mail_server")
    post(context, subject=subject, body=body, to=to)


@needs(SIGNED_IN)
def ask_mail(
    actor: Actor,
    *,
    to: list[str],
    subject: str,
    body: str,
    hospital: int | None = None,
    key: str = "",
) -> Job:
    """Ask for a letter to be sent, in the caller's transaction; it leaves after the commit."""
    letter = {"subject": subject, "body": body, "to": to}
    return ask_job(send_mail, letter, actor=actor, hospital=hospital, key=key)


def post(context: TaskContext, *, subject: str, body: str, to: list[str], part: str = "") -> None:
    """Hand a letter to the mail server now, under the name of the job that runs; see message_id.

    No program answers it with a letter of its own, such as that its reader is away (RFC 3834).
    """
    name = message_id(Job.objects.get(pk=claim_of(context).pk), part=part)
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=to, headers=headers).send()


def message_id(job: Job, *, part: str = "") -> str:
    """Return the Message-ID of a job's letter: of this installation and this job alone.

    ``part``: what the letter tells, where a job finds that out anew at each attempt. A restored
    backup may give a number out again that a letter since then has had; when it was asked for
    tells the two apart.
    """
    asked = job.asked_at.astimezone(UTC).isoformat()
    told = f"{settings.SECRET_KEY}:{job.pk}:{asked}:{part}"
    digest = hashlib.sha256(told.encode()).hexdigest()[:20]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<job-{job.pk}.{digest}@{domain}>"

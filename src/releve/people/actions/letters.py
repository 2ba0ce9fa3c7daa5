"""News by e-mail: what is due is asked for, and a worker sends it.

A mail server can be part of no transaction. A letter is sent first, then what it told is marked
as mailed, together with the end of its job: where the worker is lost in between, the letter goes
out again under the same Message-ID as long as it tells the same, and never is one marked that did
not leave.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError
from releve.jobs.models import Job
from releve.jobs.queries import is_alive, job_under
from releve.jobs.work import claim_of, once
from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.actions.posting import post_to
from releve.people.letters import can_mail, news_letter
from releve.people.models import Level, MailHabit, Notice
from releve.people.queries import (
    check_home,
    due_by_mail,
    habits_with_news,
    language_of,
    mail_habits,
    notices_over,
)
from releve.trail.actions import note_change

ROWS_AT_ONCE = 500

REST_AFTER_FAILURE = timedelta(days=1)
"""How long nobody is written to after a letter to her has failed for good."""


@needs(Permission.OPERATE)
def ask_letters(hospital: Level, *, actor: Actor, at: datetime) -> int:
    """Ask for the letters that are due now at a hospital; return how many.

    None where the installation has no mail server: what waits stays, and stands on the pages.
    Somebody whose letter is being written already is left out. Raises NotAllowedError.
    """
    check_home(actor, Permission.OPERATE, hospital)
    if not can_mail():
        return 0
    # Looked at first without a lock: most have nothing due, and SQLite has one writer at a time.
    seen = [one for one in habits_with_news(hospital) if _due(one, at=at)]
    return sum(_ask_letter(habit, actor=actor, at=at) for habit in seen)


def _due(habit: MailHabit, *, at: datetime) -> list[Notice]:
    """Return what a letter is to be asked for now; none a day long after one that failed."""
    last = habit.letter_key
    if last and (is_alive(last) or _has_failed_since(last, at - REST_AFTER_FAILURE)):
        return []
    due = due_by_mail(habit, now=at)
    return due if due and language_of(habit.person) else []


def _has_failed_since(key: str, instant: datetime) -> bool:
    job = job_under(key)
    if job is None or job.state == "done" or job.ended_at is None:
        return False
    return job.ended_at > instant


def _ask_letter(seen: MailHabit, *, actor: Actor, at: datetime) -> bool:
    with transaction.atomic():
        # Held, so that two who look in the same minute ask for one letter.
        held = (
            mail_habits(seen.hospital_id).select_for_update(no_key=True).filter(pk=seen.pk).first()
        )
        due = _due(held, at=at) if held is not None else []
        if held is None or not due:
            return False
        # A key is done once, for ever: the next letter of hers, or the same after a failure,
        # needs another one.
        held.letter_key = f"people.letter:{held.pk}:{due[-1].pk}:{at.timestamp():.0f}"
        held.save(update_fields=["letter_key"])
        ask_job(
            send_letter,
            {"hospital": held.hospital_id, "habit": held.pk},
            actor=actor,
            hospital=held.hospital_id,
            key=held.letter_key,
        )
    return True


@task(queue_name="mail", takes_context=True, most_attempts=8, backoff_seconds=30.0)
def send_letter(context: TaskContext, *, hospital: int, habit: int) -> int:
    """Send one person what is due for her now; return how much that was.

    What she has read meanwhile, or what has come since, is seen now and not when it was asked.
    Where another letter was asked for since, this one is none.
    """
    if not can_mail():
        raise GiveUpError("no_mail_server")
    mine = mail_habits(hospital).filter(pk=habit, letter_key=_key_of(context))
    found = mine.select_related("person").first()
    due = due_by_mail(found, now=timezone.now()) if found else []
    language = language_of(found.person) if found else ""
    if found is None or not due or not language:
        return 0
    letter = news_letter(due, language=language)
    # By what it tells: what was read or came in since the attempt before makes another letter.
    part = ",".join(str(key) for key in sorted(one.pk for one in due))
    post_to(context, found, letter, part=part)
    with once(context) as effects:
        told = Notice.objects.for_hospital(hospital).filter(pk__in=[one.pk for one in due])
        effects.result = told.filter(mailed_at__isnull=True).update(mailed_at=timezone.now())
    return len(due)


def _key_of(context: TaskContext) -> str:
    return Job.objects.values_list("key", flat=True).get(pk=claim_of(context).pk)


@needs(Permission.PURGE)
def delete_notices(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete what a hospital's people were told before a day; return how many notices.

    Each batch is noted in the trail as a count. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    rows, count = notices_over(hospital, before=before), 0
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            Notice.objects.for_hospital(hospital).filter(pk__in=keys).delete()
            note_change(
                actor,
                "people.notice.purge",
                kind="hospital",
                key=hospital.pk,
                hospital=hospital.pk,
                after={"count": len(keys)},
            )
        count += len(keys)
    return count

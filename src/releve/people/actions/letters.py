"""News by e-mail: what is due is asked for, and a worker sends it.

A mail server can be part of no transaction. A letter is sent first, then what it told is marked
as mailed, together with the end of its job: where the worker is lost in between, the letter goes
out again under the same Message-ID as long as it tells the same, and never is one marked that did
not leave.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError
from releve.jobs.mail import post
from releve.jobs.queries import is_alive
from releve.jobs.work import once
from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.letters import can_mail, news_letter
from releve.people.models import Level, MailHabit, Notice
from releve.people.queries import check_home, due_by_mail, language_of, mail_habits, notices_over
from releve.trail.actions import note_change

ROWS_AT_ONCE = 500


@needs(Permission.OPERATE)
def ask_letters(hospital: Level, *, actor: Actor, at: datetime) -> int:
    """Ask for the letters that are due now at a hospital; return how many.

    None where the installation has no mail server: what waits stays, and stands on the pages.
    Somebody whose letter is being written already is left out. Raises NotAllowedError.
    """
    check_home(actor, Permission.OPERATE, hospital)
    if not can_mail():
        return 0
    return sum(_ask_letter(habit, actor=actor, at=at) for habit in mail_habits(hospital))


def _ask_letter(seen: MailHabit, *, actor: Actor, at: datetime) -> bool:
    with transaction.atomic():
        # Held, so that two who look in the same minute ask for one letter.
        held = mail_habits(seen.hospital_id).select_for_update().filter(pk=seen.pk).first()
        if held is None or (held.letter_key and is_alive(held.letter_key)):
            return False
        due = due_by_mail(held, now=at)
        if not due or not language_of(held.person):
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
    """
    if not can_mail():
        raise GiveUpError("no_mail_server")
    found = mail_habits(hospital).filter(pk=habit).select_related("person").first()
    due = due_by_mail(found, now=timezone.now()) if found else []
    language = language_of(found.person) if found else ""
    if found is None or not due or not language:
        return 0
    letter = news_letter(due, language=language)
    # By what it tells: what was read or came in since the attempt before makes another letter.
    part = ",".join(str(key) for key in sorted(one.pk for one in due))
    post(context, to=[found.address], part=part, **letter)
    with once(context) as effects:
        told = Notice.objects.for_hospital(hospital).filter(pk__in=[one.pk for one in due])
        effects.result = told.filter(mailed_at__isnull=True).update(mailed_at=timezone.now())
    return len(due)


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

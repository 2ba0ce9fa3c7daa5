"""A letter to a person's address, and what it means where the mail server will not have it."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.utils import timezone
from django_tasks.base import TaskContext

from releve.jobs.faults import GiveUpError
from releve.jobs.mail import post
from releve.jobs.work import held, worker_for
from releve.people.letters import Letter
from releve.people.models import MailHabit
from releve.trail.actions import note_change

REFUSED_FOR_GOOD = 500
"""The first of the codes by which a mail server says that trying again is of no use (RFC 5321)."""


def post_to(context: TaskContext, habit: MailHabit, letter: Letter, *, part: str = "") -> None:
    """Send a letter to the address of a habit; ``part`` as in ``message_id``.

    Where the server refuses the address for good, it counts as not confirmed from then on, and
    GiveUpError is raised: an address that is dead is not written to day after day.
    """
    try:
        post(context, to=[habit.address], part=part, **letter)
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        if not codes or min(codes) < REFUSED_FOR_GOOD:
            raise
        _note_refusal(context, habit)
        raise GiveUpError("address_refused") from refused


def _note_refusal(context: TaskContext, habit: MailHabit) -> None:
    mine = MailHabit.objects.for_hospital(habit.hospital_id).filter(pk=habit.pk)
    with held(context):
        # Another address may have been given while this one was tried.
        if mine.filter(address=habit.address).update(confirmed_at=None, refused_at=timezone.now()):
            note_change(
                worker_for(context),
                "people.mail.refuse",
                kind="mail",
                key=habit.person_id,
                hospital=habit.hospital_id,
            )

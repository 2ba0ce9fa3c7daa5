"""The one letter to an address that another one takes the place of: its owner learns of it.

Whoever finds a session open could have somebody's news sent elsewhere; the old address says so.
"""

from __future__ import annotations

from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError
from releve.jobs.mail import post
from releve.jobs.work import held, is_last_attempt, once
from releve.kit.actors import Actor
from releve.people.letters import can_mail, farewell_letter
from releve.people.models import MailHabit


def ask_farewell(habit: MailHabit, *, actor: Actor) -> None:
    """Ask for the letter to the address that a habit has left, in the caller's transaction."""
    facts = {"hospital": habit.hospital_id, "habit": habit.pk}
    ask_job(send_farewell, facts, actor=actor, hospital=habit.hospital_id)


@task(queue_name="mail", takes_context=True, most_attempts=8, backoff_seconds=30.0)
def send_farewell(context: TaskContext, *, hospital: int, habit: int) -> int:
    """Tell the address that was left that no news come there, and forget it.

    Returns how many letters that was: none where it is forgotten already, or in use again.
    """
    if not can_mail():
        raise GiveUpError("no_mail_server")
    rows = MailHabit.objects.for_hospital(hospital).filter(pk=habit).exclude(left_address="")
    found = rows.select_related("person").first()
    if found is None:
        return 0
    left = rows.filter(left_address=found.left_address)
    count = int(found.left_address.lower() != found.address.lower())
    if count:
        try:
            post(context, to=[found.left_address], **farewell_letter(found.person))
        except OSError:
            # Whatever a mail server refuses is one. An address that cannot be told is not kept.
            if is_last_attempt(context):
                with held(context):
                    left.update(left_address="")
            raise
    with once(context) as effects:
        left.update(left_address="")
        effects.result = count
    return count

"""The letter with the code that proves an address: asked for, and written when it leaves.

A job holds no address and no code, so that whoever forgets her address leaves none in a table of
background work; what it is to write to is read when it runs.
"""

from __future__ import annotations

from datetime import date

from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError
from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.people.actions.posting import post_to
from releve.people.letters import can_mail, code_letter
from releve.people.models import MailHabit
from releve.people.queries.codes import address_mark, code_jobs, code_key, has_left, mail_code

_ = translator("releve.people")

MOST_A_DAY = 5
"""Letters with a code that one person may have sent in a day, wherever they go."""


def ask_code(habit: MailHabit, *, actor: Actor, on: date) -> None:
    """Ask for the letter that proves an address, once a day; again where it did not leave.

    Called in the transaction that holds the person. Raises BadInputError above MOST_A_DAY.
    """
    last = code_jobs(habit.person, address=habit.address).first()
    if last is not None and last.is_live:
        return
    that_day = code_jobs(habit.person, on=on)
    of_address = code_jobs(habit.person, on=on, address=habit.address).first()
    if of_address is not None and has_left(of_address) and habit.refused_at is None:
        return
    count = that_day.count()
    if count >= MOST_A_DAY:
        message = _.plural(
            "{count} letter with a code was asked for today; wait until tomorrow for another one",
            "{count} letters with a code were asked for today; wait until tomorrow for another one",
            count,
        )
        raise BadInputError(message.format(count=count), place=Place(field="address"))
    ask_job(
        send_code,
        {
            "hospital": habit.hospital_id,
            "person": habit.person_id,
            "mark": address_mark(habit.address),
        },
        actor=actor,
        hospital=habit.hospital_id,
        key=code_key(habit, on=on, number=count + 1),
    )
    if habit.refused_at is not None:
        habit.refused_at = None
        habit.save(update_fields=["refused_at"])


@task(queue_name="mail", takes_context=True, most_attempts=8, backoff_seconds=30.0)
def send_code(context: TaskContext, *, hospital: int, person: int, mark: str) -> int:
    """Send the letter with the code, and return how many that was.

    None where she has forgotten the address meanwhile, named another one, or proved it.
    """
    if not can_mail():
        raise GiveUpError("no_mail_server")
    found = MailHabit.objects.for_hospital(hospital).filter(person=person).select_related("person")
    habit = found.filter(confirmed_at__isnull=True).first()
    if habit is None or address_mark(habit.address) != mark:
        return 0
    post_to(context, habit, code_letter(habit.person, mail_code(habit)))
    return 1

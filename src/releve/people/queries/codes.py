"""The code that proves an address, and what became of the letter that brings it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from releve.jobs.models import Job
from releve.people.models import MailHabit, Person

AddressState = Literal["confirmed", "coming", "failed", "refused"]


def mail_code(habit: MailHabit) -> str:
    """Return what a letter to her address holds, and whoever reads it types: eight letters.

    Forty bits of the house's key; another address has another one.
    """
    told = salted_hmac("releve.people.mail_code", f"{habit.person_id}:{habit.address.lower()}")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    number = int.from_bytes(told.digest()[:5], "big")
    return "".join(letters[(number >> (5 * at)) & 31] for at in range(8))


def address_mark(address: str) -> str:
    """Return by what a job knows an address again, without holding it: sixteen figures."""
    return salted_hmac("releve.people.mail_key", address.lower()).hexdigest()[:16]


def code_key(habit: MailHabit, *, on: date, number: int) -> str:
    """Return the key of a job that sends a code: the person, the address, which of that day."""
    mark = address_mark(habit.address)
    return f"{_begins(habit.person)}{mark}:{on.isoformat()}:{number}"


def code_jobs(person: Person, *, address: str = "", on: date | None = None) -> QuerySet[Job]:
    """Return the jobs that sent a person codes, the newest first; to one address, or of a day."""
    found = Job.objects.for_hospital(person.hospital_id).filter(key__startswith=_begins(person))
    if address:
        found = found.filter(key__contains=f":{address_mark(address)}:")
    if on is not None:
        found = found.filter(key__contains=f":{on.isoformat()}:")
    return found.order_by("-pk")


def has_left(job: Job) -> bool:
    """Whether a letter with a code has left: a job that found nothing to write sent none."""
    return job.state == "done" and job.result == 1


def address_state(habit: MailHabit) -> AddressState:
    """Return how it stands with an address: sure, its code on its way, not sent, or refused."""
    if habit.confirmed_at is not None:
        return "confirmed"
    if habit.refused_at is not None:
        return "refused"
    job = code_jobs(habit.person, address=habit.address).first()
    # A job that is no longer kept has ended long ago, and its letter has left.
    return "coming" if job is None or job.is_live or has_left(job) else "failed"


def _begins(person: Person) -> str:
    return f"people.mail_code:{person.pk}:"

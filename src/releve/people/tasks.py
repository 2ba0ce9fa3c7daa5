"""What of this room runs in the background: letters with people's news."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.people.actions.codes import send_code
from releve.people.actions.farewells import send_farewell
from releve.people.actions.letters import ask_letters, send_letter
from releve.people.models import Level

__all__ = ["send_code", "send_due_letters", "send_farewell", "send_letter"]


@task()
def send_due_letters() -> int:
    """Ask for the letters that are due now, everywhere; return how many."""
    hospitals = Level.objects.filter(kind="hospital").order_by("pk")
    return sum(ask_letters(place, actor=HOUSE, at=timezone.now()) for place in hospitals)


periodic(send_due_letters, every=timedelta(minutes=5))

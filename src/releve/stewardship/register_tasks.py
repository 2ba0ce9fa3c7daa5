"""What of the register runs in the background: reminders of what waits for an answer."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.stewardship.actions.declaring import remind_of_declarations

__all__ = ["remind_of_declared_tools"]


@task()
def remind_of_declared_tools() -> int:
    """Tell those who keep registers of declarations whose time ran out yesterday."""
    today = timezone.localdate()
    hospitals = Level.objects.filter(kind="hospital").order_by("pk")
    return sum(remind_of_declarations(one, actor=HOUSE, on=today) for one in hospitals)


periodic(remind_of_declared_tools, every=timedelta(days=1))

"""What of this room runs in the background: telling people that a proof runs out."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.training.actions.warning import warn_of_ends


@task()
def warn_before_ends() -> int:
    """Tell everybody whose proofs end within two weeks, everywhere; return how many people."""
    hospitals = Level.objects.filter(kind="hospital").order_by("pk")
    return sum(warn_of_ends(place, actor=HOUSE, at=timezone.now()) for place in hospitals)


periodic(warn_before_ends, every=timedelta(days=1))

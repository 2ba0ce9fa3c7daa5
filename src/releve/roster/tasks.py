"""What of this room runs in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.roster.actions.search_job import search_roster
from releve.roster.actions.searches import rescue_search
from releve.roster.queries.searches import silent_searches

__all__ = ["close_silent_searches", "search_roster"]


@task()
def close_silent_searches() -> int:
    """Close the searches that nobody will take up again, their best rosters saved."""
    hospitals = Level.objects.filter(kind="hospital")
    silent = [one for place in hospitals for one in silent_searches(place, at=timezone.now())]
    return sum(rescue_search(search, actor=HOUSE) for search in silent)


periodic(close_silent_searches, every=timedelta(minutes=1))

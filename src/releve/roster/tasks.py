"""What of this room runs in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.roster.actions.judging import judge_worked
from releve.roster.actions.search_job import search_roster
from releve.roster.actions.searches import rescue_search
from releve.roster.actions.windows import end_windows
from releve.roster.queries.searches import silent_searches

__all__ = ["close_silent_searches", "end_exchange_windows", "judge_worked_days", "search_roster"]

JUDGED_BACK = timedelta(days=35)
"""How far back a day's judgement looks: corrections come late."""


@task()
def close_silent_searches() -> int:
    """Close the searches that nobody will take up again, their best rosters saved."""
    hospitals = Level.objects.filter(kind="hospital")
    silent = [one for place in hospitals for one in silent_searches(place, at=timezone.now())]
    return sum(rescue_search(search, actor=HOUSE) for search in silent)


@task()
def end_exchange_windows() -> int:
    """End what time has overtaken among exchanges and open shifts; return how much that was."""
    units = Level.objects.filter(kind="unit", hospital__isnull=False).order_by("pk")
    told = [end_windows(one, actor=HOUSE, at=timezone.now()) for one in units]
    return sum(one.exchanges + one.filled + one.unfilled for one in told)


@task()
def judge_worked_days() -> int:
    """Judge what was worked everywhere in the last weeks; return how many breaches are new."""
    yesterday = timezone.localdate() - timedelta(days=1)
    units = Level.objects.filter(kind="unit", hospital__isnull=False).order_by("pk")
    told = (judge_worked(one, yesterday - JUDGED_BACK, yesterday, actor=HOUSE) for one in units)
    return sum(one.new for one in told)


periodic(judge_worked_days, every=timedelta(days=1))
periodic(end_exchange_windows, every=timedelta(minutes=15))
periodic(close_silent_searches, every=timedelta(minutes=1))

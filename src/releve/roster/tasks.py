"""What of this room runs in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
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

log = logging.getLogger(__name__)

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
    return _in_each_unit(_end_windows)


@task()
def judge_worked_days() -> int:
    """Judge what was worked everywhere in the last weeks; return how many breaches are new."""
    return _in_each_unit(_judge_worked)


def _end_windows(unit: Level) -> int:
    told = end_windows(unit, actor=HOUSE, at=timezone.now())
    return told.exchanges + told.filled + told.unfilled + told.ended


def _judge_worked(unit: Level) -> int:
    yesterday = timezone.localdate() - timedelta(days=1)
    return judge_worked(unit, yesterday - JUDGED_BACK, yesterday, actor=HOUSE).new


def _in_each_unit(step: Callable[[Level], int]) -> int:
    """Return what a step counts in all units; one where it fails stops none of the others.

    Raises the first failure once every unit has had its turn, so that the job is seen to fail.
    """
    count, failed = 0, []
    for unit in Level.objects.filter(kind="unit", hospital__isnull=False).order_by("pk"):
        try:
            count += step(unit)
        except Exception as error:  # whatever it is, the next unit has nothing to do with it
            log.exception("unit %s: left for the next time", unit.pk)
            failed.append(error)
    if failed:
        raise failed[0]
    return count


periodic(judge_worked_days, every=timedelta(days=1))
periodic(end_exchange_windows, every=timedelta(minutes=15))
periodic(close_silent_searches, every=timedelta(minutes=1))

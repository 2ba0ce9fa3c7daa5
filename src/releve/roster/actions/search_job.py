"""A search as a job: the worker's hands, and how a search that is lost ends.

What a search finds is saved together with the end of its job, so that a worker that was taken
for dead and is not can save nothing. A worker that closes keeps the best roster so far; where
there is none yet, another worker takes the search up.
"""

from __future__ import annotations

import time
from functools import partial

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError, HandBackError, LeaseLostError
from releve.jobs.work import held, is_cancelled, is_closing, once, tell, while_ours
from releve.kit.actors import Actor
from releve.kit.engines import Progress
from releve.kit.gates import operates
from releve.kit.permissions import Permission, needs
from releve.roster.actions.search_process import Hands, run_search
from releve.roster.actions.searches import ask_search, live_row
from releve.roster.gate import TOOL
from releve.roster.models import Roster, Search, Version
from releve.roster.queries.searches import job_key

TELL_SECONDS = 1.0


@needs(Permission.MANAGE_ROSTER)
@operates(TOOL)
def start_search(
    roster: Roster,
    *,
    actor: Actor,
    aim: str = "balanced",
    seconds: int = 60,
    reference: Version | None = None,
) -> Search:
    """Ask the workers for a search and return it; a live one is returned instead.

    Search and job are written together. Raises as ``ask_search`` does.
    """
    with transaction.atomic():
        search, is_new = ask_search(
            roster, actor=actor, aim=aim, seconds=seconds, reference=reference
        )
        if is_new:
            ask_job(
                search_roster,
                {"hospital": search.hospital_id, "search": search.pk},
                actor=actor,
                hospital=search.hospital_id,
                key=job_key(search),
            )
    return search


@task(queue_name="searches", takes_context=True, most_attempts=3, backoff_seconds=1.0)
def search_roster(context: TaskContext, hospital: int, search: int) -> None:
    """Search until done, out of time or stopped; gives up where the search has ended.

    What goes wrong closes the search as lost: the same would happen again.
    """
    found = Search.objects.for_hospital(hospital).filter(pk=search).first()
    if found is None or not found.is_live:
        raise GiveUpError("search_ended")
    hands = Hands(
        ending=partial(once, context),
        keeping=partial(held, context),
        ours=partial(while_ours, context),
        resumes=True,
        is_closing=partial(is_closing, context),
    )
    try:
        run_search(
            found, hear=_teller(context, found), asked=partial(is_cancelled, context), hands=hands
        )
    except HandBackError:
        with held(context):  # where it is another worker's by now, that one's row is left alone
            live_row(found).update(state="waiting", heard_at=timezone.now())
        raise
    except (LeaseLostError, DatabaseError):
        raise  # another worker has it, or it is tried again
    except Exception as error:
        raise GiveUpError("search_lost") from error


class _teller:  # noqa: N801 - used as a function
    """Passes a search's progress on to its job, about once a second."""

    def __init__(self, context: TaskContext, search: Search) -> None:
        self.context, self.seconds = context, max(1, search.seconds)
        self.began = time.monotonic() - search.elapsed_seconds
        self.told = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self.told >= TELL_SECONDS:
            self.told = now
            share = 100 * (now - self.began) / self.seconds
            try:
                tell(self.context, percent=min(99.0, share), stage=progress.stage)
            except DatabaseError:
                connection.close()  # busy, or gone and back: the next turn tells it

"""One job run by one worker: called, and its way of ending written down."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from django_tasks.utils import normalize_json

from releve.jobs import claims
from releve.jobs.claims import Claim
from releve.jobs.faults import CancelledError, GiveUpError, HandBackError, LeaseLostError
from releve.jobs.known import task_named
from releve.jobs.work import context_for

LOGGER = logging.getLogger(__name__)

BREATH_SECONDS = 0.3
"""How long a database that does not answer is left alone before it is asked again."""


def run_claim(claim: Claim) -> None:
    """Run a claimed job to its end and write down how it ended; whatever happens, return."""
    try:
        _ended(claim)
    except LeaseLostError:
        LOGGER.warning(
            "job %s: taken up by another worker; nothing of attempt %s is saved",
            claim.pk,
            claim.attempt,
        )
    except DatabaseError:
        LOGGER.exception("job %s: its end cannot be written; it is tried again", claim.pk)
        connection.close()


def _ended(claim: Claim) -> None:
    task = task_named(claim.task)
    if task is None:
        unknown = LookupError(claim.task)
        _insist(claim, lambda: claims.fail(claim, reason="unknown_task", error=unknown))
        return
    context = context_for(task, claim)
    result = context.task_result
    first = (context,) if task.takes_context else ()
    try:
        value = normalize_json(task.call(*first, *result.args, **result.kwargs))
    except LeaseLostError:
        raise
    except HandBackError:
        _insist(claim, lambda: claims.hand_back(claim))
    except CancelledError:
        _insist(claim, lambda: claims.cancel(claim))
    except GiveUpError as error:
        told = error
        LOGGER.warning("job %s (%s): given up, %s", claim.pk, claim.task, error.code)
        _insist(claim, lambda: claims.fail(claim, reason="gave_up", error=told))
    except Exception as error:
        wrong = error
        LOGGER.exception("job %s (%s): attempt %s went wrong", claim.pk, claim.task, claim.attempt)
        _insist(claim, lambda: claims.try_again(claim, error=wrong))
    else:
        if not claim.is_done:
            forgets = task.forgets_arguments
            _insist(claim, lambda: claims.finish(claim, result=value, forgets=forgets))


def _insist(claim: Claim, write: Callable[[], None]) -> None:
    """Write an end, again where the database is away, as long as the lease may be ours."""
    while True:
        try:
            with transaction.atomic():
                write()
        except DatabaseError:
            if claim.is_lost():
                raise
            connection.close()
            time.sleep(BREATH_SECONDS)
        else:
            return

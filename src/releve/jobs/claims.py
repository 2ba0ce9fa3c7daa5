"""Who holds a job: taken, kept, let go, ended; each in one statement that goes by the token.

Every instant is the database's own, so that machines whose clocks differ agree on a lease. A
claim's ``attempt`` is its fencing token: whatever a job writes last names it, in the transaction
of its effects, so that a worker that slept through its lease can save nothing.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from releve.jobs.faults import GiveUpError, LeaseLostError
from releve.jobs.models import Job

LONGEST_BACKOFF_SECONDS = 3600.0
SAID_CHARACTERS = 500

_NOW = {
    "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')",
    "postgresql": "STATEMENT_TIMESTAMP()",
}
_LATER = {
    "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', %s || ' seconds')",
    "postgresql": "STATEMENT_TIMESTAMP() + MAKE_INTERVAL(secs => %s)",
}
# SQLite has one writer at a time, so nobody is skipped there.
_SKIP = {"sqlite": "", "postgresql": "FOR UPDATE SKIP LOCKED"}

_CLAIM = """
UPDATE jobs_job
   SET state = 'leased', attempt = attempt + 1, worker = %s, percent = NULL, stage = '',
       lease_until = {later}, heartbeat_at = {now}, tried_at = {now},
       started_at = COALESCE(started_at, {now})
 WHERE state = 'ready' AND id = (
       SELECT id FROM jobs_job
        WHERE state = 'ready' AND queue IN ({queues}) AND run_after <= {now}
          AND (deadline IS NULL OR deadline > {now})
        ORDER BY priority DESC, run_after, id LIMIT 1 {skip})
RETURNING id, attempt, task, queue, arguments, hospital, actor, on_behalf_of
"""


@dataclass
class Claim:
    """A job in the hands of one worker, and what the worker has heard about it since.

    ``sure_until`` is on this machine's own steady clock: beyond it the lease may be lost even
    where the database does not answer. ``cancelled``: somebody asked the job to end.
    """

    pk: int
    attempt: int
    task: str
    queue: str
    arguments: dict[str, Any]
    hospital: int | None
    actor: str
    on_behalf_of: str
    worker: str
    sure_until: float
    cancelled: threading.Event = field(default_factory=threading.Event)
    lost: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False

    def is_lost(self) -> bool:
        """Whether somebody else may hold the job by now."""
        return self.lost.is_set() or time.monotonic() > self.sure_until


def claim_next(worker: str, *, queues: Sequence[str], lease_seconds: float) -> Claim | None:
    """Take the most urgent job that is due, or return nothing."""
    if not queues or not _something_ready(queues):
        return None  # a look costs SQLite no write lock
    vendor = connection.vendor
    sql = _CLAIM.format(
        now=_NOW[vendor],
        later=_LATER[vendor],
        skip=_SKIP[vendor],
        queues=", ".join(["%s"] * len(queues)),
    )
    before = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(sql, [worker, lease_seconds, *queues])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, attempt, task, queue, arguments, hospital, actor, asker = row
    return Claim(
        pk=pk,
        attempt=attempt,
        task=task,
        queue=queue,
        arguments=json.loads(arguments) if isinstance(arguments, str) else arguments,
        hospital=hospital,
        actor=actor,
        on_behalf_of=asker,
        worker=worker,
        sure_until=before + lease_seconds,
    )


def _something_ready(queues: Sequence[str]) -> bool:
    ready = Job.objects.filter(state="ready", run_after__lte=Now(), queue__in=queues)
    return ready.exists()


def keep_claims(claims: Iterable[Claim], *, lease_seconds: float) -> None:
    """Prolong the leases of claims, and tell each what became of its job."""
    mine = {claim.pk: claim for claim in claims}
    if not mine:
        return
    before = time.monotonic()
    with transaction.atomic():
        # A job whose effects are just being saved has its row locked: skipped, not waited for.
        free = Job.objects.filter(pk__in=mine, state="leased", lease_until__gt=Now())
        rows = free.select_for_update(skip_locked=True).values_list("pk", "attempt")
        kept = [pk for pk, attempt in rows if mine[pk].attempt == attempt]
        if kept:
            until = Now() + timedelta(seconds=lease_seconds)
            Job.objects.filter(pk__in=kept).update(lease_until=until, heartbeat_at=Now())
    for pk in kept:
        mine[pk].sure_until = before + lease_seconds
    hear_claims(mine.values())


def hear_claims(claims: Iterable[Claim]) -> None:
    """Tell each claim whether its job was taken away or asked to end; one read."""
    mine = {claim.pk: claim for claim in claims}
    found = Job.objects.filter(pk__in=mine).values_list("pk", "state", "attempt", "cancel_asked")
    seen = set()
    for pk, state, attempt, is_asked in found:
        seen.add(pk)
        claim = mine[pk]
        if attempt != claim.attempt or (state != "leased" and not claim.is_done):
            claim.lost.set()
        if is_asked:
            claim.cancelled.set()
    for pk in mine.keys() - seen:
        mine[pk].lost.set()


def hold(claim: Claim) -> None:
    """Keep a job's row for this transaction; raises LeaseLostError where it is not ours."""
    if not Job.objects.held(claim.pk, claim.attempt).update(heartbeat_at=Now()):
        claim.lost.set()
        raise LeaseLostError(f"job {claim.pk}: attempt {claim.attempt} holds it no longer")


def finish(claim: Claim, *, result: Any = None, forgets: bool = False) -> None:
    """Mark a job as done; raises LeaseLostError where it is not ours."""
    facts: dict[str, Any] = {"arguments": {}} if forgets else {}
    # What an earlier try went wrong on is over.
    _end(claim, "done", result=result, percent=100, fault="", said="", **facts)


def fail(claim: Claim, *, reason: str, error: BaseException) -> None:
    """Mark a job as failed for good; raises LeaseLostError where it is not ours."""
    _end(claim, "failed", reason=reason, **_told(error))


def cancel(claim: Claim) -> None:
    """Mark a job as cancelled, once it has noticed; raises LeaseLostError where it is not ours."""
    _end(claim, "cancelled")


def try_again(claim: Claim, *, error: BaseException) -> None:
    """Put a job that went wrong back with a pause, or fail it where it had its tries."""
    job = Job.objects.filter(pk=claim.pk).only("most_attempts", "backoff_seconds").first()
    if job is None or claim.attempt >= job.most_attempts:
        fail(claim, reason="error", error=error)
        return
    later = pause(job.backoff_seconds, claim.attempt)
    # SQLite compares instants as text, and a sum of two has more figures: due a moment too late.
    _release(claim, run_after=Now() + later if later else Now(), **_told(error))


def hand_back(claim: Claim) -> None:
    """Put a job back in the queue as it was; the try does not count."""
    _release(claim, most_attempts=F("most_attempts") + 1)


def pause(backoff_seconds: float, attempt: int) -> timedelta:
    """Return how long to wait after an attempt: twice as long each time, an hour at most."""
    doubled = backoff_seconds * 2.0 ** min(attempt - 1, 30)
    return timedelta(seconds=min(doubled, LONGEST_BACKOFF_SECONDS))


def reap() -> int:
    """Take up what nobody holds any more, end what is too late; return how many jobs changed.

    What is taken up again keeps its place in the queue: it was due before.
    """
    gone = Q(state="leased", lease_until__lte=Now())
    late = Q(state="ready", deadline__lte=Now())
    if not Job.objects.filter(gone | late).exists():
        return 0  # a look costs SQLite no write lock
    ended = {"ended_at": Now(), "lease_until": None}
    with transaction.atomic():
        # A row whose effects are just being saved is locked: skipped, not waited for.
        rows = Job.objects.filter(gone).select_for_update(skip_locked=True)
        lost = Job.objects.filter(pk__in=list(rows.values_list("pk", flat=True)), state="leased")
        changed = lost.filter(cancel_asked=True).update(state="cancelled", **ended)
        too_late = lost.filter(deadline__lte=Now())
        changed += too_late.update(state="failed", reason="deadline", **ended)
        spent = lost.filter(attempt__gte=F("most_attempts"))
        changed += spent.update(state="failed", reason="lost", **ended)
        changed += lost.update(state="ready", lease_until=None)  # in its old place
    changed += Job.objects.filter(late).update(state="failed", reason="deadline", **ended)
    return changed


def _end(claim: Claim, state: str, **facts: Any) -> None:
    held = Job.objects.held(claim.pk, claim.attempt)
    if not held.update(state=state, ended_at=Now(), lease_until=None, **facts):
        claim.lost.set()
        raise LeaseLostError(f"job {claim.pk}: attempt {claim.attempt} holds it no longer")


def _release(claim: Claim, **facts: Any) -> None:
    held = Job.objects.held(claim.pk, claim.attempt)
    if not held.update(state="ready", lease_until=None, **facts):
        claim.lost.set()
        raise LeaseLostError(f"job {claim.pk}: attempt {claim.attempt} holds it no longer")


def _told(error: BaseException) -> dict[str, str]:
    """Return what is kept of an error: its class, and the words of our own alone.

    What a mail server or a library says may name people; the worker's log says it, and not this.
    """
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    said = str(error).strip()[:SAID_CHARACTERS] if isinstance(error, GiveUpError) else ""
    return {"fault": name[:200], "said": said}

"""A worker: some threads that take jobs and run them, and one that keeps their leases.

The keeper also takes up what other workers lost and starts what is to run now and then, so that
one worker, any one, is enough for everything to go on.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, connection

from releve.jobs.claims import Claim, claim_next, hear_claims, keep_claims, reap
from releve.jobs.known import discover
from releve.jobs.running import run_claim
from releve.jobs.timetable import start_due
from releve.jobs.vocabulary import LONG_QUEUES, QUEUES

LOGGER = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""How often a worker that has nothing to do looks for work."""

TICK_SECONDS = 0.5
"""How often the keeper listens for its jobs."""

REAP_SECONDS = 1.0


def worker_name() -> str:
    """Return a name that no other worker has, on any machine."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"


@dataclass
class Worker:
    """Takes jobs of some queues and runs them, ``threads`` at a time.

    ``lease_seconds``: how long a job stays ours without our being heard of.
    """

    queues: Sequence[str] = QUEUES
    threads: int = 1
    lease_seconds: float = 0.0
    name: str = field(default_factory=worker_name)
    jobs_run: int = 0
    _closing: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)
    _held: dict[int, Claim] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _started: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lease_seconds = self.lease_seconds or settings.JOBS_LEASE_SECONDS

    def run(self, *, once: bool = False) -> int:
        """Work until told to close, or with ``once`` until nothing is due; return the count."""
        discover()
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        runners = [
            threading.Thread(
                target=self._work,
                args=(self._queues_of(number), once),
                name=f"runner {number}",
                daemon=True,
            )
            for number in range(self.threads)
        ]
        for thread in (keeper, *runners):
            thread.start()
        try:
            for thread in runners:
                while thread.is_alive():  # a join without end would hold signals up
                    thread.join(0.2)
        finally:
            self.close()
            self._over.set()
            keeper.join(self.lease_seconds)
        return self.jobs_run

    def close(self) -> None:
        """Take nothing new; what runs is told, and ends soon or is handed back."""
        self._closing.set()
        with self._lock:
            for claim in self._held.values():
                claim.closing.set()

    def work_off(self) -> int:
        """Run what is due now in this very thread, without a keeper; return how many jobs."""
        discover()
        before = self.jobs_run
        while self._one():
            pass
        return self.jobs_run - before

    def _queues_of(self, number: int) -> Sequence[str]:
        """Return what a thread takes: of several, the first leaves long work to the others."""
        short = tuple(queue for queue in self.queues if queue not in LONG_QUEUES)
        return short if short and number == 0 and self.threads > 1 else self.queues

    def _work(self, queues: Sequence[str], once: bool) -> None:
        try:
            while not self._closing.is_set():
                try:
                    found = self._one(queues)
                except DatabaseError:
                    LOGGER.warning("the database does not answer; the worker goes on asking")
                    connection.close()
                    self._closing.wait(1.0)
                    continue
                if not found and once:
                    return
                if not found:
                    self._closing.wait(POLL_SECONDS)
        finally:
            connection.close()

    def _one(self, queues: Sequence[str] | None = None) -> bool:
        taken = self.queues if queues is None else queues
        claim = claim_next(self.name, queues=taken, lease_seconds=self.lease_seconds)
        if claim is None:
            return False
        with self._holding(claim):
            run_claim(claim)
        return True

    @contextmanager
    def _holding(self, claim: Claim) -> Iterator[None]:
        with self._lock:
            self._held[claim.pk] = claim
            if self._closing.is_set():
                claim.closing.set()
        try:
            yield
        finally:
            with self._lock:
                if self._held.get(claim.pk) is claim:
                    del self._held[claim.pk]
                self.jobs_run += 1

    def _keep(self) -> None:
        kept_at = reaped_at = time.monotonic()
        while not self._over.wait(TICK_SECONDS):
            now = time.monotonic()
            try:
                with self._lock:
                    mine = list(self._held.values())
                if now - kept_at >= self.lease_seconds / 5:
                    keep_claims(mine, lease_seconds=self.lease_seconds)
                    kept_at = now
                elif mine:
                    hear_claims(mine)
                if now - reaped_at >= REAP_SECONDS:
                    reap()
                    self._started = start_due(self._started)
                    reaped_at = now
            except DatabaseError:
                connection.close()  # busy, or gone and back: the next turn does it all
        connection.close()

"""The second hand of the trail: a thread that seals while a server or a worker runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection

from releve.trail.actions.sealing import seal_due

EACH_SECONDS = 1.0

log = logging.getLogger(__name__)


class Sealer:
    """Seals each second until it is stopped, and once more then."""

    def __init__(self, *, each_seconds: float = EACH_SECONDS) -> None:
        self.each_seconds = each_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trail-sealer", daemon=True)
        self._last_fault = ""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Seal what is left and end; the caller waits."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopped.wait(self.each_seconds):
                self._seal()
            self._seal()
        finally:
            connection.close()

    def _seal(self) -> None:
        close_old_connections()
        try:
            seal_due()
        except Exception as fault:  # noqa: BLE001 - what is open stays open; the next second tries again
            self._say(fault)
        else:
            self._last_fault = ""

    def _say(self, fault: Exception) -> None:
        # Once for each new fault: a database that is away for an hour is one line.
        said = f"{type(fault).__name__}: {fault}"
        if said != self._last_fault:
            log.warning("the audit trail could not be sealed: %s", said)
        self._last_fault = said


@contextmanager
def kept_sealed() -> Iterator[None]:
    """Seal each second while the block runs, and once more at its end."""
    stop = start_sealing()
    try:
        yield
    finally:
        stop()


def seal_at_the_end() -> None:
    """Seal what a verb has left open; its work is done and stays done, whatever happens here."""
    try:
        seal_due()
    except Exception as fault:  # noqa: BLE001 - see above; the next seal takes it up
        log.warning("the audit trail could not be sealed: %s: %s", type(fault).__name__, fault)


def start_sealing() -> Callable[[], None]:
    """Begin to seal each second, and return what ends it after a last seal."""
    sealer = Sealer()
    sealer.start()
    return sealer.stop

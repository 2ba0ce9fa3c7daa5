"""Child processes that an interrupt from the keyboard does not end half awake.

A terminal sends Ctrl-C to the whole group: the parent answers it, and the child must not die of
it before it has said how it wants to be stopped.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold interrupts back while a child is started: it inherits that, and undoes it itself."""
    # Python's own tracker, were it to start in between, would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_interrupts() -> None:
    """Leave interrupts to the parent from now on; to be called first thing in the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

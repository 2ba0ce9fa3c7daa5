"""The sign to stop, heard in whichever thread the system delivers it.

Python runs a signal's handler in the main thread alone, and that one may sleep in a lock that
the signal does not wake when another thread received it. A byte in a pipe wakes a thread of ours.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from types import FrameType

TO_STOP = frozenset({signal.SIGINT, signal.SIGTERM})


def when_told_to_stop(stop: Callable[[], None], *, or_ready: int | None = None) -> None:
    """Call ``stop`` once, in a thread of its own, at the first Ctrl-C or SIGTERM.

    Also where the descriptor ``or_ready`` becomes readable. To be called in the main thread;
    handlers of the two signals must be Python functions, ``unheard`` where nothing else is due.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    watched = [reader] if or_ready is None else [reader, or_ready]

    def listen() -> None:
        while True:
            ready = wait(watched)
            if or_ready in ready or TO_STOP & set(os.read(reader, 64)):
                stop()
                return

    threading.Thread(target=listen, name="releve-signals", daemon=True).start()


def unheard(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the byte in the pipe says it all."""

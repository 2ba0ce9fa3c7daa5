"""One process that answers pages: what it loads, what goes on beside, and when it must end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import ExitStack
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from types import FrameType
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from granian import _signals
from granian._granian import WorkerSignal

from releve.house.monitoring.logs import keep_values_out
from releve.kit.companions import accompanied

LAST = 10
"""Order among what multiprocessing ends at the end of a process: before its own tidying."""


def application() -> WSGIHandler:
    """Return the pages, in a process begun for them; called once in each.

    The companions of each process are started, and end with it.
    """
    _end_with_parent()
    _signals.set_sync_signals = _stop_at_first_signal
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.house.settings")
    pages = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - loads every page now, not while somebody waits
    # Only now: what the rooms bring leans on Django being awake.
    from releve.house.contributions import COMPANIONS  # noqa: PLC0415 - see above

    keep_values_out()
    stack = ExitStack()
    stack.enter_context(accompanied(COMPANIONS, beside="worker"))
    Finalize(None, stack.close, exitpriority=LAST)
    return pages


def _stop_at_first_signal() -> WorkerSignal:
    """Return granian's sign to stop, given by the first signal alone.

    Ctrl-C reaches every process of a terminal, and the server passes it on: the second signal
    would find granian inside the lock that the first one took, and the process would hang.
    """
    sign = WorkerSignal()

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        sign.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return sign


def _end_with_parent() -> None:
    """End this process when the one that began it is gone, killed perhaps: the port is its."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel: Any = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="releve-parent", daemon=True).start()

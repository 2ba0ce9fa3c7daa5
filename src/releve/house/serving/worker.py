"""One process that answers pages: what it loads, what goes on beside, and when it must end."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import ExitStack
from multiprocessing.util import Finalize

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from granian import _signals
from granian._granian import WorkerSignal

from releve.house.monitoring.logs import keep_values_out
from releve.house.serving.signals import TO_STOP, unheard, when_told_to_stop
from releve.kit.companions import accompanied

LAST = 10
"""Order among what multiprocessing ends at the end of a process: before its own tidying."""


def application() -> WSGIHandler:
    """Return the pages, in a process begun for them; called once in each.

    The companions of each process are started, and end with it.
    """
    # Ctrl-C reaches every process of a terminal; the one that began this one passes it on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _signals.set_sync_signals = _sign_to_stop  # its own may hang where two signals come together
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


def _sign_to_stop() -> WorkerSignal:
    """Return granian's sign to stop: given by a signal, or when the server itself is gone.

    A server that was killed leaves its processes behind, and they would keep its port.
    """
    sign = WorkerSignal()
    parent = multiprocessing.parent_process()
    for number in TO_STOP:
        signal.signal(number, unheard)
    when_told_to_stop(sign.set, or_ready=parent.sentinel if parent else None)
    return sign

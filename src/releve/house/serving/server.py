"""The processes that answer pages: granian's, begun, watched and ended.

Each is started afresh (never forked), so that it inherits no connection and no lock; one that
dies is replaced; none outlives the process that began it.
"""

from __future__ import annotations

import http.client
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import cpu_count, set_start_method
from typing import Any

from django.conf import settings
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from releve.house.serving.signals import when_told_to_stop
from releve.house.serving.worker import application
from releve.kit.companions import Companion, accompanied
from releve.kit.faults import BadInputError
from releve.kit.words import translator

log = logging.getLogger(__name__)

_ = translator("releve.house")

THREADS = min(8, 2 * cpu_count() + 1)
"""Pages that one process makes at once; each holds a connection to the database."""

STOP_SECONDS = 10
"""How long pages that are being made may still take when the server is told to stop."""

LOOK_EVERY_SECONDS = 0.05

MOST_ENDS, ENDS_WITHIN_SECONDS = 5, 60.0
"""How often within so many seconds the pages may end by themselves before the server gives up."""

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - named, not listened at


@dataclass(frozen=True)
class Place:
    """Where pages are served, and by how many processes."""

    host: str
    port: int
    workers: int = 1

    @property
    def address(self) -> str:
        """The address as one writes it in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def serve_pages(
    place: Place, *, companions: Iterable[Companion], when_answering: Callable[[], None]
) -> None:
    """Serve until Ctrl-C or SIGTERM, then let pages end; ``when_answering`` is called once.

    Raises BadInputError where the processes end by themselves before any page was answered, and
    RuntimeError where they end later.
    """
    ended = threading.Event()
    answered = threading.Event()

    def watch() -> None:
        if _await_answer(place, ended):
            answered.set()
            when_answering()

    with (
        tempfile.TemporaryDirectory(prefix="releve-metrics-") as figures,
        accompanied(companions, beside="server"),
    ):
        # Read by prometheus_client when the processes begin: they count into one folder.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
        watcher = threading.Thread(target=watch, name="releve-watch", daemon=True)
        watcher.start()
        try:
            _serve_on(place, answered)
        finally:
            ended.set()
            watcher.join()
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


def _serve_on(place: Place, answered: threading.Event) -> None:
    """Serve until told to stop, beginning again where all processes of pages ended at once.

    granian gives up as soon as a process dies twice within seconds, as when memory is short.
    A hospital's pages come back by themselves, unless they end again and again.
    """
    running: list[Any] = []
    told = threading.Event()

    def stop() -> None:
        told.set()
        running[-1].signal_handler_interrupt()

    ends: list[float] = []
    while True:
        running.append(_granian(place))
        if len(running) == 1:
            when_told_to_stop(stop)
        if told.is_set():  # between two servers
            return
        try:
            running[-1].serve(target_loader=application, wrap_loader=False)
        except SystemExit as leave:
            now = time.monotonic()
            ends = [*(at for at in ends if now - at < ENDS_WITHIN_SECONDS), now]
            if not answered.is_set() or len(ends) > MOST_ENDS:
                _explain(answered=answered.is_set(), cause=leave)
            log.warning("the processes that answer pages ended by themselves; they begin again")
        else:
            return


def _granian(place: Place) -> Any:
    with suppress(RuntimeError):  # set already: a second server in one process, as tests have
        set_start_method("spawn")
    return Server(
        "releve.house.wsgi:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=place.workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=STOP_SECONDS,
    )


def _await_answer(place: Place, ended: threading.Event) -> bool:
    """Return True as soon as a page is answered, False where the server ends before."""
    host = ANYWHERE.get(place.host, place.host)
    while not ended.is_set():
        connection = http.client.HTTPConnection(host, place.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(LOOK_EVERY_SECONDS)
    return False


def _explain(*, answered: bool, cause: SystemExit) -> None:
    if not answered:
        message = _("the pages could not be started; the log above says where it went wrong")
        raise BadInputError(message) from cause
    message = "the processes that answer pages ended by themselves"
    raise RuntimeError(message) from cause

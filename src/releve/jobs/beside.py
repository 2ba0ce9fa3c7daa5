"""A worker kept next to a server, in a process of its own, for whoever starts one thing only.

It ends with the server however that ends: it reads a pipe whose other end the server holds. If
it ends by itself, killed or out of memory, it is started again.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

LOGGER = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-m", "releve", "jobs", "work")

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""A worker that has lived that long is started again at once if it ends."""

END_SECONDS = 25.0
"""How long a worker may take to hand back what it does; then it is killed, and leases pass."""


def is_wanted() -> bool:
    """Whether a server keeps a worker: unless RELEVE_WORKER says that workers are external."""
    return os.environ.get("RELEVE_WORKER", "").strip().lower() != "external"


def is_beside() -> bool:
    """Whether this process is a worker that another one keeps beside itself."""
    return os.environ.get("RELEVE_WORKER", "") == "beside"


def beside_environment() -> dict[str, str]:
    """Return the environment of a worker that ends when its standard input does."""
    return {**os.environ, "RELEVE_WORKER": "beside"}


@contextmanager
def worker_beside(command: Sequence[str] = COMMAND) -> Iterator[None]:
    """Keep a worker running inside the ``with`` block, where one is wanted."""
    if not is_wanted():
        yield
        return
    closing = threading.Event()
    keeper = threading.Thread(target=_keep, args=(command, closing), name="worker beside")
    keeper.start()
    try:
        yield
    finally:
        closing.set()
        keeper.join()


def _keep(command: Sequence[str], closing: threading.Event) -> None:
    pause = FIRST_PAUSE_SECONDS
    while not closing.is_set():
        lived = _one_life(command, closing)
        if closing.is_set():
            return
        pause = (
            FIRST_PAUSE_SECONDS
            if lived >= STEADY_SECONDS
            else min(2 * pause, LONGEST_PAUSE_SECONDS)
        )
        LOGGER.warning("the worker ended; it is started again in %.1f s", pause)
        closing.wait(pause)


def _one_life(command: Sequence[str], closing: threading.Event) -> float:
    """Run a worker until it ends or the server does; return the seconds it lived."""
    try:
        # A session of its own: Ctrl-C is for the server, which then lets the worker end.
        worker = subprocess.Popen(  # noqa: S603 - the same Python, our own words
            command,
            env=beside_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        LOGGER.exception("the worker cannot be started")
        return 0.0
    lived = 0.0
    while worker.poll() is None and not closing.wait(0.2):
        lived += 0.2
    if worker.stdin is not None:
        worker.stdin.close()
    try:
        worker.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
    return lived

"""Work that goes on beside the pages: an embedded worker of jobs, the sealing of the trail.

Started with the pages and stopped after them, so that a ward's computer needs one command.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Literal

log = logging.getLogger("releve.companions")

Stop = Callable[[], None]


@dataclass(frozen=True)
class Companion:
    """One piece of work beside the pages.

    ``start`` begins it, in a thread or a process of its own, and returns at once with the
    function that ends it and waits until it has ended. ``beside`` says where: once for all of
    `releve serve`, or in each process that answers pages.
    """

    name: str
    start: Callable[[], Stop]
    beside: Literal["server", "worker"] = "server"


@contextmanager
def accompanied(
    companions: Iterable[Companion], *, beside: Literal["server", "worker"]
) -> Iterator[None]:
    """Run the companions of that place inside the ``with`` block.

    What cannot start ends those before it and raises; what cannot stop is logged, and the others
    are stopped all the same.
    """
    with ExitStack() as stack:
        for companion in companions:
            if companion.beside == beside:
                stack.callback(_stopped, companion, companion.start())
        yield


def _stopped(companion: Companion, stop: Stop) -> None:
    try:
        stop()
    except Exception:
        log.exception("%s could not be stopped", companion.name)

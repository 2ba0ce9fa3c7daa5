"""What the rooms bring to the installation: work beside the pages, checks and figures.

The rooms lie below the house and cannot ask it; here the house names what it takes from each.
A companion runs once per `releve serve`, or once in each process that answers pages.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from releve.house.doctor import HOUSE_CHECKS, MODULES_CHECKS, ROOMS_CHECKS
from releve.house.monitoring import rooms
from releve.house.monitoring.metrics import Source
from releve.jobs.beside import worker_beside
from releve.kit.companions import Companion
from releve.kit.findings import Check
from releve.trail.sealer import Sealer


def _sealing() -> Callable[[], None]:
    sealer = Sealer()
    sealer.start()
    return sealer.stop


def _worker() -> Callable[[], None]:
    stack = ExitStack()
    stack.enter_context(worker_beside())
    return stack.close


COMPANIONS: tuple[Companion, ...] = (
    Companion("the sealing of the audit trail", _sealing),
    Companion("the worker of background work", _worker),
)
"""Started with the pages and stopped after them, the last one first."""

CHECKS: tuple[Check, ...] = (*HOUSE_CHECKS, *ROOMS_CHECKS, *MODULES_CHECKS)
"""What `releve doctor` looks at, in the order in which it says it."""

SOURCES: tuple[Source, ...] = (rooms.jobs, rooms.trail)
"""Figures that are asked of the database when somebody reads `/metrics`."""

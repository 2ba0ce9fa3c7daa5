"""A short step done again where the database was too busy to take it.

SQLite lets one write at a time and those who wait do so in no order: in a rush somebody may wait
in vain for as long as a connection waits, and be turned away though nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

T = TypeVar("T")

TRIES = 4
"""Each waits as long as a connection does before it gives up."""


def patiently(step: Callable[[], T]) -> T:
    """Return what a step answers; one that was turned away has written nothing and is tried again.

    Only a step that is whole in itself and may be made twice: inside a transaction of the
    caller's nothing is tried again.
    """
    for left in reversed(range(TRIES)):
        try:
            return step()
        except OperationalError:
            if connection.in_atomic_block or not left:
                raise
            connection.close()  # busy, or gone and back
    raise AssertionError("the last try answers or raises")

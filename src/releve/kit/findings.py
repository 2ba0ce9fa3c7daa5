"""What an examination of the installation finds, and what to do about it.

Each room knows what can be wrong in its own part; `releve doctor` puts all of it on one screen.
The words are here so that a room below the house can speak of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters."""

    FINE = "fine"
    """Looked at, and as it should be."""

    ADVICE = "advice"
    """Works, and could be better; never fails an examination."""

    FAULT = "fault"
    """Missing or unsafe; fails the examination."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    ``code`` names it for programs, ``what`` says how it is, ``to_do`` how to mend it (empty where
    there is nothing to do).
    """

    code: str
    weight: Weight
    what: str
    to_do: str = ""


Check = Callable[[], Iterable[Finding]]
"""A small function that looks at one thing and yields what it finds."""


def fine(code: str, what: str) -> Finding:
    """Return that a thing is as it should be."""
    return Finding(code, Weight.FINE, what)


def advice(code: str, what: str, to_do: str) -> Finding:
    """Return that a thing works and could be better."""
    return Finding(code, Weight.ADVICE, what, to_do)


def fault(code: str, what: str, to_do: str) -> Finding:
    """Return that a thing is missing or unsafe."""
    return Finding(code, Weight.FAULT, what, to_do)

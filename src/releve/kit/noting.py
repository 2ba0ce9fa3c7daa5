"""The audit trail, as a room that stands beside it knows it.

The jobs lie on the trail's own storey and cannot ask it. What people do to them is noted all the
same: the house puts the trail here when it wakes, as it puts the access into ``kit.actors``.
"""

from __future__ import annotations

from typing import Protocol

from releve.kit.actors import Actor


class Note(Protocol):
    """What the house injects: the trail's ``note_change``."""

    def __call__(
        self, actor: Actor, verb: str, *, kind: str, key: str | int, hospital: int | None = None
    ) -> None:
        """Write down one change in the caller's transaction."""


def _nowhere(
    actor: Actor, verb: str, *, kind: str, key: str | int, hospital: int | None = None
) -> None:
    raise LookupError(f"no trail is known yet: {actor.key} {verb} {kind} {key} {hospital}")


_note: Note = _nowhere


def use_trail(note: Note) -> None:
    """Let changes be noted there from now on; the house calls it once, when it wakes."""
    global _note  # noqa: PLW0603 - the one point of injection, written at start-up only
    _note = note


def note_beside(
    actor: Actor, verb: str, *, kind: str, key: str | int, hospital: int | None = None
) -> None:
    """Write down one change in the caller's transaction, in the trail that the house brings."""
    _note(actor, verb, kind=kind, key=key, hospital=hospital)

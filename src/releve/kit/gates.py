"""The gate of tools, as rooms that stand below it know it: which verb operates a tool, and refusal.

A tool that helps to decide, ours or another's, is operated by somebody; whoever is subject to
its output sees it without any gate. Each action that operates a tool says so here, as it says
what permission it needs, so that a test can walk them all. Whether the gate is open is decided
in the room of stewardship.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_DECLARED_AS = "releve_tool"


@dataclass(frozen=True)
class Lack:
    """One thing that the gate misses: a code, the facts that its sentence needs, who can give it.

    ``facts`` are names and values in order; ``giver`` is the code of a function of the hospital,
    or ``self`` for whoever asks.
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    giver: str = ""

    def fact(self, name: str) -> str:
        """Return one of the facts, empty where it is not told."""
        return dict(self.facts).get(name, "")


class GateClosedError(PermissionError):
    """Somebody wanted to operate a tool that is not open to her there; nothing has changed.

    ``level``: the key of the unit, ``where`` its code, as people read it.
    """

    def __init__(self, tool: str, lacks: tuple[Lack, ...], *, level: int, where: str = "") -> None:
        super().__init__(f"the tool {tool} is closed: {', '.join(lack.code for lack in lacks)}")
        self.tool, self.lacks, self.level, self.where = tool, lacks, level, where


Sentences = Callable[[GateClosedError], list[str]]
"""What the house injects: a refusal in the reader's words."""


def _codes(closed: GateClosedError) -> list[str]:
    return [str(closed)]


_sentences: Sentences = _codes


def use_sentences(sentences: Sentences) -> None:
    """Let this say refusals from now on; the house calls it once, when it wakes."""
    global _sentences  # noqa: PLW0603 - the one point of injection, written at start-up only
    _sentences = sentences


def sentences_of(closed: GateClosedError) -> list[str]:
    """Return a refusal as sentences: which tool, where, then each reason and who can give it."""
    return _sentences(closed)


def operates(tool: str) -> Callable[[F], F]:
    """Declare which tool an action operates; it asks the gate itself."""

    def declare(action: F) -> F:
        setattr(action, _DECLARED_AS, tool)
        return action

    return declare


def tool_of(action: object) -> str:
    """Return the key of the tool that an action operates, empty for none.

    Decorators that keep ``__wrapped__`` are looked through.
    """
    seen: object | None = action
    while seen is not None:
        found = getattr(seen, _DECLARED_AS, "")
        if found:
            return str(found)
        seen = getattr(seen, "__wrapped__", None)
    return ""

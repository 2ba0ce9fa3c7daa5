"""Why a tool proposes what it proposes: a code, its facts, and what they point at; no sentence.

The room whose tool it is makes the sentence (``proposal_kinds``), in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Fact = str | int


@dataclass(frozen=True)
class Reason:
    """One reason: its code, its facts by name, and the row or place that it points at.

    ``reference`` is written as its room writes it (``roster.version:12``), empty for none. No
    fact names a person: what concerns one of them her room tells her alone.
    """

    code: str
    facts: tuple[tuple[str, Fact], ...] = ()
    reference: str = ""

    @property
    def told(self) -> dict[str, Fact]:
        """The facts by their names."""
        return dict(self.facts)


def reason(code: str, reference: str = "", **facts: Fact) -> Reason:
    """Return a reason with its facts."""
    return Reason(code, tuple(facts.items()), reference)


def reasons_kept(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return reasons as plain JSON."""
    return [{"code": one.code, "facts": one.told, "reference": one.reference} for one in reasons]


def reasons_read(kept: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Return reasons that were kept as plain JSON."""
    return tuple(
        Reason(str(one["code"]), tuple(dict(one["facts"]).items()), str(one.get("reference", "")))
        for one in kept
    )

"""The card of a tool of our own: what each room says of the engine that it brings.

A room that brings an engine keeps it in its ``card.py``; the house gathers the cards and has
them registered in each hospital, as any other tool. Texts stand in both languages, since the
public register is read by people who have no account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    fr: str
    en: str

    def to_json(self) -> dict[str, str]:
        """Return it as the register keeps it."""
        return {"fr": self.fr, "en": self.en}


@dataclass(frozen=True)
class Answered:
    """What a card answers to one question of the intake: ``yes`` or ``no``, and why."""

    answer: str
    reason: Text


@dataclass(frozen=True)
class Card:
    """What a room says of one of its engines.

    ``kind`` is one of ``vocabulary.TOOL_KINDS``. ``texts`` and ``facts`` are fields of the
    register by code (``data/register/fields.yaml``): texts in both languages, facts as codes,
    addresses or dates. ``operators``: the functions of the hospital that operate it.
    ``modules``: keys of the training modules that it asks for. ``answers``: what the room
    answers to the intake's questions, for a person to check and sign; a card signs nothing.
    """

    key: str
    version: str
    kind: str
    name: Text
    texts: Mapping[str, Text]
    operators: tuple[str, ...]
    modules: tuple[str, ...]
    answers: Mapping[str, Answered] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """The fields that the card fills; they change with a release, not by hand."""
        return tuple(sorted({*self.texts, *self.facts}))

    def fields(self) -> dict[str, object]:
        """Return its fields as the register keeps them."""
        texts: dict[str, object] = {code: text.to_json() for code, text in self.texts.items()}
        return {**texts, **self.facts}

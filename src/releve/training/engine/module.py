"""A module as its files say it: a lesson, a bank of questions, and a case with planted errors.

Both languages hold the same questions, choices and passages under the same ids, so that one
attempt can be read in either and a proof means the same.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

Audience = Literal["operator", "overseer", "manager", "facilitator", "decider"]
Words = dict[Language, str]

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(min_length=1, max_length=20)]

KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=STRICT)
class Head:
    """What ``module.yaml`` says: see ``docs/how-to/add-a-training-module.md``.

    ``version`` is written ``2.1``: with a new first number, earlier proofs lapse. ``tool`` and
    ``tool_major`` are those of a tool that it teaches, both empty for a module about all tools.
    ``valid_months``: how long a proof holds, 0 for ever.
    """

    title: Words
    summary: Words
    version: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}\.[0-9]{1,4}$")]
    minutes: Annotated[int, Field(ge=1, le=600)]
    pass_percent: Annotated[int, Field(ge=50, le=100)]
    drawn: Annotated[int, Field(ge=3, le=50)]
    valid_months: Annotated[int, Field(ge=0, le=120)]
    tool: str = ""
    tool_major: str = ""
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)] = ("operator",)


@dataclass(frozen=True, config=STRICT)
class Choice:
    """One of the answers that a question offers."""

    id: Id
    text: Text
    right: bool = False


@dataclass(frozen=True, config=STRICT)
class Question:
    """A question, its choices, and the explanation that is shown after the answer."""

    id: Id
    ask: Text
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]
    why: Text

    @property
    def right(self) -> frozenset[str]:
        """The ids of the choices that are right, all of them."""
        return frozenset(choice.id for choice in self.choices if choice.right)

    @property
    def takes_several(self) -> bool:
        """Whether more than one choice is right."""
        return len(self.right) > 1


@dataclass(frozen=True, config=STRICT)
class Error:
    """An error that was planted: the words that are wrong, whether it is critical, and why."""

    words: Text
    critical: bool
    why: Text


@dataclass(frozen=True, config=STRICT)
class Passage:
    """A passage of an output, to be marked or not; ``error`` where one was planted in it."""

    id: Id
    text: Text
    error: Error | None = None


@dataclass(frozen=True, config=STRICT)
class Table:
    """What is known to be right, beside an output: a table to compare with."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, config=STRICT)
class Case:
    """A situation, what is known of it, and a tool's output in passages."""

    situation: Annotated[tuple[str, ...], Field(min_length=1)]
    task: Text
    passages: Annotated[tuple[Passage, ...], Field(min_length=4)]
    tables: tuple[Table, ...] = ()

    @property
    def planted(self) -> frozenset[str]:
        """The ids of the passages with an error."""
        return frozenset(one.id for one in self.passages if one.error is not None)

    @property
    def critical(self) -> frozenset[str]:
        """The ids of the passages with a critical error."""
        return frozenset(one.id for one in self.passages if one.error and one.error.critical)


@dataclass(frozen=True, config=STRICT)
class Quiz:
    """The bank of questions of a module, in one language."""

    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    def question(self, key: str) -> Question | None:
        """Return the question of that id, none where the bank no longer has it."""
        return next((one for one in self.questions if one.id == key), None)


@dataclass(frozen=True)
class Module:
    """A module with all its texts, by language."""

    key: str
    head: Head
    lessons: dict[Language, str]
    quizzes: dict[Language, Quiz]
    cases: dict[Language, Case]

    @property
    def major(self) -> str:
        """The first number of its version: a proof of an earlier one no longer holds."""
        return self.head.version.split(".", 1)[0]

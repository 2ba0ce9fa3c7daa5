"""The notices that this release knows: a code, the facts it takes, and the sentence they make.

Each room says in its module ``notices`` what it tells people, as it says in ``tasks`` what runs
in the background. A code that no room has declared cannot be sent; one that an earlier release
sent and this one does not know is shown as nothing but its date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from django.utils.formats import date_format
from django.utils.module_loading import autodiscover_modules

from releve.kit.days import day_number

Fact = str | int
Facts = Mapping[str, Fact]

CODE = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
LONGEST_FACT = 150
"""Characters of a fact: a level's name is the longest thing that one holds."""


class UnknownNoticeError(ValueError):
    """A notice that no room has declared, or with other facts than it takes."""


@dataclass(frozen=True)
class NoticeKind:
    """What one code says.

    ``example``: what it takes, each fact by its name with a value such as it may have: a number,
    a day as ISO text, a code or a level's name, never a sentence that somebody typed nor the
    cause of an absence. ``says`` puts facts into one sentence, in the language that is spoken
    now. ``mails`` does so for a letter, where ``says`` tells more than units, days and counts.
    ``is_urgent``: it does not wait for a digest, such as a change within 48 hours.
    """

    code: str
    example: Facts
    says: Callable[[Facts], str]
    is_urgent: bool = False
    mails: Callable[[Facts], str] | None = None

    def in_letter(self, facts: Facts) -> str:
        """Return the sentence of a letter, which lands in a mailbox outside the house."""
        return (self.mails or self.says)(facts)


_kinds: dict[str, NoticeKind] = {}


def declare(*kinds: NoticeKind) -> None:
    """Declare what a room tells people; called by its module ``notices``."""
    for kind in kinds:
        if CODE.fullmatch(kind.code) is None:
            raise UnknownNoticeError(f"{kind.code!r} is no code such as 'shifts.changed'")
        _kinds[kind.code] = kind


def kinds() -> Mapping[str, NoticeKind]:
    """Return every kind of notice by its code."""
    autodiscover_modules("notices")
    return dict(_kinds)


def kind_of(code: str) -> NoticeKind | None:
    """Return the kind of a code, nothing where this release has none such."""
    if code not in _kinds:
        autodiscover_modules("notices")
    return _kinds.get(code)


def taken(code: str, facts: Facts) -> dict[str, Fact]:
    """Return the facts of a notice that may be sent; raises UnknownNoticeError.

    Whatever separates words, such as the no-break space that French puts before a colon, is one
    plain space: hospitals name their units so, and none of them may lose its news for it.
    """
    tidy = {
        name: " ".join(one.split()) if isinstance(one, str) else one for name, one in facts.items()
    }
    _check(code, tidy)
    return tidy


def _check(code: str, facts: Facts) -> None:
    kind = kind_of(code)
    if kind is None:
        raise UnknownNoticeError(f"no room has declared the notice {code!r}")
    if set(facts) != set(kind.example):
        raise UnknownNoticeError(f"{code} takes {', '.join(kind.example)}")
    for name, value in facts.items():
        if type(value) is not type(kind.example[name]):
            raise UnknownNoticeError(f"{code}: {name} is not such as {kind.example[name]!r}")
        if isinstance(value, str) and len(value) > LONGEST_FACT:
            raise UnknownNoticeError(f"{code}: {name} is too long to be a fact")
        if isinstance(value, str) and any(category(one) == "Cc" for one in value):
            raise UnknownNoticeError(f"{code}: {name} holds a control character")


def day_text(facts: Facts, name: str) -> str:
    """Return a fact that is a day, written ``2027-03-14``, as the reader writes days."""
    day = date.fromisoformat(str(facts[name]))
    return f"{day_number(day)} {date_format(day, 'F Y')}"

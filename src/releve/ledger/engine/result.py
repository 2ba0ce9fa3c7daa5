"""The answer to a quarter: minutes with their doubt, what may be spent, how it is shared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why there is no answer, no bound, or an alert: a code, and the group that it is about."""

    code: str
    profession: str | None = None


@dataclass(frozen=True)
class Part:
    """What one group gained: ``net`` after what the tool cost it, ``due`` its share of work.

    ``share`` of the whole net gain, none where the whole gained nothing. Bounds are those of the
    group's own interval, none where it has none.
    """

    profession: str
    people: int
    gross: int
    cost: int
    net: int
    low: int | None
    high: int | None
    share: float | None
    due: float
    source: str
    alert: str = ""


@dataclass(frozen=True)
class Answer:
    """A settled quarter, in minutes; ``low`` and ``high`` are the 95 % interval of ``net``.

    ``spendable``: the lower bound, or nothing. ``ratio``: what the group gained least of an hour
    worked, over what the group gained most of it; none with one group or without any gain.
    """

    gross: int
    checking: int
    training: int
    incidents: int
    clicks: int
    net: int
    low: int | None
    high: int | None
    spendable: int
    source: str
    parts: tuple[Part, ...]
    ratio: float | None


@dataclass(frozen=True)
class Result:
    """The answer, or why there is none; ``reasons`` also say why nothing may be spent."""

    answer: Answer | None
    reasons: tuple[Reason, ...] = ()

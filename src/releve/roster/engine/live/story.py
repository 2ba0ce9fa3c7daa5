"""What is said of a change: codes and numbers, never sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from releve.roster.engine.compare import CellChange, CounterChange, GoalChange, counter_changes
from releve.roster.engine.counters import Counters
from releve.roster.engine.cover import CoverCell
from releve.roster.engine.result import Breach, Score

AlternativeKind = Literal[
    "person",  # somebody else takes the shift
    "shift",  # the same person is given something else that day
]


@dataclass(frozen=True)
class Edit:
    """What one cell is to hold: the codes of the shifts that start there, none for a day off."""

    person: str
    day: date
    shifts: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoverChange:
    """A cover cell that has more or fewer people than before."""

    cell: CoverCell
    before: int
    after: int

    @property
    def missing_before(self) -> int:
        """How many people it lacked below its minimum."""
        return max(0, self.cell.minimum - self.before)

    @property
    def missing_after(self) -> int:
        """How many people it lacks below its minimum."""
        return max(0, self.cell.minimum - self.after)

    @property
    def from_target(self) -> int:
        """How many people there are above what the ward wishes, below nought where fewer."""
        return self.after - self.cell.target


@dataclass(frozen=True)
class Judgement:
    """What a change of one cell does.

    ``appears`` and ``disappears``: breaches, hard and soft, each with its rule and article.
    ``cover``: the cover cells touched. ``goals``: the soft goals whose cost or amount differs.
    ``counters_before`` and ``counters_after``: what she has been given. ``score``: of the whole
    roster with the change. Costs are in scaled points.
    """

    change: CellChange
    appears: tuple[Breach, ...]
    disappears: tuple[Breach, ...]
    cover: tuple[CoverChange, ...]
    goals: tuple[GoalChange, ...]
    counters_before: Counters
    counters_after: Counters
    hole_cost_change: int
    cost_change: int
    score: Score

    @property
    def barring(self) -> tuple[Breach, ...]:
        """The hard breaches that forbid the change: those that it brings or makes worse."""
        return barring(self.appears, self.disappears)

    @property
    def is_allowed(self) -> bool:
        """Whether no hard rule forbids the change."""
        return not self.barring

    @property
    def soft(self) -> tuple[Breach, ...]:
        """The soft rules that the change breaks or breaks more."""
        new = (breach for breach in self.appears if breach.status == "soft")
        return tuple(breach for breach in new if not _eased(breach, self.disappears))

    @property
    def counters(self) -> tuple[CounterChange, ...]:
        """The counters of the person that differ."""
        return counter_changes(self.counters_before, self.counters_after)

    @property
    def wishes_lost(self) -> int:
        """How many wishes of hers that were granted are no longer."""
        pairs = zip(self.counters_before.wishes, self.counters_after.wishes, strict=True)
        return sum(was.met and not now.met for was, now in pairs)

    @property
    def overrides(self) -> bool:
        """Whether a soft rule or a wish is set aside, for which a reason is to be given."""
        return bool(self.soft or self.wishes_lost)


@dataclass(frozen=True)
class Alternative:
    """Another change, lawful, that could be made instead; ``edits`` are made together.

    ``soft``: soft rules that it would break. Costs are changes, in scaled points.
    """

    kind: AlternativeKind
    edits: tuple[Edit, ...]
    hole_cost_change: int
    cost_change: int
    soft: tuple[Breach, ...]

    @property
    def person(self) -> str:
        """Who would be given the shift."""
        return self.edits[-1].person


def barring(appears: tuple[Breach, ...], disappears: tuple[Breach, ...]) -> tuple[Breach, ...]:
    """Return the hard breaches that are new, or worse than the one that they replace."""
    hard = (breach for breach in appears if breach.status != "soft")
    return tuple(breach for breach in hard if not _eased(breach, disappears))


def _eased(breach: Breach, gone: tuple[Breach, ...]) -> bool:
    """Whether a breach only takes the place of one of the same rule and window, no less bad."""
    return any(
        (was.rule, was.person, was.status) == (breach.rule, breach.person, breach.status)
        and (was.from_at, was.to_at) == (breach.from_at, breach.to_at)
        and abs(was.value - was.limit) >= abs(breach.value - breach.limit)
        and (was.value > was.limit) == (breach.value > breach.limit)
        for was in gone
    )

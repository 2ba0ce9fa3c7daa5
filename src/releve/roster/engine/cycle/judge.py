"""The judge of a cycle: what of it breaks a rule when it is repeated for ever.

Each line is laid out over enough repeats that every window of every rule lies in them whole,
at an even and at an odd start, since fortnights do not move with whoever walks the line
(décret 2002-9, art. 6). The repeats go before the independent judge of rosters; what it finds
is folded back onto the line, each place of it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from releve.roster.engine.audit import judge_of
from releve.roster.engine.cycle.cycle import Cycle
from releve.roster.engine.cycle.fields import CycleLine
from releve.roster.engine.cycle.repeats import common_weeks, longest_window_weeks, repeated
from releve.roster.engine.problem import Assignment
from releve.roster.engine.result import Breach, NotJudged


@dataclass(frozen=True)
class CycleBreach:
    """One rule broken once on a line, whenever somebody walks over it.

    ``first`` and ``last``: days of the line, counted from 0; ``last`` may lie beyond its end,
    where the line has begun again. ``offsets``: the starts from which it happens. ``breach``
    holds the amounts; its dates are those of one repeat and mean nothing by themselves.
    """

    line: str
    offsets: tuple[int, ...]
    first: int
    last: int
    breach: Breach


@dataclass(frozen=True)
class LineHours:
    """The mean week of a line, in minutes. ``off_by``: beyond target and tolerance, signed."""

    line: str
    weekly_minutes: Fraction
    off_by: Fraction


@dataclass(frozen=True)
class CycleVerdict:
    """What the judge found on a cycle, and what it could not look at."""

    breaches: tuple[CycleBreach, ...]
    hours: tuple[LineHours, ...]
    not_judged: tuple[NotJudged, ...]

    @property
    def hard(self) -> tuple[CycleBreach, ...]:
        """The breaches that no lawful cycle may have."""
        return tuple(found for found in self.breaches if found.breach.status != "soft")

    @property
    def off_target(self) -> tuple[LineHours, ...]:
        """The lines whose mean week is further from the target than allowed."""
        return tuple(line for line in self.hours if line.off_by)


def audit_cycle(cycle: Cycle) -> CycleVerdict:
    """Return every breach of a cycle repeated for ever, and the mean week of each line."""
    weeks = common_weeks(cycle.weeks)
    tail = max(cycle.weeks, longest_window_weeks(cycle))
    problem = repeated(cycle, ["line"], weeks=cycle.weeks + weeks + tail)
    core = cycle.anchor_on + timedelta(weeks=cycle.weeks)
    judge = judge_of(problem)
    found: list[CycleBreach] = []
    for line in cycle.lines:
        seen: dict[tuple[object, ...], CycleBreach] = {}
        for starts in _alike(cycle, line):
            walked = [
                Assignment("line", day, code)
                for day in problem.days
                if (code := cycle.cell(line.id, starts[0], day)) is not None
            ]
            walk = _Walk(cycle, line, starts, core, core + timedelta(weeks=weeks))
            for breach in judge.of_person("line", walked):
                walk.fold(breach, seen)
        found.extend(sorted(seen.values(), key=lambda one: (one.first, one.breach.rule)))
    hours = tuple(_hours(cycle, line) for line in cycle.lines)
    return CycleVerdict(tuple(found), hours, tuple(judge.not_judged()))


def _alike(cycle: Cycle, line: CycleLine) -> Iterator[tuple[int, ...]]:
    """Yield starts from which fortnights lie over the line in the same way, or in every way."""
    if cycle.weeks % 2:
        yield line.starts
        return
    for parity in (0, 1):
        same = tuple(start for start in line.starts if start % 2 == parity)
        if same:
            yield same


@dataclass(frozen=True)
class _Walk:
    """One way over a line; breaches that begin from ``since`` until ``until`` stand for all."""

    cycle: Cycle
    line: CycleLine
    starts: tuple[int, ...]
    since: date
    until: date

    def fold(self, breach: Breach, seen: dict[tuple[object, ...], CycleBreach]) -> None:
        """Keep a breach that begins in the core of the repeats, once for each place of the line."""
        start, end = _day(breach.from_at), _day(breach.to_at)
        endless = start < self.since and end >= self.until
        if not endless and not self.since <= start < self.until:
            return
        days = self.cycle.days
        at = (start - self.cycle.anchor_on).days + 7 * self.starts[0]
        first, length = (0, days - 1) if endless else (at % days, (end - start).days)
        key = (breach.rule, first, length, breach.value, breach.limit, breach.status)
        known = seen.get(key)
        offsets = self.starts if known is None else tuple(sorted({*known.offsets, *self.starts}))
        seen[key] = CycleBreach(self.line.id, offsets, first, first + length, breach)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _hours(cycle: Cycle, line: CycleLine) -> LineHours:
    minutes = cycle.minutes_of
    total = sum(minutes[code] for code in line.cells if code is not None)
    mean = Fraction(total, cycle.weeks)
    off = mean - cycle.weekly_minutes
    if abs(off) <= cycle.tolerance_minutes:
        return LineHours(line.id, mean, Fraction(0))
    return LineHours(line.id, mean, off)

"""A copy of a roster on paper or in a spreadsheet: for whom it is, and what its head says.

A copy for everybody hangs on a wall: it carries nobody's counters, wishes or unavailability.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from releve.kit.words import translator
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Hole, Result
from releve.roster.engine.score import score
from releve.roster.grid import DayHead, Grid, for_everybody, grid
from releve.roster.phrases import dated, period_text

_ = translator("releve.roster")

GREATEST_FORTNIGHT = 16
"""Days that a page of half a month holds at most: two weeks and what hangs over."""


@dataclass(frozen=True)
class Copy:
    """What is said at the head of a copy, and whether it is for those who plan.

    ``title`` absent means the problem's own name. ``version`` is any short text, such as
    "Version 3". ``printed_on`` is an argument because the same copy gives the same bytes.
    """

    title: str = ""
    version: str = ""
    printed_on: date | None = None
    with_counters: bool = True

    def name(self, problem: Problem) -> str:
        """Return the name at the head of every page."""
        return self.title or problem.name or _("Roster")

    def stamp(self) -> str:
        """Return the version and the day of printing in one line, empty where none is given."""
        printed = self.printed_on and _("printed on {day}").format(day=dated(self.printed_on))
        return " · ".join(part for part in (self.version, printed) if part)

    def picture(self, problem: Problem, plan: Sequence[Assignment]) -> Grid:
        """Return the picture of a plan as the readers of this copy may see it."""
        drawn = grid(problem, plan)
        return drawn if self.with_counters else for_everybody(drawn)


def weeks_of(heads: Sequence[DayHead]) -> tuple[range, ...]:
    """Return the places of the days of each week, from Monday; the ends may be shorter."""
    mondays = [at for at, head in enumerate(heads) if at and head.day.weekday() == 0]
    cuts = [0, *mondays, len(heads)]
    return tuple(range(left, right) for left, right in pairwise(cuts) if left < right)


def fortnights_of(heads: Sequence[DayHead]) -> tuple[range, ...]:
    """Return the places of the days of each page of half a month, cut between weeks."""
    pages: list[range] = []
    for week in weeks_of(heads):
        if pages and week.stop - pages[-1].start <= GREATEST_FORTNIGHT:
            pages[-1] = range(pages[-1].start, week.stop)
        else:
            pages.append(week)
    return tuple(pages)


def days_text(heads: Sequence[DayHead], days: range) -> str:
    """Return a stretch of days as "9 March to 15 March 2026"."""
    first, last = heads[days.start].day, heads[days.stop - 1].day
    return dated(first) if first == last else period_text(first, last)


def holes_of(
    problem: Problem, plan: Sequence[Assignment], result: Result | None
) -> tuple[Hole, ...]:
    """Return the holes of a plan: those its result weighed already, where they are the same."""
    told = None if result is None or result.score is None else result
    if told is not None and told.score is not None and sorted(told.answer) == sorted(plan):
        return told.score.holes
    return score(problem, plan).holes


def holes_on(problem: Problem, holes: Iterable[Hole], first: date, last: date) -> Iterator[Hole]:
    """Yield the holes that start, by the ward's clock, within those days."""
    for hole in holes:
        if first <= hole.starts_at.astimezone(problem.zone).date() <= last:
            yield hole

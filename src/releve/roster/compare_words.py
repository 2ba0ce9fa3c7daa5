"""Two rosters compared, in sentences: what gets better, what gets worse, who changes.

People stand in the order of the ward, each with her own figures; nobody is set against another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from releve.kit.words import translator
from releve.roster.engine.compare import (
    CellChange,
    Comparison,
    CounterChange,
    GoalChange,
    HoleChange,
    PersonChange,
)
from releve.roster.engine.goals import OF_WORK
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import GoalCost, points
from releve.roster.phrases import (
    hours_text,
    listed,
    number_text,
    person_text,
    post_text,
    short_day,
    span_text,
)
from releve.roster.result_words import goal_text

_ = translator("releve.roster")

ARROW = "\u2192"


@dataclass(frozen=True)
class PersonWords:
    """What changes for one person: her days, one sentence each, then her counters."""

    person: str
    name: str
    summary: str
    days: tuple[str, ...]
    counters: tuple[str, ...]


@dataclass(frozen=True)
class ComparisonWords:
    """A comparison in sentences; ``apart`` is what cannot be compared, and why."""

    headline: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    people: tuple[PersonWords, ...]
    apart: tuple[str, ...] = ()


def comparison_words(
    problem: Problem, told: Comparison, *, problem_after: Problem | None = None
) -> ComparisonWords:
    """Return a comparison in sentences; the two problems are those that were compared."""
    after = problem if problem_after is None else problem_after
    closed = (_hole_line(problem, hole) for hole in told.holes_closed)
    opened = (_hole_line(after, hole) for hole in told.holes_opened)
    return ComparisonWords(
        headline=headline(told),
        better=(*closed, *(goal_line(after, goal) for goal in told.goals_that("better"))),
        worse=(*opened, *(goal_line(after, goal) for goal in told.goals_that("worse"))),
        people=tuple(_person(after, told, change) for change in told.people),
        apart=tuple(_apart(problem, after, told)),
    )


def headline(told: Comparison) -> str:
    """Return how much changes, in one sentence."""
    if told.is_same:
        return _("The two rosters are the same.")
    if not told.cells:
        return _("No cell changes.")
    days = len(told.cells)
    people = len({cell.person for cell in told.cells})
    cells = _.plural("{count} cell changes", "{count} cells change", days).format(count=days)
    whose = _.plural("for {count} person", "for {count} people", people).format(count=people)
    return _("{cells}, {people}.").format(cells=cells, people=whose)


def _hole_line(problem: Problem, change: HoleChange) -> str:
    hole = change.hole
    start, end = (at.astimezone(problem.zone) for at in (hole.starts_at, hole.ends_at))
    times = "" if hole.shift else span_text(start, end)
    return _("{day}, {post}: people missing {counts}").format(
        day=short_day(hole.day),
        post=post_text(problem, shift=hole.shift, role=hole.role, skill=hole.skill, times=times),
        counts=f"{change.missing_before} {ARROW} {change.missing_after}",
    )


def goal_line(problem: Problem, change: GoalChange) -> str:
    """Return a goal with its amounts; with its points where the amounts do not show the change."""
    before, after = change.before, change.after
    if before is None or after is None:
        return ""
    name = goal_text(problem, after)
    lower = after.amount < before.amount
    if before.amount == after.amount or lower != (after.cost < before.cost):
        counts = _("{before} to {after} points").format(
            before=number_text(points(before.cost)), after=number_text(points(after.cost))
        )
    else:
        counts = f"{_amount(before)} {ARROW} {_amount(after)}"
    return _("{goal}: {counts}").format(goal=name, counts=counts)


def _amount(goal: GoalCost) -> str:
    return hours_text(goal.amount * 60) if goal.name in OF_WORK else number_text(goal.amount)


def _person(problem: Problem, told: Comparison, change: PersonChange) -> PersonWords:
    name = person_text(problem, change.person)
    days = _.plural("{count} day changes", "{count} days change", change.days)
    summary = days.format(count=change.days) if change.days else _("no day changes")
    return PersonWords(
        person=change.person,
        name=name,
        summary=_("{name}: {what}").format(name=name, what=summary),
        days=tuple(_cell_line(cell) for cell in told.cells if cell.person == change.person),
        counters=tuple(map(counter_line, change.counters)),
    )


def _cell_line(cell: CellChange) -> str:
    return _("{day}: {before} {arrow} {after}").format(
        day=short_day(cell.day),
        before=codes_text(cell.before),
        arrow=ARROW,
        after=codes_text(cell.after),
    )


def codes_text(codes: Sequence[str]) -> str:
    """Return what a cell holds."""
    return " + ".join(codes) or _("day off")


def counter_line(change: CounterChange) -> str:
    """Return a counter with both its values."""
    names = {
        "hours": _("Hours"),
        "nights": _("Nights"),
        "sundays": _("Sundays"),
        "weekends": _("Weekends"),
        "holidays": _("Public holidays"),
        "wishes": _("Wishes met"),
    }
    said = hours_text if change.name == "hours" else number_text
    return _("{goal}: {counts}").format(
        goal=names[change.name], counts=f"{said(change.before)} {ARROW} {said(change.after)}"
    )


def _apart(before: Problem, after: Problem, told: Comparison) -> Iterator[str]:
    gone = [person_text(before, person) for person in told.people_only_before]
    come = [person_text(after, person) for person in told.people_only_after]
    if gone:
        yield _("Only in the first roster: {names}").format(names=listed(gone))
    if come:
        yield _("Only in the second roster: {names}").format(names=listed(come))
    if told.days_only_before:
        days = _days(told.days_only_before)
        yield _("Days of the first roster only: {days}").format(days=days)
    if told.days_only_after:
        days = _days(told.days_only_after)
        yield _("Days of the second roster only: {days}").format(days=days)
    for change in told.goals_that("not_comparable"):
        goal = change.after or change.before
        if goal is not None:
            own = after if change.after else before
            yield _("Not weighed alike in the two rosters: {goal}").format(
                goal=goal_text(own, goal)
            )


def _days(days: tuple[date, ...]) -> str:
    """Return days as a list, those that follow one another by their first and last."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return listed(
        [
            short_day(run[0])
            if len(run) == 1
            else _("{first} to {last}").format(first=short_day(run[0]), last=short_day(run[-1]))
            for run in runs
        ]
    )

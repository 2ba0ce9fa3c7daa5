"""What a person reads at the terminal: the table, the holes, the goals, the law, the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from releve.kit.words import translator
from releve.roster.cli.table import ATTENTION, GREATEST_CELLS, QUIET, STRONG, table
from releve.roster.engine.explain import Explanation, Figure, PersonStory
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Breach, Result, Score, points
from releve.roster.explain_words import (
    hole_lines,
    hole_text,
    merged_holes,
    merged_stories,
)
from releve.roster.grid import grid
from releve.roster.phrases import (
    hours_text,
    number_text,
    period_text,
    person_text,
    role_text,
    signed_hours,
)
from releve.roster.result_words import (
    clash_lines,
    confirm_lines,
    goal_text,
    headline,
    law_lines,
    proof_lines,
)

_ = translator("releve.roster")


def show_result(out: Console, problem: Problem, result: Result, breaches: Sequence[Breach]) -> None:
    """Print a whole answer, or why there is none."""
    _line(out, headline(problem, result), style=STRONG)
    if result.score is None:
        if result.status == "infeasible":
            _lines(out, clash_lines(problem, result.reasons))
        return
    show_plan(out, problem, result.answer)
    _holes(out, problem, result.score)
    _goals(out, problem, result.score)
    show_law(out, problem, breaches)
    _lines(out, proof_lines(result))


def show_plan(out: Console, problem: Problem, answer: Iterable[Assignment]) -> None:
    """Print the roster as a table, unless it is too large to be read on a screen."""
    title = f"{problem.name}, " if problem.name else ""
    _line(out, f"{title}{period_text(problem.starts_on, problem.ends_on)}")
    out.print()
    cells = len(problem.people) * len(problem.days)
    if cells > GREATEST_CELLS:
        _line(out, _("The table is too large for a screen; --out writes the plan to a file."))
        out.print()
        return
    for line in table(problem, grid(problem, answer), width=out.width):
        out.print(line, no_wrap=True, overflow="crop")
    out.print()


def show_law(out: Console, problem: Problem, breaches: Sequence[Breach]) -> None:
    """Print the legal check, and the banner of rules still to be confirmed."""
    _lines(out, law_lines(problem, breaches))
    _lines(out, confirm_lines(problem), style=ATTENTION)


def show_people(out: Console, problem: Problem, stories: Sequence[PersonStory]) -> None:
    """Print what each person is given beside her target, group by group."""
    for role in dict.fromkeys(story.role for story in stories):
        group = [story for story in stories if story.role == role]
        title = _.plural("{role}, {count} person", "{role}, {count} people", len(group))
        _line(out, title.format(role=role_text(role), count=len(group)).lstrip(", "), style=STRONG)
        out.print(_people_table(problem, group))
        out.print()


def show_holes(out: Console, problem: Problem, told: Explanation) -> None:
    """Print each hole and what rules out everybody who could have filled it."""
    if not told.holes:
        _line(out, _("Every need has its minimum: there is no hole."))
    for story in merged_stories(told.holes):
        _line(out, hole_text(problem, story.hole), style=ATTENTION)
        _lines(out, (f"  {line}" for line in hole_lines(problem, story)))
    out.print()


def _people_table(problem: Problem, group: Sequence[PersonStory]) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    shown.add_column("", no_wrap=True)
    for title in (
        _("Hours"),
        _("Due"),
        _("Difference"),
        _("Nights"),
        _("Sundays"),
        _("Weekends"),
        _("Holidays"),
        _("Wishes"),
    ):
        shown.add_column(title, justify="right", no_wrap=True)
    for story in group:
        hours, *days = story.figures
        met = sum(1 for answer in story.wishes if answer.met)
        shown.add_row(
            person_text(problem, story.person),
            hours_text(hours.value),
            hours_text(story.due_minutes),
            signed_hours(hours.value - story.due_minutes),
            *(_beside_target(figure) for figure in days),
            f"{met}/{len(story.wishes)}" if story.wishes else "",
        )
    first = group[0].figures
    if len(group) > 1:
        shown.add_row(
            Text(_("group: lowest to highest"), style=QUIET),
            Text(_range(first[0]), style=QUIET),
            "",
            "",
            *(Text(_range(figure), style=QUIET) for figure in first[1:]),
            "",
        )
    return shown


def _beside_target(figure: Figure) -> Text:
    text = Text(number_text(figure.value))
    if figure.target is not None:
        text.append(f" ({number_text(figure.target)})", style=QUIET)
    return text


def _range(figure: Figure) -> str:
    if figure.name == "hours":
        return f"{figure.lowest // 60}–{hours_text(figure.highest)}"
    return f"{figure.lowest}–{figure.highest}"


def _holes(out: Console, problem: Problem, score: Score) -> None:
    if not problem.needs:
        return
    holes = merged_holes(score.holes)
    if not holes:
        _line(out, _("Cover: every need has its minimum."))
    else:
        count = len(holes)
        told = _.plural("{count} post stays open:", "{count} posts stay open:", count)
        _line(out, told.format(count=count), style=ATTENTION)
        _lines(out, (f"  {hole_text(problem, hole)}" for hole in holes))
    out.print()


def _goals(out: Console, problem: Problem, score: Score) -> None:
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    shown.add_column(_("Goal"))
    shown.add_column(_("Amount"), justify="right", no_wrap=True)
    shown.add_column(_("Points"), justify="right", no_wrap=True)
    for goal in sorted(score.goals, key=lambda goal: -goal.cost):
        if goal.cost or goal.amount:
            amount, cost = number_text(goal.amount), number_text(points(goal.cost))
            shown.add_row(goal_text(problem, goal), amount, cost)
    shown.add_row(_("Total"), "", number_text(points(score.cost)), style=STRONG)
    out.print(shown)
    out.print()


def _lines(out: Console, lines: Iterable[str], *, style: object = "") -> None:
    for line in lines:
        _line(out, line, style=style)


def _line(out: Console, line: str, *, style: object = "") -> None:
    """Print one sentence; what does not fit on the line goes on under its own indent."""
    told = line.lstrip(" ")
    indent = len(line) - len(told)
    out.print(Padding(Text(told, style=style), (0, 0, 0, indent), expand=False))  # type: ignore[arg-type]  # rich takes Style or str

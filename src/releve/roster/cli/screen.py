"""What a person reads at the terminal: the table, the holes, the goals, the law, the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from releve.kit.words import translator
from releve.roster.clash_words import clash_lines
from releve.roster.cli.table import ATTENTION, GREATEST_CELLS, QUIET, STRONG, WIDEST_NAME, table
from releve.roster.engine.explain import Explanation, Figure, PersonStory
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.protected import ProtectedStory, protected_story
from releve.roster.engine.repair import Repaired
from releve.roster.engine.result import Breach, Result, Score, points
from releve.roster.explain_words import (
    hole_lines,
    hole_text,
    lacking_text,
    merged_holes,
    merged_stories,
)
from releve.roster.grid import grid
from releve.roster.phrases import (
    number_text,
    period_text,
    person_text,
    role_text,
    tight_hours,
)
from releve.roster.protected_words import protected_lines
from releve.roster.repair_words import (
    broken_lines,
    no_repair_lines,
    repair_headline,
    repair_lines,
    repair_proof_lines,
    torn_lines,
)
from releve.roster.result_words import (
    confirm_lines,
    goal_text,
    headline,
    law_lines,
    proof_lines,
)

_ = translator("releve.roster")


def show_result(out: Console, problem: Problem, result: Result, breaches: Sequence[Breach]) -> None:
    """Print a whole answer, or why there is none."""
    if result.score is None and result.interrupted:
        return  # whoever was interrupted has been told so on standard error
    _line(out, headline(problem, result), style=STRONG)
    if result.score is None:
        if result.status == "infeasible":
            whole = result.reasons_are_irreducible
            _lines(out, clash_lines(problem, result.reasons, is_irreducible=whole))
        return
    show_plan(out, problem, result.answer)
    _holes(out, problem, result.score)
    show_protected(out, problem, protected_story(problem, result.answer))
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


def show_repairs(out: Console, problem: Problem, told: Repaired) -> None:
    """Print what an absence takes away and each repair of it, best first."""
    _lines(out, torn_lines(problem, told))
    _lines(out, broken_lines(problem, told), style=ATTENTION)
    out.print()
    if not told.repairs:
        _lines(out, no_repair_lines(problem, told), style=ATTENTION)
        return
    for place, repair in enumerate(told.repairs, start=1):
        _line(out, repair_headline(repair, place), style=STRONG)
        _lines(out, (f"   {line}" for line in repair_lines(problem, repair)))
    out.print()
    _lines(out, repair_proof_lines(told))


def show_people(out: Console, problem: Problem, stories: Sequence[PersonStory]) -> None:
    """Print what each person is given beside her target, group by group."""
    for role in dict.fromkeys(story.role for story in stories):
        group = [story for story in stories if story.role == role]
        title = _.plural("{role}, {count} person", "{role}, {count} people", len(group))
        _line(out, title.format(role=role_text(role), count=len(group)).lstrip(", "), style=STRONG)
        out.print(_people_table(problem, group))
        out.print()
    if problem.fairness:
        _line(
            out, _("In brackets: each person's own target, fixed before the search."), style=QUIET
        )
        out.print()


def show_holes(out: Console, problem: Problem, told: Explanation) -> None:
    """Print each hole and what rules out everybody who could have filled it."""
    if not told.holes:
        _line(out, _("Every need has its minimum: there is no hole."))
    for story in merged_stories(told.holes):
        _line(out, hole_text(problem, story.hole), style=ATTENTION)
        _lines(out, (f"  {line}" for line in hole_lines(problem, story)))
    out.print()


def show_protected(out: Console, problem: Problem, story: ProtectedStory | None) -> None:
    """Print how much of the protected time finds room, if a team has protected some."""
    if story is not None:
        style = ATTENTION if story.short else None
        _lines(out, protected_lines(problem, story), style=style)
        out.print()


def _people_table(problem: Problem, group: Sequence[PersonStory]) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style=QUIET)
    shown.add_column("", no_wrap=True, max_width=WIDEST_NAME)
    columns = _day_columns(group) if problem.fairness else {}
    hours = (_("Hours"), _("Due"), _("Balance")) if problem.fairness else (_("Hours"),)
    for title in (*hours, *columns.values(), _("Wishes")):
        shown.add_column(title, justify="right", no_wrap=True)
    for story in group:
        met = sum(1 for answer in story.wishes if answer.met)
        shown.add_row(
            person_text(problem, story.person),
            *_hours(story)[: len(hours)],
            *(_beside_target(story.figures[at]) for at in columns),
            f"{met}/{len(story.wishes)}" if story.wishes else "",
        )
    if len(group) > 1:
        ranges = [_range(group[0].figures[at]) for at in columns]
        # Hours of different shares of full time do not compare; hours against those due do.
        spans = ("", "", _balances(group))[: len(hours)]
        if ranges:
            shown.add_row(_("lowest to highest"), *spans, *ranges, "", style=QUIET)
    return shown


def _day_columns(group: Sequence[PersonStory]) -> dict[int, str]:
    """Return the title of each counter of days by its place; one that nobody can have is out."""
    titles = {1: _("Nights"), 2: _("Sundays"), 3: _("Weekends"), 4: _("Holidays")}
    return {at: title for at, title in titles.items() if at < 4 or group[0].figures[at].highest}


def _hours(story: PersonStory) -> tuple[str, str, str]:
    worked, due = story.figures[0].value, story.due_minutes
    plain = (tight_hours(worked, signed=False), tight_hours(due, signed=False))
    return (*plain, tight_hours(worked - due))


def _beside_target(figure: Figure) -> Text:
    text = Text(number_text(figure.value))
    if figure.target is not None:
        text.append(f" ({number_text(figure.target)})", style=QUIET)
    return text


def _range(figure: Figure) -> str:
    return f"{figure.lowest}–{figure.highest}"


def _balances(group: Sequence[PersonStory]) -> str:
    balances = [story.figures[0].value - story.due_minutes for story in group]
    # A dash between two signed numbers would read as a minus.
    return _("{lowest} to {highest}").format(
        lowest=tight_hours(min(balances)), highest=tight_hours(max(balances))
    )


def _holes(out: Console, problem: Problem, score: Score) -> None:
    if not problem.needs:
        return
    holes = merged_holes(score.holes)
    if not holes:
        _line(out, _("Cover: every need has its minimum."))
    else:
        _line(out, lacking_text(holes), style=ATTENTION)
        _lines(out, (f"  {hole_text(problem, hole)}" for hole in holes))
    out.print()


def _goals(out: Console, problem: Problem, score: Score) -> None:
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    shown.add_column(_("Goal"))
    shown.add_column(_("Amount"), justify="right", no_wrap=True)
    shown.add_column(_("Points"), justify="right", no_wrap=True)
    for goal in sorted(score.goals, key=lambda goal: -goal.cost):
        if goal.cost:
            amount, cost = number_text(goal.amount), number_text(points(goal.cost))
            shown.add_row(goal_text(problem, goal), amount, cost)
    shown.add_row(_("Total"), "", number_text(points(score.cost)), style=STRONG)
    out.print(shown)
    out.print()


def _lines(out: Console, lines: Iterable[str], *, style: Style | None = None) -> None:
    for line in lines:
        _line(out, line, style=style)


def _line(out: Console, line: str, *, style: Style | None = None) -> None:
    """Print one sentence; what does not fit on the line goes on under its own indent."""
    indent = " " * (len(line) - len(line.lstrip(" ")))
    for part in wrap(line, out.width, subsequent_indent=indent, break_on_hyphens=False):
        out.print(Text(part, style=style or ""))

"""``releve roster cycle roll-out``: a cycle laid out over people and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding

from releve.kit import console
from releve.kit.documents import read_json_as
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.cycle.tables import read_away, read_places
from releve.roster.cli.periods import check_order, read_days
from releve.roster.cli.plan_files import check_writable, read_plan, write_plan
from releve.roster.cli.problem_files import Given
from releve.roster.cycle_document import roll_out_json
from releve.roster.cycle_words import empty_lines, gap_lines
from releve.roster.engine.audit import audit
from releve.roster.engine.cycle import Cycle, cycle_gap, month_of, roll_out
from releve.roster.engine.cycle.gap import CycleGap
from releve.roster.engine.cycle.rolling import RollOut
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Breach
from releve.roster.result_words import law_lines

_ = translator("releve.roster")

MOST_DAYS = 366


@click.command("roll-out")
@click.argument("cycle_file", metavar="CYCLE.json", type=click.Path(path_type=Path))
@click.argument("places_file", metavar="PLACES.csv", type=click.Path(path_type=Path))
@click.option("--from", "from_text", metavar="DATE", required=True, help="First day.")
@click.option("--to", "to_text", metavar="DATE", required=True, help="Last day, included.")
@click.option(
    "--away",
    "away_file",
    metavar="AWAY.csv",
    type=click.Path(path_type=Path),
    help="Days on which people cannot be there: person,from,to.",
)
@click.option(
    "--against",
    "plan_file",
    metavar="PLAN.csv",
    type=click.Path(path_type=Path),
    help="Show where this plan is other than the cycle.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PLAN.csv", help="Write the plan there."
)
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def roll_out_file(  # noqa: PLR0913 - one parameter for each option
    cycle_file: Path,
    places_file: Path,
    from_text: str,
    to_text: str,
    *,
    away_file: Path | None,
    plan_file: Path | None,
    out: Path | None,
    json_path: str | None,
) -> int:
    """Lay a cycle out over the people of PLACES.csv, from one day to another.

    PLACES.csv has the columns person, line, week (the week in which that person stands on the
    anchor Monday, from 1) and, where known, from and to. Days on which somebody is away are
    left empty and listed. The plan is judged by the clock and the holidays of its dates.

    Leaves with code 1 if a binding rule is broken on these dates.
    """
    check_writable(out)
    check_writable(json_path)
    cycle = read_json_as(Cycle, cycle_file)
    first, last = _period(cycle, from_text, to_text)
    places = read_places(places_file, cycle)
    away = read_away(away_file, {place.person for place in places}) if away_file else ()
    month = month_of(cycle, places, first, last, away)
    given = Given(month)
    rolled = roll_out(cycle, places, first, last, away)
    gap = None
    if plan_file is not None:
        gap = cycle_gap(rolled.answer, read_plan(plan_file, given), cycle.shifts)
    breaches = audit(month, rolled.answer)
    if out is not None:
        write_plan(out, given, rolled.answer)
    if json_path is not None:
        console.write_json(roll_out_json(rolled, breaches, gap), json_path)
    if json_path != "-":
        screen = console.console()
        _show(screen, month, rolled, breaches, gap)
        if out is not None:
            screen.print(_("Plan written to {file}.").format(file=out))
    hard = any(breach.status != "soft" for breach in breaches)
    return console.FINDINGS if hard else console.DONE


def _period(cycle: Cycle, from_text: str, to_text: str) -> tuple[date, date]:
    first, last = read_days(from_text, to_text)
    if first < cycle.anchor_on:
        message = _(
            "{day} is before the anchor Monday of the cycle, {anchor}; begin there or later"
        )
        told = message.format(day=first, anchor=cycle.anchor_on)
        raise BadInputError(told, place=Place(field="--from"))
    check_order(first, last)
    if (last - first).days >= MOST_DAYS:
        message = _("a cycle is rolled out over at most {days} days at a time")
        raise BadInputError(message.format(days=MOST_DAYS), place=Place(field="--to"))
    return first, last


def _show(
    out: Console,
    month: Problem,
    rolled: RollOut,
    breaches: Sequence[Breach],
    gap: CycleGap | None,
) -> None:
    out.print(
        _.plural("{count} shift given.", "{count} shifts given.", len(rolled.answer)).format(
            count=len(rolled.answer)
        )
    )
    if rolled.left_empty:
        out.print(_("Left empty, since somebody is away:"))
        for line in empty_lines(rolled.left_empty):
            out.print(Padding(line, (0, 0, 0, 2)))
    for line in law_lines(month, breaches):
        out.print(line)
    if gap is not None:
        for line in gap_lines(gap):
            out.print(line)

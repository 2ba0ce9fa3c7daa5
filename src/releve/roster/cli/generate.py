"""``releve roster generate``: a ward made by chance, to try the engine on."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit import console
from releve.kit.files import write_text
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.plan_files import check_writable
from releve.roster.engine.generate import MAX_PEOPLE, MAX_WEEKS
from releve.roster.engine.generate import generate as generated

_ = translator("releve.roster")


@click.command()
@click.option(
    "--people",
    type=click.IntRange(min=1, max=MAX_PEOPLE),
    required=True,
    help="How many people the ward has.",
)
@click.option(
    "--weeks",
    type=click.IntRange(min=1, max=MAX_WEEKS),
    default=4,
    show_default=True,
    help="How many weeks the period lasts.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Another seed gives another ward; the same one gives the same file everywhere.",
)
@click.option(
    "--protected",
    type=click.IntRange(min=0, max=10_000_000),
    default=0,
    metavar="MINUTES",
    help="Minutes that the team keeps free of shifts, for time with patients.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PROBLEM.json",
    required=True,
    help="Write the problem there.",
)
@needs(ANYONE)  # on plain files: no hospital's data
def generate(people: int, weeks: int, seed: int, protected: int, out: Path) -> int:
    """Make the problem of an invented ward that looks like a French one.

    Shifts of 12 hours, of 7 h 30 and nights, part-time shares, skills, wishes, leave, and weeks
    worked before, all drawn from the seed; a lawful roster can nearly meet what is needed.
    """
    check_writable(out)
    problem = generated(people=people, weeks=weeks, seed=seed, protected=protected)
    write_text(out, problem.to_json() + "\n")
    told = _("Problem of {people} people and {days} days written to {file}.").format(
        people=len(problem.people), days=len(problem.days), file=out
    )
    console.console().print(told)
    return console.DONE

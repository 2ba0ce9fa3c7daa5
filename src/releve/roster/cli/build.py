"""``releve roster build``: the tables of a ward made into one problem."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit import console
from releve.kit.files import write_text
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.plan_files import check_writable
from releve.roster.ward_files import read_ward

_ = translator("releve.roster")


@click.command()
@click.argument("ward_folder", metavar="WARD", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PROBLEM.json",
    required=True,
    help="Write the problem there.",
)
@needs(ANYONE)  # on plain files: no hospital's data
def build(ward_folder: Path, out: Path) -> int:
    """Make a problem from the tables in the folder WARD.

    The folder holds ward.json, shifts, needs, and as they are kept wishes, history, memory,
    fixed and decisions; its people/ holds persons, contracts, unavailability and restrictions.
    Tables are CSV or XLSX; examples/emergency shows them all.
    """
    check_writable(out)
    problem = read_ward(ward_folder)
    write_text(out, problem.to_json() + "\n")
    told = _("Problem of {people} people and {days} days written to {file}.").format(
        people=len(problem.people), days=len(problem.days), file=out
    )
    console.console().print(told)
    return console.DONE

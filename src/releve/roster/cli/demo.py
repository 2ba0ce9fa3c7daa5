"""``releve roster demo``: the example ward, solved, explained and written out."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit import console
from releve.kit.engines import Params
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.plan_files import write_plan
from releve.roster.cli.problem_files import Given, read_problem
from releve.roster.cli.screen import show_holes, show_people, show_result
from releve.roster.cli.solve import exit_code, search
from releve.roster.engine.audit import audit
from releve.roster.engine.explain import HoleStory, explain
from releve.roster.engine.result import Result
from releve.roster.workbook import write_workbook

_ = translator("releve.roster")


@click.command()
@click.option(
    "--problem",
    "problem_file",
    type=click.Path(path_type=Path),
    default=Path("examples/emergency.json"),
    show_default=True,
    help="Solve this problem instead.",
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    metavar="FOLDER",
    help="Write plan.csv and roster.xlsx there.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    help="Search that long at most.",
)
@needs(ANYONE)  # on plain files: no hospital's data
def demo(problem_file: Path, folder: Path, seconds: float) -> int:
    """Solve the example ward's month, print it with its reasons, and write it out."""
    _check_folder(folder)
    given = read_problem(problem_file)
    result = search(given.problem, Params(seconds=seconds))
    screen = console.console()
    breaches = audit(given.problem, result.answer) if result.score is not None else []
    show_result(screen, given.problem, result, breaches)
    if result.score is None:
        return exit_code(result)
    screen.print()
    with console.progress(_("Explaining")):
        told = explain(given.problem, result.answer)
    show_people(screen, given.problem, told.people)
    show_holes(screen, given.problem, told)
    _write(folder, given, result, told.holes)
    screen.print(_("Plan and spreadsheet written to {folder}.").format(folder=folder))
    return exit_code(result)


def _check_folder(folder: Path) -> None:
    """Refuse at once a folder that could not be made at the end of the search."""
    above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not above.is_dir():
        message = _("this is a file, not a folder; choose another place")
        raise BadInputError(message, place=Place(file=str(above)))


def _write(folder: Path, given: Given, result: Result, holes: tuple[HoleStory, ...]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = _("the folder cannot be made ({reason}); choose another place").format(
            reason=error.strerror
        )
        raise BadInputError(message, place=Place(file=str(folder))) from error
    write_plan(folder / "plan.csv", given, result.answer)
    book = folder / "roster.xlsx"
    write_workbook(book, given.problem, result.answer, result=result, holes=holes)

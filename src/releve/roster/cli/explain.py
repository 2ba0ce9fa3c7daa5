"""``releve roster explain``: why a plan is what it is, person by person and hole by hole."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit import console
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, needs
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.roster.cli.plan_files import check_writable, read_plan
from releve.roster.cli.problem_files import Given, read_problem
from releve.roster.cli.report import explanation_json
from releve.roster.cli.screen import show_holes, show_law, show_people, show_protected
from releve.roster.engine.audit import audit
from releve.roster.engine.explain import Explanation, person_stories
from releve.roster.engine.explain import explain as explain_plan
from releve.roster.explain_words import person_lines

_ = translator("releve.roster")


@click.command()
@click.argument("problem_file", metavar="PROBLEM", type=click.Path(path_type=Path))
@click.argument("plan_file", metavar="PLAN.csv", type=click.Path(path_type=Path))
@click.option("--person", metavar="ID", help="Say it of one person only.")
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def explain(problem_file: Path, plan_file: Path, person: str | None, json_path: str | None) -> int:
    """Say why the plan PLAN.csv of a PROBLEM is what it is.

    Each person's hours, nights, Sundays and wishes stand beside her own target and her group's.
    For each hole everybody suitable is tried, and what rules her out is said.
    """
    check_writable(json_path)
    given = read_problem(problem_file)
    plan = read_plan(plan_file, given)
    if person is not None:
        _check_person(person, problem_file, given)
    with console.progress(_("Explaining")):
        told = explain_plan(given.problem, plan) if person is None else Explanation((), ())
        breaches = audit(given.problem, plan)
    if person is not None:
        stories = person_stories(given.problem, plan)
        told = Explanation(tuple(story for story in stories if story.person == person), ())
    if json_path is not None:
        console.write_json(explanation_json(given, told), json_path)
    if json_path == "-":
        return console.DONE
    screen = console.console()
    if person is not None:
        for line in person_lines(given.problem, told.people[0]):
            screen.print(line)
        show_law(screen, given.problem, [b for b in breaches if b.person == person])
        return console.DONE
    show_people(screen, given.problem, told.people)
    show_holes(screen, given.problem, told)
    show_protected(screen, given.problem, told.protected)
    show_law(screen, given.problem, breaches)
    return console.DONE


def _check_person(person: str, problem_file: Path, given: Given) -> None:
    if person not in given.problem.person_by_id:
        message = _("nobody in the problem has the id {person!r}{hint}").format(
            person=person, hint=closest(person, given.problem.person_by_id)
        )
        raise BadInputError(message, place=Place(file=str(problem_file), field="--person"))

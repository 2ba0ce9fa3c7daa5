"""``releve roster repair``: a published plan after an absence, with as few changes as can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from releve.kit import console
from releve.kit.engines import Params
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, needs
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.roster.cli.interrupts import asked_to_stop
from releve.roster.cli.plan_files import check_writable, read_plan, write_plan
from releve.roster.cli.problem_files import Given, read_problem
from releve.roster.cli.repair_report import repaired_json
from releve.roster.cli.screen import show_repairs
from releve.roster.cli.solve import finite
from releve.roster.engine.repair import Absence, Repair, Repaired
from releve.roster.engine.repair import repair as repair_plan

_ = translator("releve.roster")


@click.command()
@click.argument("problem_file", metavar="PROBLEM", type=click.Path(path_type=Path))
@click.argument("plan_file", metavar="PLAN.csv", type=click.Path(path_type=Path))
@click.option("--absent", metavar="PERSON", required=True, help="Id of whoever is away.")
@click.option("--from", "from_text", metavar="DATE", required=True, help="First day away.")
@click.option("--to", "to_text", metavar="DATE", required=True, help="Last day away, included.")
@click.option(
    "--changes-from",
    "changes_text",
    metavar="DATE",
    help="Nobody's shifts change before that day; absent, the first day the absence touches.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    callback=finite,
    help="Search that long at most; most answers are proven sooner.",
)
@click.option(
    "--work",
    type=click.FloatRange(min=0, min_open=True),
    callback=finite,
    help="Search that much at most, whatever the clock says: same work, same repairs.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Start the search elsewhere; the same seed and work give the same repairs.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1, max=20),
    default=5,
    show_default=True,
    help="Show so many repairs at most.",
)
@click.option(
    "--take",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Write that repair to --out; 1 is the best.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PLAN2.csv", help="Write the plan there."
)
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def repair(
    problem_file: Path,
    plan_file: Path,
    *,
    out: Path | None,
    json_path: str | None,
    take: int,
    **options: str | float | None,
) -> int:
    """Repair the plan PLAN.csv of a PROBLEM after an absence, changing as little as can be.

    First the law, then no need less covered than must be, then the fewest changed cells, then
    wishes and fairness. Several repairs are shown, the best first, with what each changes.
    """
    check_writable(out)
    check_writable(json_path)
    given = read_problem(problem_file)
    absence, changes_from = _absence(given, options)
    plan = read_plan(plan_file, given)
    params = Params(
        seconds=None if options["work"] else _number(options["seconds"]),
        work=_number(options["work"]),
        seed=int(options["seed"] or 0),
        workers=1,
    )
    with console.progress(_("Repairing")), asked_to_stop() as is_asked:
        told = repair_plan(
            given.problem,
            plan,
            absence,
            params=params,
            changes_from=changes_from,
            most=int(options["most"] or 1),
            cancelled=is_asked,
        )
        is_interrupted = is_asked()
    if out is not None and told.repairs:
        write_plan(out, given, _taken(told, take).answer)
    if json_path is not None:
        console.write_json(repaired_json(given, told), json_path)
    if json_path != "-":
        show_repairs(console.console(), given.problem, told)
        if out is not None and told.repairs:
            console.console().print(_("Plan written to {file}.").format(file=out))
    return console.INTERRUPTED if is_interrupted else _exit_code(told)


def _exit_code(told: Repaired) -> int:
    if told.status == "infeasible":
        return console.INFEASIBLE
    return console.DONE if told.repairs else console.NO_ANSWER


def _number(value: str | float | None) -> float | None:
    return None if value is None else float(value)


def _taken(told: Repaired, take: int) -> Repair:
    if take > len(told.repairs):
        message = _.plural(
            "there is only {count} repair", "there are only {count} repairs", len(told.repairs)
        )
        raise BadInputError(message.format(count=len(told.repairs)), place=Place(field="--take"))
    return told.repairs[take - 1]


def _absence(given: Given, options: dict[str, str | float | None]) -> tuple[Absence, date | None]:
    """Return who is away when, and from when others may change. Raises BadInputError."""
    person = str(options["absent"])
    if person not in given.problem.person_by_id:
        message = _("nobody in the problem has the id {person!r}{hint}").format(
            person=person, hint=closest(person, given.problem.person_by_id)
        )
        raise BadInputError(message, place=Place(field="--absent"))
    first = _day(given, str(options["from_text"]), "--from")
    last = _day(given, str(options["to_text"]), "--to")
    if last < first:
        message = _("the absence ends before it starts")
        raise BadInputError(message, place=Place(field="--to"))
    changes = options["changes_text"]
    changes_from = None if changes is None else _day(given, str(changes), "--changes-from")
    return Absence(person, first, last), changes_from


def _day(given: Given, label: str, option: str) -> date:
    day, problem = given.day_of(label), given.problem
    if day is None:
        message = (
            _("{value!r} is no day number; the first day is 0")
            if given.numbers_days
            else _("{value!r} is no day of the calendar; write a date as 2026-03-09")
        )
        raise BadInputError(message.format(value=label), place=Place(field=option))
    if not problem.starts_on <= day <= problem.ends_on:
        message = _("{day} lies outside the period, {first} to {last}").format(
            day=label,
            first=given.day_label(problem.starts_on),
            last=given.day_label(problem.ends_on),
        )
        raise BadInputError(message, place=Place(field=option))
    return day

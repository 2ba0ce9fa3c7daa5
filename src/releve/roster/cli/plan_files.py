"""A plan as a CSV file: one line for each shift, ``person,day,shift``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, closest, read_table, write_csv
from releve.kit.words import translator
from releve.roster.cli.problem_files import Given
from releve.roster.engine.problem import Assignment, ShiftKind
from releve.roster.plan_table import COLUMNS, plan_rows

_ = translator("releve.roster")


def write_plan(path: Path, given: Given, answer: Iterable[Assignment]) -> None:
    """Write a plan, people in the order of the problem; the file is whole or as it was."""
    rows = plan_rows(given.problem, answer, day_label=given.day_label)
    write_csv(path, columns=COLUMNS, rows=rows)


def check_writable(place: Path | str | None) -> None:
    """Refuse at once a place that could not be written to at the end of a long search."""
    if place in (None, "-"):
        return
    path = Path(str(place))
    if path.is_dir():
        message = _("this is a folder; give the name of a file to write")
        raise BadInputError(message, place=Place(file=str(path)))
    if not path.absolute().parent.is_dir():
        message = _("its folder does not exist; create it first")
        raise BadInputError(message, place=Place(file=str(path)))


def read_plan(path: Path, given: Given) -> tuple[Assignment, ...]:
    """Read a plan; every fault names its line and column. Raises BadInputError."""
    taken: dict[tuple[str, object, bool], int] = {}
    plan: list[Assignment] = []
    for row in read_table(path, required=COLUMNS):
        assignment = _assignment(row, path, given)
        kind = given.problem.shift_by_code[assignment.shift].kind
        key = (assignment.person, assignment.day, kind is ShiftKind.ON_CALL)
        if key in taken:
            message = _("{person!r} has a shift on {day} already, on line {line}; keep one")
            raise _fault(
                path,
                row,
                "person",
                message.format(person=row.get("person"), day=row.get("day"), line=taken[key]),
            )
        taken[key] = row.line
        plan.append(assignment)
    return tuple(plan)


def _assignment(row: Row, path: Path, given: Given) -> Assignment:
    problem = given.problem
    person, shift = row.get("person"), row.get("shift")
    if person not in problem.person_by_id:
        message = _("nobody in the problem has the id {person!r}{hint}")
        hint = closest(person, problem.person_by_id)
        raise _fault(path, row, "person", message.format(person=person, hint=hint))
    if shift not in problem.shift_by_code:
        message = _("no shift of the problem has the code {shift!r}; the codes are: {codes}")
        codes = ", ".join(problem.shift_by_code)
        raise _fault(path, row, "shift", message.format(shift=shift, codes=codes))
    day = given.day_of(row.get("day"))
    if day is None:
        message = (
            _("{value!r} is no day number; the first day is 0")
            if given.numbers_days
            else _("{value!r} is no day of the calendar; write a date as 2026-03-09")
        )
        raise _fault(path, row, "day", message.format(value=row.get("day")))
    if not problem.starts_on <= day <= problem.ends_on:
        message = _("{day} lies outside the period, {first} to {last}").format(
            day=row.get("day"),
            first=given.day_label(problem.starts_on),
            last=given.day_label(problem.ends_on),
        )
        raise _fault(path, row, "day", message)
    return Assignment(person, day, shift)


def _fault(path: Path, row: Row, column: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(file=str(path), line=row.line, field=column))

"""Who stands where in a cycle, and who is away, as tables; a fault names its line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, closest, read_table
from releve.kit.words import translator
from releve.roster.engine.cycle import Cycle, CyclePlace
from releve.roster.engine.cycle.rolling import check_places
from releve.roster.engine.problem import Unavailability
from releve.roster.engine.problem.checks import FieldError
from releve.roster.local_times import read_day

_ = translator("releve.roster")

COLUMNS_OF_FIELDS = {"offset": "week"}


def read_places(path: Path, cycle: Cycle) -> tuple[CyclePlace, ...]:
    """Read who walks which line from which week on. Raises BadInputError."""
    rows = read_table(path, required=("person", "line", "week"), optional=("from", "to"))
    if not rows:
        raise BadInputError(_("nobody is in the table"), place=Place(file=str(path)))
    places = tuple(_place(path, row, cycle) for row in rows)
    try:
        check_places(cycle, places)
    except FieldError as fault:
        at, field = int(fault.path[0]), str(fault.path[1])
        column = COLUMNS_OF_FIELDS.get(field, field)
        raise _fault(path, rows[at], column, str(fault)) from None
    return places


def _place(path: Path, row: Row, cycle: Cycle) -> CyclePlace:
    text = row.get("week")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= cycle.weeks:
        message = _("{value!r} is no week of the cycle; write a number from 1 to {weeks}")
        raise _fault(path, row, "week", message.format(value=text, weeks=cycle.weeks))
    if not row.get("person"):
        raise _fault(path, row, "person", _("it is empty; fill it in"))
    return CyclePlace(
        person=row.get("person"),
        line=row.get("line"),
        offset=int(text) - 1,
        from_on=_day(path, row, "from"),
        to_on=_day(path, row, "to"),
    )


def read_away(path: Path, people: set[str]) -> tuple[Unavailability, ...]:
    """Read on which days people cannot be there. Raises BadInputError."""
    found = []
    for row in read_table(path, required=("person", "from", "to")):
        person = row.get("person")
        if person not in people:
            message = _("nobody in the cycle has the id {person!r}{hint}")
            told = message.format(person=person, hint=closest(person, people))
            raise _fault(path, row, "person", told)
        first, last = _day(path, row, "from"), _day(path, row, "to")
        if first is None or last is None:
            empty = "from" if first is None else "to"
            raise _fault(path, row, empty, _("it is empty; fill it in"))
        if last < first:
            raise _fault(path, row, "to", _("the days away end before they begin"))
        found.append(Unavailability(person, first, last))
    return tuple(found)


def _day(path: Path, row: Row, column: str) -> date | None:
    if not row.get(column):
        return None
    try:
        return read_day(row.get(column))
    except ValueError as error:
        raise _fault(path, row, column, str(error)) from None


def _fault(path: Path, row: Row, column: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(file=str(path), line=row.line, field=column))

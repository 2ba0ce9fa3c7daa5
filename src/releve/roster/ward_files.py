"""A problem built from the tables that a ward already keeps.

A ward's folder holds ``ward.json`` (dates, cycle, time zone), the four lists of people in
``people/`` and the ward's own tables beside it. Every cell goes through the same checks as a
problem in JSON; each fault finds its way back to the file, the line and the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass as validated

from releve.kit.documents import read_json_as
from releve.kit.faults import BadInputError, Place
from releve.kit.field_faults import first_fault
from releve.kit.tables import Row, closest, read_table
from releve.kit.words import translator
from releve.roster.engine.problem import Problem, ProtectedTime
from releve.roster.engine.problem.checks import FieldError
from releve.roster.engine.rules.forms import STRICT

_ = translator("releve.roster")

Fields = dict[str, Any]
FieldPath = tuple[str | int, ...]


@validated(frozen=True, config=STRICT)
class Ward:
    """What ``ward.json`` says; the fields are those of a problem.

    ``weekly_minutes``: weekly duty at full time by regime, where it is not 35 hours.
    """

    starts_on: date
    ends_on: date
    name: str = ""
    time_zone: str = "Europe/Paris"
    anchor_on: date | None = None
    history_from: date | None = None
    cycle_weeks: int = 4
    packs: tuple[str, ...] = ("ergonomics",)
    goals: dict[str, int] = Field(default_factory=dict)
    holidays: tuple[date, ...] | None = None
    fairness: bool = True
    protected: tuple[ProtectedTime, ...] = ()
    weekly_minutes: dict[Literal["day", "night", "variable"], int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.ends_on < self.starts_on:
            what = _("the period ends on {day}, before it starts").format(day=self.ends_on)
            raise FieldError(("ends_on",), what)
        return self


@dataclass(frozen=True)
class Table:
    """The columns of one table, and the fields of a problem that they fill."""

    file: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


SKILL_SEPARATORS = re.compile(r"[|;,]")

NEED_LISTS = ("weekdays", "days", "except_days")
NEED_FIELDS = (
    *("shift", "role", "skill", "minimum", "target"),
    *("maximum", "under_weight", "over_weight", "priority"),
)

PERSONS = Table(
    "people/persons",
    ("person", "family_name", "given_name", "unit", "role", "skills"),
    columns={"id": "person", "name": "family_name"},
)
CONTRACTS = Table(
    "people/contracts",
    ("person", "share", "pack", "regime", "from", "to", "overtime_agreement"),
)
UNAVAILABILITY = Table("people/unavailability", ("person", "from", "to"))
RESTRICTIONS = Table(
    "people/restrictions",
    ("person", "from", "to", "restriction"),
    columns={"kind": "restriction", "minutes": "restriction", "weekdays": "restriction"},
)
SHIFTS = Table(
    "shifts",
    ("code", "name", "starts_at", "ends_at", "kind", "break_minutes", "paid_minutes"),
)
NEEDS = Table(
    "needs",
    ("need", *NEED_FIELDS[:5]),
    optional=("starts_at", "ends_at", *NEED_LISTS, *NEED_FIELDS[5:]),
    columns={"id": "need", "period": "starts_at"},
)
WISHES = Table("wishes", ("person", "day", "wish", "shift", "weight"))
HISTORY = Table("history", ("person", "day", "shift"))
MEMORY = Table(
    "memory", ("person", "weeks", "nights", "sundays", "weekends", "holidays", "hours_minutes")
)
FIXED = Table("fixed", ("person", "day", "shift"))
DECISIONS = Table("decisions", ("rule", "signer", "from", "to", "unit"))


def read_ward(folder: Path) -> Problem:
    """Build the problem of a ward from its folder. Raises BadInputError."""
    if not folder.is_dir():
        raise BadInputError(_("there is no such folder"), place=Place(file=str(folder)))
    ward = read_json_as(Ward, folder / "ward.json")
    draft = _Draft(folder, ward)
    draft.add_people()
    draft.add_group("shifts", SHIFTS)
    draft.add_group("needs", NEEDS)
    draft.add_group("wishes", WISHES)
    draft.add_group("fixed", FIXED)
    draft.add_group("decisions", DECISIONS)
    return draft.problem()


@dataclass(frozen=True)
class _Origin:
    table: Table
    file: Path
    line: int

    def place(self, name: str | int | None = None) -> Place:
        """Return where a field of this line stands."""
        column = self.table.columns.get(str(name), name) if isinstance(name, str) else None
        return Place(file=str(self.file), line=self.line, field=column)


@dataclass
class _Draft:
    """A problem in the making, which remembers the line each part came from."""

    folder: Path
    ward: Ward
    content: Fields = field(default_factory=dict)
    origins: dict[FieldPath, _Origin] = field(default_factory=dict)
    index_of: dict[str, int] = field(default_factory=dict)

    def add_people(self) -> None:
        """Read the lists of people, then what each person's lines in the other lists add."""
        people = self.content["people"] = []
        for row, origin in self._rows(PERSONS, needed=True):
            if row.get("person") in self.index_of:
                message = _("{person!r} is there twice; keep one line for each person")
                raise BadInputError(
                    message.format(person=row.get("person")), place=origin.place("person")
                )
            self.origins["people", len(people)] = origin
            self.index_of[row.get("person")] = len(people)
            people.append(_person(row))
        self._add_contracts()
        self._add_lines("restrictions", RESTRICTIONS, _restriction)
        self._add_lines("history", HISTORY, lambda row: _filled(row, ("day", "shift")))
        for row, origin in self._rows(MEMORY):
            at = self._index(row, origin)
            self.origins["people", at, "memory"] = origin
            people[at]["memory"] = _filled(row, MEMORY.required[1:])
        away = self.content.setdefault("unavailable", [])
        for row, origin in self._rows(UNAVAILABILITY):
            self.origins["unavailable", len(away)] = origin
            self._index(row, origin)
            away.append(_filled(row, UNAVAILABILITY.required))

    def add_group(self, group: str, table: Table) -> None:
        """Read a table whose lines are the items of one list of the problem."""
        items = self.content[group] = []
        for row, origin in self._rows(table, needed=group == "shifts"):
            self.origins[group, len(items)] = origin
            item = _need(row) if group == "needs" else _filled(row, table.required)
            if group == "fixed":
                item.setdefault("shift", None)  # an empty cell is a day off
            items.append(item)

    def problem(self) -> Problem:
        """Return the whole problem, checked. Raises BadInputError."""
        ward = TypeAdapter(Ward).dump_python(self.ward, by_alias=True)
        ward.pop("weekly_minutes")
        try:
            return TypeAdapter(Problem).validate_python({**ward, **self.content})
        except ValidationError as error:
            fault = first_fault(error, Problem)
            raise BadInputError(fault.what, place=self._place(fault.path)) from None

    def _place(self, path: FieldPath) -> Place:
        for length in range(len(path), 0, -1):
            origin = self.origins.get(path[:length])
            if origin is not None:
                return origin.place(next((step for step in path[length:]), None))
        return Place(file=str(self.folder / "ward.json"), field=str(path[0]) if path else None)

    def _rows(self, table: Table, *, needed: bool = False) -> Iterator[tuple[Row, _Origin]]:
        file = self.folder / f"{table.file}.csv"
        sheet = file.with_suffix(".xlsx")
        if not file.exists() and sheet.exists():
            file = sheet
        if not file.exists() and not needed:
            return
        for row in read_table(file, required=table.required, optional=table.optional):
            yield row, _Origin(table, file, row.line)

    def _index(self, row: Row, origin: _Origin) -> int:
        person = row.get("person")
        if person not in self.index_of:
            raise BadInputError(
                _("nobody in the list of persons has the id {person!r}{hint}").format(
                    person=person, hint=closest(person, self.index_of)
                ),
                place=origin.place("person"),
            )
        return self.index_of[person]

    def _add_lines(self, group: str, table: Table, read: Any) -> None:
        for row, origin in self._rows(table):
            at = self._index(row, origin)
            items = self.content["people"][at].setdefault(group, [])
            self.origins["people", at, group, len(items)] = origin
            try:
                items.append(read(row))
            except ValueError as error:
                raise BadInputError(str(error), place=origin.place(table.required[-1])) from None

    def _add_contracts(self) -> None:
        away = self.content["unavailable"] = []
        spans: dict[int, tuple[_Origin, date, date]] = {}
        for row, origin in self._rows(CONTRACTS, needed=True):
            at = self._index(row, origin)
            first, last = _span(row, origin, self.ward)
            if last < self.ward.starts_on or self.ward.ends_on < first:
                continue
            if at in spans:
                message = _("{person!r} has two contracts in the period; keep one").format(
                    person=row.get("person")
                )
                raise BadInputError(message, place=origin.place("from"))
            spans[at] = origin, first, last
            self.origins["people", at, "contract"] = origin
            self.content["people"][at]["contract"] = self._contract(row)
        for at, person in enumerate(self.content["people"]):
            if at not in spans:
                message = _("{person!r} has no contract in the period; add a line to {file}")
                raise BadInputError(
                    message.format(person=person.get("id"), file=f"{CONTRACTS.file}.csv"),
                    place=self.origins["people", at].place("person"),
                )
            for first, last in _outside(spans[at][1], spans[at][2], self.ward):
                self.origins["unavailable", len(away)] = spans[at][0]
                away.append({"person": person["id"], "from": first, "to": last})

    def _contract(self, row: Row) -> Fields:
        contract = _contract(row)
        minutes = {str(regime): own for regime, own in self.ward.weekly_minutes.items()}.get(
            row.get("regime")
        )
        return contract if minutes is None else {**contract, "full_time_weekly_minutes": minutes}


def _filled(row: Row, columns: Iterable[str]) -> Fields:
    return {column: row.get(column) for column in columns if row.get(column)}


def _person(row: Row) -> Fields:
    skills = (skill.strip() for skill in SKILL_SEPARATORS.split(row.get("skills")))
    return {
        "id": row.get("person"),
        "name": f"{row.get('given_name')} {row.get('family_name')}".strip(),
        **_filled(row, ("unit", "role")),
        "skills": [skill for skill in skills if skill],
    }


def _contract(row: Row) -> Fields:
    contract = _filled(row, ("share", "pack", "regime", "overtime_agreement"))
    if "share" in contract:
        contract["share"] = contract["share"].replace(",", ".")
    said = row.get("overtime_agreement").casefold()
    return {**contract, "overtime_agreement": True} if said == "oui" else contract


def _restriction(row: Row) -> Fields:
    """Read ``no_nights``, ``max_minutes_a_day=450`` or ``days_off=mon+wed``."""
    kind, _equals, measure = (part.strip() for part in row.get("restriction").partition("="))
    content: Fields = {"kind": kind, **_filled(row, ("from", "to"))}
    if measure and kind == "days_off":
        content["weekdays"] = measure.split("+")
    elif measure:
        content["minutes"] = measure
    return content


def _need(row: Row) -> Fields:
    content = {"id": row.get("need"), **_filled(row, NEED_FIELDS)}
    content.update({name: row.get(name).split() for name in NEED_LISTS if row.get(name)})
    period = _filled(row, ("starts_at", "ends_at"))
    return {**content, "period": period} if period else content


def _span(row: Row, origin: _Origin, ward: Ward) -> tuple[date, date]:
    """Return the first and last day of a contract; an empty end is open."""
    first = _day(row, "from", origin) or ward.starts_on
    last = _day(row, "to", origin) or ward.ends_on
    if row.get("from") and row.get("to") and last < first:
        raise BadInputError(_("the contract ends before it starts"), place=origin.place("to"))
    return first, last


def _day(row: Row, column: str, origin: _Origin) -> date | None:
    if not row.get(column):
        return None
    try:
        return date.fromisoformat(row.get(column))
    except ValueError:
        message = _("{value!r} is no day of the calendar; write a date as 2026-03-09").format(
            value=row.get(column)
        )
        raise BadInputError(message, place=origin.place(column)) from None


def _outside(first: date, last: date, ward: Ward) -> Iterator[tuple[date, date]]:
    """Yield the stretches of the period that a contract leaves out."""
    if first > ward.starts_on:
        yield ward.starts_on, first - timedelta(days=1)
    if last < ward.ends_on:
        yield last + timedelta(days=1), ward.ends_on

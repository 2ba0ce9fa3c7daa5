"""The public benchmark of nurse rostering in its text format, as a ``Problem``.

Format and scoring: T. Curtois and R. Qu, "Computational results on new staff scheduling
benchmark instances", 2014 (doi 10.1016/j.ejor.2014.01.039 for the instances' origin). Day 0 is
a Monday. A weekend counts where its Saturday or Sunday is worked. Runs touching an end of the
horizon are never too short. Cost: weight of each request not met, and for each day and shift
the people missing or in excess times their weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from releve.kit.faults import BadInputError, Place
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    Need,
    Person,
    Problem,
    ShiftType,
    Unavailability,
    Wish,
)
from releve.roster.engine.rules import LocalRule
from releve.roster.engine.rules.forms import Count, Days, Form, Run, Sequence, Window, WindowSum

FIRST_DAY = date(2024, 1, 1)
"""A Monday; the format knows day numbers only."""

HORIZON = Window("horizon")
SECTIONS = {
    "SECTION_HORIZON": 1,
    "SECTION_SHIFTS": 3,
    "SECTION_STAFF": 8,
    "SECTION_DAYS_OFF": 2,
    "SECTION_SHIFT_ON_REQUESTS": 4,
    "SECTION_SHIFT_OFF_REQUESTS": 4,
    "SECTION_COVER": 5,
}


@dataclass(frozen=True)
class _Line:
    """One line of a section, split at its commas."""

    number: int
    cells: tuple[str, ...]

    def whole(self, index: int, field: str) -> int:
        """Return a cell as a whole number, not negative."""
        text = self.cells[index]
        if not text.isdecimal():
            raise self.fault(field, f"{text!r} is not a whole number")
        return int(text)

    def fault(self, field: str, what: str) -> BadInputError:
        """Return a fault of this line."""
        return BadInputError(what, place=Place(line=self.number, field=field))


def is_benchmark(text: str) -> bool:
    """Whether a text is in the benchmark's format, by its first line that is no comment."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            return line.strip().startswith("SECTION_")
    return False


def day_index(problem: Problem, assignment: Assignment) -> int:
    """Return the benchmark's 0-based number of an assignment's day."""
    return (assignment.day - problem.starts_on).days


def read_benchmark(text: str, *, name: str = "") -> Problem:
    """Read an instance; ``BadInputError`` names the line and the field that is wrong."""
    sections = _sections(text)
    horizon = _horizon(sections)
    shifts, follows = _shifts(sections["SECTION_SHIFTS"])
    codes = [shift.code for shift in shifts]
    people, limits = _staff(sections["SECTION_STAFF"], codes)
    ids = [person.id for person in people]
    days = _Days(horizon)
    return Problem(
        name=name,
        starts_on=FIRST_DAY,
        ends_on=days.at(horizon - 1),
        time_zone="UTC",
        people=people,
        shifts=shifts,
        needs=tuple(_cover(sections["SECTION_COVER"], codes, days)),
        unavailable=tuple(_days_off(sections["SECTION_DAYS_OFF"], ids, days)),
        wishes=(
            *_requests(sections["SECTION_SHIFT_ON_REQUESTS"], ids, codes, days, on=True),
            *_requests(sections["SECTION_SHIFT_OFF_REQUESTS"], ids, codes, days, on=False),
        ),
        rules=(*follows, *_grouped(limits)),
        packs=(),
        holidays=(),
        fairness=False,
    )


@dataclass(frozen=True)
class _Days:
    horizon: int

    def at(self, index: int) -> date:
        return FIRST_DAY + timedelta(days=index)

    def of(self, line: _Line, index: int) -> date:
        number = line.whole(index, "Day")
        if number >= self.horizon:
            raise line.fault("Day", f"day {number} is beyond the horizon of {self.horizon} days")
        return self.at(number)


def _sections(text: str) -> dict[str, list[_Line]]:
    sections: dict[str, list[_Line]] = {name: [] for name in SECTIONS}
    current: str | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            if line not in SECTIONS:
                what = f"{line[:60]!r} is no section of this format"
                raise BadInputError(what, place=Place(line=number))
            current = line
            continue
        if current is None:
            raise BadInputError("a section title is expected first", place=Place(line=number))
        found = _Line(number, tuple(cell.strip() for cell in line.split(",")))
        _check_cells(found, current)
        sections[current].append(found)
    return sections


def _check_cells(line: _Line, section: str) -> None:
    wanted = SECTIONS[section]
    many = section == "SECTION_DAYS_OFF" and len(line.cells) >= wanted
    if not many and len(line.cells) != wanted:
        what = f"{wanted} values are expected here, {len(line.cells)} found"
        raise line.fault(section, what)


def _horizon(sections: dict[str, list[_Line]]) -> int:
    lines = sections["SECTION_HORIZON"]
    if len(lines) != 1:
        raise BadInputError("the horizon is given once", place=Place(field="SECTION_HORIZON"))
    horizon = lines[0].whole(0, "SECTION_HORIZON")
    if not 1 <= horizon <= 400:
        raise lines[0].fault("SECTION_HORIZON", "a horizon has 1 to 400 days")
    return horizon


def _shifts(lines: list[_Line]) -> tuple[tuple[ShiftType, ...], tuple[LocalRule, ...]]:
    if not lines:
        raise BadInputError("no shift is given", place=Place(field="SECTION_SHIFTS"))
    codes = [line.cells[0] for line in lines]
    shifts, follows = [], []
    for line in lines:
        code, minutes = line.cells[0], line.whole(1, "Length in mins")
        if not 1 <= minutes < 1440 or codes.count(code) > 1 or not 1 <= len(code) <= 12:
            what = "a shift has its own code and lasts 1 to 1,439 minutes"
            raise line.fault("ShiftID", what)
        end = time(minutes // 60, minutes % 60)
        shifts.append(ShiftType(code=code, starts_at=time(0), ends_at=end))
        barred = tuple(other for other in line.cells[2].split("|") if other)
        for other in barred:
            if other not in codes:
                raise line.fault("cannot follow", f"no shift has the code {other!r}")
        if barred:
            steps = (Days("shifts", (code,)), Days("shifts", barred))
            follows.append(LocalRule(id=f"FOLLOW-{code}", form=Sequence("sequence", steps=steps)))
    return tuple(shifts), tuple(follows)


Limits = list[tuple[str, str, Form]]
"""(rule name, person, form)"""


def _staff(lines: list[_Line], codes: list[str]) -> tuple[tuple[Person, ...], Limits]:
    if not lines:
        raise BadInputError("nobody is given", place=Place(field="SECTION_STAFF"))
    people: dict[str, Person] = {}
    limits: Limits = []
    for line in lines:
        person = line.cells[0]
        if not person or person in people:
            raise line.fault("ID", f"{person!r} is there twice" if person else "the id is missing")
        people[person] = Person(id=person, contract=Contract())
        limits.extend((name, person, form) for name, form in _limits(line, codes))
    return tuple(people.values()), limits


def _limits(line: _Line, codes: list[str]) -> Iterator[tuple[str, Form]]:
    caps = _caps(line, codes)
    for code in codes:
        of = Days("shifts", (code,))
        yield f"MAX-{code}", Count("count", of=of, window=HORIZON, maximum=caps.get(code, 0))
    most, least = line.whole(2, "MaxTotalMinutes"), line.whole(3, "MinTotalMinutes")
    yield "MINUTES", WindowSum("window_sum", "work", HORIZON, maximum=most, minimum=least)
    most, least = line.whole(4, "MaxConsecutiveShifts"), line.whole(5, "MinConsecutiveShifts")
    yield "CONSECUTIVE", Run("run", of=Days("duty"), maximum=most, minimum=least)
    off = line.whole(6, "MinConsecutiveDaysOff")
    yield "DAYS-OFF", Run("run", of=Days("off"), minimum=off)
    weekends = line.whole(7, "MaxWeekends")
    yield "WEEKENDS", Count("count", of=Days("weekend"), window=HORIZON, maximum=weekends)


def _caps(line: _Line, codes: list[str]) -> dict[str, int]:
    """Read "E=14|L=0"; a shift that is not named may not be worked."""
    caps = {}
    for part in filter(None, line.cells[1].split("|")):
        code, _, number = part.partition("=")
        if code not in codes or not number.isdecimal():
            raise line.fault("MaxShifts", f"{part!r} is not a shift and a number, as D=14")
        caps[code] = int(number)
    return caps


def _grouped(limits: Limits) -> Iterator[LocalRule]:
    """Yield one rule for all the people whom the same limit binds."""
    groups: dict[tuple[str, Form], list[str]] = {}
    for name, person, form in limits:
        groups.setdefault((name, form), []).append(person)
    seen: dict[str, int] = {}
    for (name, form), people in groups.items():
        seen[name] = seen.get(name, 0) + 1
        yield LocalRule(id=f"{name}-{seen[name]}", form=form, people=tuple(people))


def _days_off(lines: list[_Line], ids: list[str], days: _Days) -> Iterator[Unavailability]:
    for line in lines:
        person = _known(line, 0, "EmployeeID", ids)
        for index in range(1, len(line.cells)):
            day = days.of(line, index)
            yield Unavailability(person=person, from_on=day, to_on=day)


def _requests(
    lines: list[_Line], ids: list[str], codes: list[str], days: _Days, *, on: bool
) -> Iterator[Wish]:
    for line in lines:
        yield Wish(
            person=_known(line, 0, "EmployeeID", ids),
            day=days.of(line, 1),
            wish="shift" if on else "avoid",
            shift=_known(line, 2, "ShiftID", codes),
            weight=line.whole(3, "Weight"),
        )


def _cover(lines: list[_Line], codes: list[str], days: _Days) -> Iterator[Need]:
    for line in lines:
        day, code = days.of(line, 0), _known(line, 1, "ShiftID", codes)
        yield Need(
            id=f"{line.cells[0]}-{code}",
            shift=code,
            days=(day,),
            target=line.whole(2, "Requirement"),
            under_weight=line.whole(3, "Weight for under"),
            over_weight=line.whole(4, "Weight for over"),
        )


def _known(line: _Line, index: int, field: str, names: list[str]) -> str:
    name = line.cells[index]
    if name not in names:
        raise line.fault(field, f"{name!r} is not known")
    return name

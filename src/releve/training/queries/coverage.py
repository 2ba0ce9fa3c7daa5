"""How many of those on the coming shifts of a unit are ready to operate a tool, nights apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from releve.people.models import Level, Person
from releve.shifts.queries.planned import planned_rows
from releve.training.engine.cells import Cell, merged
from releve.training.queries.readiness import ready_among
from releve.training.tools import KnownTool, tool_named
from releve.training.vocabulary import COVERAGE_DAYS, LEAST_COVERAGE, LEAST_PEOPLE


@dataclass(frozen=True)
class Coverage:
    """How many people operate a tool in the coming days, and how many of them are ready.

    The people of the night are counted among all, and once more apart.
    """

    people: int
    ready: int
    night_people: int
    night_ready: int

    @property
    def percent(self) -> int:
        """Whole percent who are ready, rounded down; nothing is covered where nobody is known."""
        return 100 * self.ready // self.people if self.people else 0

    @property
    def night_percent(self) -> int:
        """Whole percent of the night who are ready; all of it where nobody works at night."""
        return 100 * self.night_ready // self.night_people if self.night_people else 100

    @property
    def is_enough(self) -> bool:
        """Whether a step may open, by day and at night."""
        return self.percent >= LEAST_COVERAGE and self.night_percent >= LEAST_COVERAGE


def coverage(
    unit: Level, tool: str, tool_major: str, *, on: date, people: Collection[int] | None = None
) -> Coverage:
    """Return the coverage of a unit over the shifts in force from a day on, for two weeks.

    ``people``: the keys of those who operate the tool, where it is known by name; they count
    whether or not the unit's roster shows them, as a manager whom it does not. Left out, everybody
    on the shifts operates it.
    """
    shown = people_on_shifts(unit, on=on)
    operators = set(shown) if people is None else set(people)
    hospital = unit.hospital_id or unit.pk
    found = Person.objects.for_hospital(hospital).filter(pk__in=operators).select_related("role")
    known = list(found)
    nights = {person.pk for person in known if shown.get(person.pk)}
    ready = ready_among(known, tool, tool_major, on=on)
    return Coverage(len(known), len(ready), len(nights), len(ready & nights))


def people_on_shifts(unit: Level, *, on: date) -> dict[int, bool]:
    """Return who is on the shifts of a unit in the coming days, and whether on one at night.

    Shifts that are training alone do not count; being reachable does.
    """
    last = on + timedelta(days=COVERAGE_DAYS - 1)
    rows = planned_rows(unit).filter(Q(is_cover=True) | Q(is_on_call=True), day__range=(on, last))
    shown: dict[int, bool] = {}
    for person, is_night in rows.order_by().values_list("person", "is_night").distinct():
        shown[person] = shown.get(person, False) or is_night
    return shown


@dataclass(frozen=True)
class UnitCoverage:
    """The coverage of a unit for a tool, whole and by profession and period.

    ``whole`` is left out where fewer than eight people are on the shifts and names may not be
    seen. ``is_merged``: whether cells of fewer than eight people were put together.
    """

    unit: Level
    tool: KnownTool
    whole: Coverage | None
    cells: tuple[Cell, ...]
    is_merged: bool


def coverage_table(unit: Level, tool: str, *, on: date, by_name: bool) -> UnitCoverage:
    """Return the coverage of a unit by profession, and by night and day.

    ``by_name``: whether it is for somebody who may see readiness by name; for anybody else no
    cell is of fewer than eight people. Somebody who works at night in the coming days is of the
    night, the others are of the day.
    """
    hospital = unit.hospital_id or unit.pk
    known = tool_named(hospital, tool)
    shown = people_on_shifts(unit, on=on)
    rows = Person.objects.for_hospital(hospital).filter(pk__in=shown).select_related("role")
    people = list(rows)
    ready = ready_among(people, tool, known.major, on=on)
    counts: dict[tuple[str, str], list[int]] = {}
    for person in people:
        key = (person.role.key, "night" if shown[person.pk] else "day")
        count = counts.setdefault(key, [0, 0])
        count[0] += 1
        count[1] += person.pk in ready
    cells = tuple(Cell(*key, *count) for key, count in sorted(counts.items()))
    nights = {pk for pk, is_night in shown.items() if is_night}
    whole = Coverage(len(people), len(ready), len(nights), len(ready & nights))
    if by_name:
        return UnitCoverage(unit, known, whole, cells, is_merged=False)
    shown_cells = merged(cells, least=LEAST_PEOPLE)
    return UnitCoverage(unit, known, _told(whole, shown_cells), shown_cells, is_merged=True)


def _told(whole: Coverage, cells: Iterable[Cell]) -> Coverage | None:
    """Return the sums of a unit as far as they isolate nobody, beside the cells that are shown.

    The night is told where what its cells, or those of the day, leave of it is of nobody or of
    enough people.
    """
    if whole.people < LEAST_PEOPLE:
        return None
    rests = {"night": whole.night_people, "day": whole.people - whole.night_people}
    for cell in cells:
        if cell.period in rests:
            rests[cell.period] -= cell.people
    if all(rest == 0 or rest >= LEAST_PEOPLE for rest in rests.values()):
        return whole
    return Coverage(whole.people, whole.ready, 0, 0)

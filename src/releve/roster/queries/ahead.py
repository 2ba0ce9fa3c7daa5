"""What is to be done next in each unit: the month to finish, and how it stands, in figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from releve.people.models import Level
from releve.roster.models import Roster, Search, Version
from releve.roster.vocabulary import LIVE_STATES

Step = Literal["open", "solve", "wait", "publish", "done"]
"""*open*: no period lies ahead. *solve*: it has no roster. *wait*: a search is under way.
*publish*: a roster waits to be read. *done*: everything ahead is published."""

STEPS: tuple[Step, ...] = ("publish", "wait", "solve", "open", "done")


@dataclass(frozen=True)
class UnitAhead:
    """A unit, the period to finish, the version it opens with, and the last search."""

    unit: Level
    step: Step
    roster: Roster | None = None
    version: Version | None = None
    search: Search | None = None


def units_ahead(units: Iterable[Level], *, today: date) -> list[UnitAhead]:
    """Return what each unit has to do next, most pressing first, in three queries a hospital."""
    by_hospital: dict[int, list[Level]] = {}
    for unit in units:
        if unit.hospital_id is not None:
            by_hospital.setdefault(unit.hospital_id, []).append(unit)
    found = [
        line
        for hospital, known in by_hospital.items()
        for line in _of_hospital(hospital, known, today)
    ]
    return sorted(found, key=_pressing)


def _pressing(line: UnitAhead) -> tuple[date, int, str]:
    starts_on = line.roster.starts_on if line.roster and line.step != "done" else date.max
    return (starts_on, STEPS.index(line.step), line.unit.name)


def _of_hospital(hospital: int, units: list[Level], today: date) -> list[UnitAhead]:
    rosters = Roster.objects.for_hospital(hospital).filter(unit__in=units, ends_on__gte=today)
    by_unit: dict[int, list[Roster]] = {}
    for roster in rosters.order_by("starts_on"):
        by_unit.setdefault(roster.unit_id, []).append(roster)
    keys = [roster.pk for known in by_unit.values() for roster in known]
    versions = _versions(hospital, keys)
    searches = _searches(hospital, keys)
    return [_ahead(unit, by_unit.get(unit.pk, []), versions, searches) for unit in units]


def _versions(hospital: int, rosters: list[int]) -> dict[int, list[Version]]:
    known: dict[int, list[Version]] = {}
    rows = Version.objects.for_hospital(hospital).filter(roster__in=rosters)
    for version in rows.defer("found", "judged").order_by("-number"):
        known.setdefault(version.roster_id, []).append(version)
    return known


def _searches(hospital: int, rosters: list[int]) -> dict[int, Search]:
    # The last search of each period: later rows take the place of earlier ones.
    rows = Search.objects.for_hospital(hospital).filter(roster__in=rosters)
    return {row.roster_id: row for row in rows.defer("best", "reasons").order_by("pk")}


def _ahead(
    unit: Level,
    rosters: list[Roster],
    versions: dict[int, list[Version]],
    searches: dict[int, Search],
) -> UnitAhead:
    for roster in rosters:
        known = versions.get(roster.pk, [])
        if any(version.state == "published" for version in known):
            continue
        version = next((one for one in known if one.pk == roster.chosen_id), None)
        version = version or (known[0] if known else None)
        search = searches.get(roster.pk)
        return UnitAhead(unit, _step(version, search), roster, version, search)
    if not rosters:
        return UnitAhead(unit, "open")
    last = rosters[-1]
    published = next(one for one in versions[last.pk] if one.state == "published")
    return UnitAhead(unit, "done", last, published, searches.get(last.pk))


def _step(version: Version | None, search: Search | None) -> Step:
    if search is not None and search.state in LIVE_STATES:
        return "wait"
    return "solve" if version is None else "publish"

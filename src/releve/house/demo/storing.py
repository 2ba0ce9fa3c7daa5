"""The demo put into the database, whole or not at all, through the rooms' own verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from releve.house.demo.accounts import store_accounts, store_arrival
from releve.house.demo.calendars import Calendar, Month, month_of
from releve.house.demo.given import give_back
from releve.house.demo.group import Group
from releve.house.demo.life import is_proposed, live_before, live_on, publish_proposed
from releve.house.demo.places import (
    DEMO_UNIT,
    GHT_CODE,
    GHT_NAME,
    MOST_ROUNDS,
    NEXT_UNIT,
    POLES,
    SCHOOL_ZONE,
    UNITS,
    Hospital,
    Unit,
    hospitals_of,
    units_of_round,
)
from releve.house.demo.story import Story
from releve.house.demo.wards import PACK, Published, Ward
from releve.house.demo.wishes import store_wishes
from releve.house.own_tools import register_everywhere
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions import (
    import_contracts,
    import_levels,
    import_persons,
    import_restrictions,
    import_unavailability,
    set_school_zone,
)
from releve.people.models import Account, HospitalQuerySet, Level, Person
from releve.people.vocabulary import COLUMNS, LEVEL_COLUMNS
from releve.roster.actions import open_roster
from releve.roster.actions.publishing import put_in_force
from releve.roster.actions.versions import judged_version, keep_version
from releve.roster.engine.problem import Restriction
from releve.roster.models import Demand, Roster

_ = translator("releve.house")

LEAD_DAYS = 21
"""Days before its first on which a month of the demo was shown to its team."""

OnUnit = Callable[[int, int], None]
"""Told how many units are stored, and out of how many."""


def stored_month() -> Month | None:
    """Return the month that the demo in this database prepares, or nothing without a demo.

    Raises BadInputError where the database holds anything that is not the demo's.
    """
    codes = {level.code for level in Level.objects.all()}
    if codes - _own_codes() or Account.objects.above_hospitals().filter(is_demo=False).exists():
        raise BadInputError(
            _(
                "this database holds another hospital; set RELEVE_HOME (or DATABASE_URL) "
                "to an empty place for the demo"
            )
        )
    if GHT_CODE not in codes:
        return None
    return month_of(_periods().order_by("starts_on")[2].starts_on)


def open_demand() -> Demand:
    """Return the demand of the month that the demo ward prepares."""
    hospital = Level.objects.get(code=DEMO_UNIT.hospital.code)
    roster = _periods().order_by("starts_on")[2]
    demands = Demand.objects.for_hospital(hospital).filter(roster=roster)
    return demands.order_by("-number")[0]


def store_group(group: Group, *, on_unit: OnUnit | None = None) -> None:
    """Save a group in one transaction; where somebody was quicker, change nothing."""
    with transaction.atomic():
        if stored_month() is not None:
            return
        places = tuple(dict.fromkeys((*UNITS, *(ward.unit for ward in group.wards))))
        import_levels(_rows(LEVEL_COLUMNS, _levels(places)), actor=HOUSE)
        for hospital in hospitals_of(places):
            wards = [ward for ward in group.wards if ward.unit.hospital == hospital]
            _store_people(hospital, wards, group.calendar)
        units = {level.code: level for level in Level.objects.filter(kind="unit")}
        own = next(ward for ward in group.wards if ward.unit == DEMO_UNIT)
        store_accounts(caregiver=own.members[0].code, manager=own.members[-1].code)
        story = _story(units[DEMO_UNIT.full_code], own)
        live_before(story, own, then=[units[NEXT_UNIT.full_code]])
        for number, ward in enumerate(group.wards, start=1):
            _store_months(units[ward.unit.full_code], ward, story if ward is own else None)
            if on_unit is not None:
                on_unit(number, len(group.wards))
        live_on(story)
        store_arrival(from_on=story.today)
        store_wishes(story.unit, group.calendar, now=story.now)
        register_everywhere()


def _story(unit: Level, ward: Ward) -> Story:
    """Return who the demo ward is: its rostered people by code, and its manager apart."""
    known = Person.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)
    people = {one.code: one for one in known.select_related("unit", "role", "hospital")}
    *team, manager = (people[member.code] for member in ward.members)
    return Story(unit, tuple(team), manager, timezone.now())


def _own_codes() -> set[str]:
    largest = [unit for number in range(1, MOST_ROUNDS + 1) for unit in units_of_round(number)]
    return {code for code, _kind, _name, _parent in _levels(largest)}


def _periods() -> HospitalQuerySet[Roster]:
    hospital = Level.objects.get(code=DEMO_UNIT.hospital.code)
    unit = Level.objects.get(code=DEMO_UNIT.full_code)
    return Roster.objects.for_hospital(hospital).filter(unit=unit)


def _levels(units: Sequence[Unit]) -> Iterator[tuple[str, str, str, str]]:
    yield GHT_CODE, "ght", GHT_NAME, ""
    for hospital in hospitals_of(units):
        site = f"{hospital.prefix}-SITE"
        yield hospital.code, "hospital", hospital.name, GHT_CODE
        yield site, "site", hospital.site, hospital.code
        poles = {unit.pole: unit.pole_code for unit in units if unit.hospital == hospital}
        for pole, code in poles.items():
            yield code, "pole", POLES[pole], site
    for unit in units:
        yield unit.full_code, "unit", unit.name, unit.pole_code


def _store_people(hospital: Hospital, wards: Sequence[Ward], calendar: Calendar) -> None:
    first, last = calendar.first, calendar.prepared.last
    set_school_zone(Level.objects.get(code=hospital.code), SCHOOL_ZONE, actor=HOUSE)
    everybody = [(ward, member) for ward in wards for member in ward.members]
    persons = (
        (m.code, m.family_name, m.given_name, ward.unit.full_code, m.role, "|".join(m.skills))
        for ward, m in everybody
    )
    contracts = ((m.code, m.share, PACK, m.regime, m.since, "", "") for _ward, m in everybody)
    restrictions = (
        (m.code, one.from_on, one.to_on or "", _restriction(one))
        for _ward, m in everybody
        for one in m.restrictions
    )
    away = (row for ward in wards for row in ward.absences(first, last))
    code = hospital.code
    import_persons(_rows(COLUMNS["persons"], persons), actor=HOUSE, hospital_code=code)
    import_contracts(_rows(COLUMNS["contracts"], contracts), actor=HOUSE, hospital_code=code)
    import_restrictions(
        _rows(COLUMNS["restrictions"], restrictions), actor=HOUSE, hospital_code=code
    )
    import_unavailability(_rows(COLUMNS["unavailability"], away), actor=HOUSE, hospital_code=code)


def _restriction(one: Restriction) -> str:
    return f"{one.kind}={'+'.join(one.weekdays)}" if one.weekdays else one.kind


def _rows(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> list[Row]:
    """Return lines as an import reads them from a file."""
    return [
        Row(number, dict(zip(columns, (str(cell) for cell in cells), strict=True)))
        for number, cells in enumerate(lines, start=2)
    ]


def _store_months(unit: Level, ward: Ward, story: Story | None) -> None:
    """Save a unit's months; with a story, its engine proposed those that it was open for."""
    for month in ward.published:
        _store_published(unit, month, story)
    if story is not None:
        # Before the month to prepare, of which the team's choices protect some time.
        give_back(story, Month(ward.prepared.starts_on, ward.prepared.ends_on))
    open_roster(unit, ward.prepared, actor=HOUSE)


def _store_published(unit: Level, month: Published, story: Story | None) -> None:
    roster = open_roster(unit, month.problem, actor=HOUSE)
    demand, shown = roster.demands.get(), _shown_at(roster)
    if story is not None and is_proposed(story, shown):
        publish_proposed(story, demand, month, shown)
        return
    version = keep_version(judged_version(demand, month.result, verdict=month.verdict), actor=HOUSE)
    put_in_force(version, actor=HOUSE, at=shown)


def _shown_at(roster: Roster) -> datetime:
    """Return when a month of the demo was shown to its team; never in the future."""
    day = roster.starts_on - timedelta(days=LEAD_DAYS)
    return min(timezone.make_aware(datetime.combine(day, time(9))), timezone.now())

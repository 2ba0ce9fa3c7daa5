"""A unit's cycle: made, changed, given to people, retired, and a month begun from it.

Each change is a new version with everybody's places; the one before it keeps what it was. Who
changes it says which version she has seen, so that two managers never undo each other's work.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level, Person
from releve.people.queries import account_of, check_at, check_home
from releve.roster.actions.noting import note_cycle
from releve.roster.actions.versions import judged_version, keep_version
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.cycle import CyclePlace as EnginePlace
from releve.roster.engine.cycle.rolling import check_places
from releve.roster.engine.problem.checks import FieldError
from releve.roster.engine.result import Result
from releve.roster.engine.score import score
from releve.roster.models import Cycle, CyclePlace, Roster, Version
from releve.roster.queries.cycles import cycle_of, cycles_of, month_from_cycle, places_of
from releve.trail.actions import note_change

ENGINE = "cycle"
"""What found a roster that was begun from a cycle, beside the names of searches."""

NONE_SEEN = 0
"""The version that somebody has seen who makes a cycle where there was none."""


class StaleCycleError(Exception):
    """Somebody has changed a unit's cycle since it was seen; now nothing has changed."""


class NoCycleError(ValueError):
    """A unit has no cycle in use, or nobody walks it in the month that should begin from it."""


@needs(Permission.MANAGE_ROSTER)
def keep_cycle(unit: Level, cycle: EngineCycle, *, actor: Actor, seen: int) -> Cycle:
    """Save a unit's cycle as its next version; whoever walks it stays where that place exists.

    ``seen``: the number of the version that is being changed, 0 where there is none. Raises
    ``StaleCycleError``, ``ValueError`` where the level is no unit, and ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    if unit.hospital_id is None or unit.kind != "unit":
        raise ValueError(f"{unit.code} is no unit of a hospital")
    with transaction.atomic():
        before = _locked(unit, seen)
        places = [] if before is None else [p for p in places_of(before) if _fits(cycle, p)]
        return _next(unit, cycle, places, before, actor=actor)


@needs(Permission.MANAGE_ROSTER)
def place_on_cycle(unit: Level, places: Sequence[EnginePlace], *, actor: Actor, seen: int) -> Cycle:
    """Save who walks a unit's cycle, everybody at once, as its next version.

    ``seen`` and ``StaleCycleError`` as in ``keep_cycle``. Raises ``NoCycleError``,
    ``FieldError`` at a place that cannot be, and ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    with transaction.atomic():
        before = _locked(unit, seen)
        if before is None:
            raise NoCycleError(unit.code)
        check_places(before.cycle, places)
        return _next(unit, before.cycle, places, before, actor=actor)


@needs(Permission.MANAGE_ROSTER)
def retire_cycle(unit: Level, *, actor: Actor, seen: int) -> None:
    """End the use of a unit's cycle; its versions stay.

    ``seen`` and ``StaleCycleError`` as in ``keep_cycle``. Raises ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    with transaction.atomic():
        before = _locked(unit, seen)
        if before is not None:
            _end(before)
            note_cycle(actor, "roster.cycle.retire", before)


@needs(Permission.MANAGE_ROSTER)
def begin_from_cycle(roster: Roster, *, actor: Actor) -> Version:
    """Save what the unit's cycle gives a month as a draft version of it.

    Days on which somebody is away stay empty. Raises ``NoCycleError`` and ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, roster.unit)
    row, demand = cycle_of(roster.unit), roster.demands.order_by("-number").first()
    if row is None or demand is None:
        raise NoCycleError(roster.unit.code)
    problem = demand.problem
    answer, _left_empty = month_from_cycle(row, problem)
    if not answer:
        raise NoCycleError(roster.unit.code)
    result = Result("feasible", answer, score(problem, answer), engine=ENGINE)
    version = judged_version(demand, result, by=account_of(actor))
    return keep_version(version, actor=actor)


@needs(Permission.PURGE)
def delete_cycles(cycles: Sequence[Cycle], *, hospital: Level, actor: Actor) -> int:
    """Delete versions of cycles of a hospital that are out of use; return how many.

    Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    ended = Cycle.objects.for_hospital(hospital).filter(ended_at__isnull=False)
    keys = list(ended.filter(pk__in=[one.pk for one in cycles]).values_list("pk", flat=True))
    if not keys:
        return 0
    with transaction.atomic():
        ended.filter(pk__in=keys).delete()
        note_change(
            actor,
            "roster.cycle.purge",
            kind="hospital",
            key=hospital.pk,
            hospital=hospital.pk,
            after={"count": len(keys)},
        )
    return len(keys)


def _locked(unit: Level, seen: int) -> Cycle | None:
    """Return the version in use, the unit held so that two who change it take turns."""
    Level.objects.select_for_update(no_key=True).get(pk=unit.pk)
    row = cycle_of(unit)
    if (NONE_SEEN if row is None else row.number) != seen:
        raise StaleCycleError
    return row


def _fits(cycle: EngineCycle, place: EnginePlace) -> bool:
    line = cycle.line_by_id.get(place.line)
    return line is not None and place.offset in line.starts


def _next(
    unit: Level,
    cycle: EngineCycle,
    places: Sequence[EnginePlace],
    before: Cycle | None,
    *,
    actor: Actor,
) -> Cycle:
    hospital, people = unit.hospital_id or 0, _people(unit, places)
    if before is not None:
        _end(before)
    last = cycles_of(unit).order_by("-number").values_list("number", flat=True).first()
    row = Cycle.objects.create(
        hospital_id=hospital,
        unit=unit,
        number=1 + (last or 0),
        content=cycle.to_json(),
        made_at=timezone.now(),
        made_by=account_of(actor),
    )
    CyclePlace.objects.bulk_create(
        CyclePlace(
            hospital_id=hospital,
            cycle=row,
            person=people[place.person],
            line=place.line,
            offset=place.offset,
            from_on=place.from_on,
            to_on=place.to_on,
        )
        for place in places
    )
    note_cycle(actor, "roster.cycle.keep", row)
    return row


def _people(unit: Level, places: Sequence[EnginePlace]) -> dict[str, Person]:
    """Return the people of some places by code. Raises ``FieldError`` where one is unknown."""
    wanted = {place.person for place in places}
    found = Person.objects.for_hospital(unit.hospital_id or 0).filter(code__in=wanted)
    by_code = {person.code: person for person in found}
    for at, place in enumerate(places):
        if place.person not in by_code:
            raise FieldError((at, "person"), f"nobody has the code {place.person!r}")
    return by_code


def _end(row: Cycle) -> None:
    found = Cycle.objects.for_hospital(row.hospital_id).filter(pk=row.pk)
    found.update(ended_at=timezone.now())

"""Who is given an open shift: settled once, by the way that was chosen when it was opened.

Each volunteer in turn, until the law and the facts allow one; of a shift that somebody has by now
the offer is closed, and those who would have taken it are told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Person
from releve.people.queries import check_at
from releve.roster.actions.changing import Prepared, write_change
from releve.roster.actions.noting import note_opening
from releve.roster.actions.swaps import ExchangeRefusedError, prepared_for, published
from releve.roster.actions.telling import tell
from releve.roster.actions.versions import ATTEMPTS, StaleRosterError, hold
from releve.roster.engine.live import edits_for
from releve.roster.models import OpenShift, Version, Volunteer
from releve.roster.queries.edits import live_judge
from releve.roster.queries.exchanges import (
    may_take,
    openings_in,
    recent_extras,
    starts_at,
    volunteers_of,
)
from releve.roster.queries.holes import missing_at
from releve.shifts.faults import ClashError, ShiftsError

COVER = "cover"
"""Why a shift changes, as ``shifts`` has it: for the cover."""


class _PassedOverError(Exception):
    """Of all volunteers this one cannot be given the shift; the next one may be."""

    def __init__(self, one: Volunteer) -> None:
        super().__init__(str(one.pk))
        self.one = one


@needs(Permission.MANAGE_ROSTER)
def allot_shift(opening: OpenShift, *, actor: Actor, at: datetime) -> OpenShift:
    """Give an open shift to one of its volunteers, by the way that was chosen when it opened.

    Of those whom the law allows: who had the fewest extra shifts of late, equal ones by the
    draw of its seed; or who said so first. Raises ExchangeRefusedError (*window* before its
    end, *nobody* where nobody may take it, *covered* where somebody has the shift by now: then
    it is closed) and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, opening.roster.unit)
    if opening.way == "fewest" and at < opening.closes_at:
        raise ExchangeRefusedError("window")
    return settle(opening, actor=actor, at=at)


@needs(Permission.MANAGE_ROSTER)
def close_opening(opening: OpenShift, *, actor: Actor, at: datetime) -> OpenShift:
    """No longer offer a shift: those who would have taken it are told. Twice is once.

    Raises ExchangeRefusedError where it is filled, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, opening.roster.unit)
    with transaction.atomic():
        held = held_opening(opening)
        if held.state == "filled":
            raise ExchangeRefusedError("filled")
        _close(held, actor=actor, at=at)
    return held


def in_order(
    opening: OpenShift, waiting: Sequence[Volunteer], extras: dict[int, int]
) -> list[Volunteer]:
    """Return volunteers in the order in which a shift is theirs; the same again for a seed.

    An order for one shift only, worked out when it is allotted and kept nowhere.
    """
    if opening.way == "first":
        return sorted(waiting, key=lambda one: one.pk)
    drawn = sorted(waiting, key=lambda one: one.person_id)
    Random(opening.seed).shuffle(drawn)  # noqa: S311 - a draw that can be made again, no secret
    return sorted(drawn, key=lambda one: extras[one.person_id])


def settle(opening: OpenShift, *, actor: Actor, at: datetime) -> OpenShift:
    """Give it to the first in order who can have it, again where the month moved meanwhile.

    Raises as ``allot_shift``; the caller has asked who may.
    """
    passed: set[int] = set()
    attempts = 0
    while attempts < ATTEMPTS:
        try:
            held, is_covered = _settled(opening, passed, actor=actor, at=at)
        except StaleRosterError:
            attempts += 1
        except _PassedOverError as over:
            passed.add(over.one.pk)
        else:
            if is_covered:
                raise ExchangeRefusedError("covered")
            return held
    raise ExchangeRefusedError("busy")


def held_opening(opening: OpenShift) -> OpenShift:
    """Return an open shift as it stands; its period is held first, always in this order."""
    hold(opening.roster)
    found = openings_in(opening.hospital_id).select_for_update(of=("self",), no_key=True)
    return found.get(pk=opening.pk)


def tell_of(
    opening: OpenShift, code: str, persons: Sequence[Person], *, actor: Actor, at: datetime
) -> None:
    """Tell people something of an open shift, in the caller's transaction."""
    tell(persons, code, opening.facts, actor=actor, at=at)


# -- inside --------------------------------------------------------------------------------------


def _settled(
    opening: OpenShift, passed: Collection[int], *, actor: Actor, at: datetime
) -> tuple[OpenShift, bool]:
    """Return how it stands, and whether it was closed because its hole is there no longer."""
    waiting = volunteers_of(opening)
    version = published(opening.roster)
    is_covered = opening.fills_hole and not missing_at(version, opening)
    left = [one for one in waiting if one.pk not in passed]
    found = None if is_covered else _candidate(opening, version, left, at)
    prepared = None if found is None else _prepared(opening, version, found, at)
    with transaction.atomic():
        held = held_opening(opening)
        if held.state != "open":
            return held, False
        others = volunteers_of(held)
        if is_covered:
            if published(held.roster) != version:
                raise StaleRosterError
            _close(held, actor=actor, at=at)
            return held, True
        if _is_other(held, waiting, others, found):
            raise StaleRosterError
        if found is None or prepared is None:
            raise ExchangeRefusedError("nobody")
        _fill(held, found, prepared, others, actor=actor, at=at)
    return held, False


def _is_other(
    opening: OpenShift,
    before: Sequence[Volunteer],
    now: Sequence[Volunteer],
    found: Volunteer | None,
) -> bool:
    """Whether those who volunteer now could change who is given the shift."""
    if opening.way == "first":
        return found is not None and found.pk not in {one.pk for one in now}
    return [one.pk for one in before] != [one.pk for one in now]


def _candidate(
    opening: OpenShift, version: Version, waiting: Sequence[Volunteer], at: datetime
) -> Volunteer | None:
    problem = version.demand.problem
    if opening.shift not in problem.shift_by_code:  # the unit no longer has such a shift
        raise ExchangeRefusedError("gone")
    if starts_at(problem, opening.day, opening.shift) <= at:
        raise ExchangeRefusedError("past")
    people = [one.person for one in waiting]
    extras = recent_extras(people, opening.hospital_id, today=timezone.localdate(at))
    order = in_order(opening, waiting, extras)
    return next((one for one in order if may_take(version, opening, one.person.code)), None)


def _prepared(opening: OpenShift, version: Version, one: Volunteer, at: datetime) -> Prepared:
    edits = edits_for([opening.move(one.person.code)], live_judge(version))
    try:
        return prepared_for(version, edits, at)
    except ExchangeRefusedError:
        raise _PassedOverError(one) from None


def _fill(
    opening: OpenShift,
    one: Volunteer,
    prepared: Prepared,
    waiting: Sequence[Volunteer],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    try:
        write_change(prepared, actor=actor, reason=COVER, agreed_by=[one.person])
    except ClashError:  # she has a shift at that time elsewhere in the hospital
        raise _PassedOverError(one) from None
    except ShiftsError:  # a closed month, or a change that somebody has answered for
        raise ExchangeRefusedError("month") from None
    opening.state, opening.filled_by, opening.ended_at = "filled", one.person, at
    opening.save(update_fields=["state", "filled_by", "ended_at"])
    note_opening(actor, "roster.opening.fill", opening)
    tell_of(opening, "opening_yours", [one.person], actor=actor, at=at)
    others = [other.person for other in waiting if other.person_id != one.person_id]
    tell_of(opening, "opening_filled", others, actor=actor, at=at)


def _close(opening: OpenShift, *, actor: Actor, at: datetime) -> None:
    if opening.state != "open":
        return
    opening.state, opening.ended_at = "closed", at
    opening.save(update_fields=["state", "ended_at"])
    note_opening(actor, "roster.opening.close", opening)
    waiting = [one.person for one in volunteers_of(opening)]
    tell_of(opening, "opening_closed", waiting, actor=actor, at=at)

"""A ward's period opened with its demand, and the versions that answer it."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from releve import __version__
from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Account, Level
from releve.people.queries import account_of, check_at
from releve.roster.actions.noting import note_demand, note_roster, note_version
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Result, Verdict
from releve.roster.engine.stored import result_text, verdict_text
from releve.roster.models import Demand, Roster, Version
from releve.roster.queries.making import packs_of
from releve.roster.queries.protected import with_choices

ATTEMPTS = 5
"""How often a number taken by somebody else in the same moment is asked for again."""


class PeriodClashError(ValueError):
    """A unit's period would overlap one that is open already; ``roster`` is that one."""

    def __init__(self, roster: Roster) -> None:
        super().__init__(f"{roster.unit_id}: open already from {roster.starts_on}")
        self.roster = roster


class StaleRosterError(Exception):
    """Somebody has changed a period since it was seen; now nothing has changed."""


@needs(Permission.MANAGE_ROSTER)
def open_roster(unit: Level, problem: Problem, *, actor: Actor) -> Roster:
    """Open a unit's period with what is asked of it; a changed problem is a new demand.

    The period is known by its unit and its dates. Asking again with the same problem changes
    nothing. The protected time of the demand is what the unit's team has set aside in the ledger,
    whatever ``problem`` says of it. Raises ``ValueError`` where the level is no unit of a
    hospital, ``PeriodClashError`` where another period of the unit has some of the days, and
    ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    hospital = unit.hospital
    if hospital is None or unit.kind != "unit":
        raise ValueError(f"{unit.code} is no unit of a hospital")
    with transaction.atomic():
        # Two who open overlapping periods would not see each other's: the unit serves as lock.
        Level.objects.select_for_update(no_key=True).get(pk=unit.pk)
        roster = _period(hospital, unit, problem, actor=actor)
        _demand(roster, with_choices(unit, problem).to_json(), actor=actor)
    return roster


def _period(hospital: Level, unit: Level, problem: Problem, *, actor: Actor) -> Roster:
    dates = {"starts_on": problem.starts_on, "ends_on": problem.ends_on}
    others = Roster.objects.for_hospital(hospital).filter(unit=unit)
    met = others.filter(starts_on__lte=problem.ends_on, ends_on__gte=problem.starts_on).first()
    if met is None:
        roster = Roster.objects.create(hospital=hospital, unit=unit, **dates)
        note_roster(actor, "roster.period.open", roster, after=dates)
        return roster
    if (met.starts_on, met.ends_on) != (problem.starts_on, problem.ends_on):
        raise PeriodClashError(met)
    return met


def _demand(roster: Roster, content: str, *, actor: Actor) -> None:
    digest = hashlib.sha256(content.encode()).hexdigest()
    # Held, so that a search that is being saved answers the newest demand or says it does not.
    hold(roster)
    last = roster.demands.order_by("-number").first()
    if last is not None and last.digest == digest:
        return
    count_change(roster)
    demand = Demand.objects.create(
        hospital_id=roster.hospital_id,
        roster=roster,
        number=1 if last is None else last.number + 1,
        digest=digest,
        content=content,
        made_at=timezone.now(),
        made_by=account_of(actor),
    )
    note_demand(actor, demand)


@needs(Permission.MANAGE_ROSTER)
def save_version(
    demand: Demand,
    result: Result,
    *,
    actor: Actor,
    aim: str = "balanced",
) -> Version:
    """Save an answer as the next version of its period; the first one saved is chosen.

    Raises ``ValueError`` where the result has no answer to save, and ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, demand.roster.unit)
    by = account_of(actor)
    return keep_version(judged_version(demand, result, aim=aim, by=by), actor=actor)


def judged_version(
    demand: Demand,
    result: Result,
    *,
    aim: str = "balanced",
    by: Account | None = None,
    verdict: Verdict | None = None,
) -> Version:
    """Return an answer as a version that is not saved yet, judged outside any transaction.

    The judge is asked here, once, so that a page shows what was found of this very answer;
    ``verdict`` is what it said, where it has been asked already. Raises ``ValueError`` where
    the result has no answer to save.
    """
    score = result.score
    if score is None:
        raise ValueError("a result without an answer is no version")
    if verdict is None:
        verdict = plan_verdict(demand.problem, result.answer)
    return Version(
        hospital_id=demand.hospital_id,
        roster_id=demand.roster_id,
        demand=demand,
        aim=aim,
        found=result_text(result),
        judged=verdict_text(verdict),
        holes=len(score.holes),
        breaches=len(verdict.hard),
        cost=score.cost,
        packs=packs_of(demand.problem),
        engine_version=__version__,
        made_at=timezone.now(),
        made_by=by,
    )


def keep_version(version: Version, *, actor: Actor, verb: str = "roster.version.save") -> Version:
    """Save a judged version under the next number; the first one of a period is chosen.

    ``actor`` is in whose name it is noted, under ``verb``; whether she may was asked before.
    """
    with transaction.atomic():
        roster = hold(version.roster)
        _number(version)
        note_version(actor, verb, version)
        if roster.chosen_id is None:
            mark_chosen(version, actor=actor)
    return version


@needs(Permission.MANAGE_ROSTER)
def choose_version(version: Version, *, actor: Actor, seen: int | None = None) -> None:
    """Make a version the one that the period's page opens with; another may be chosen later.

    ``seen``: the revision of the period that whoever chooses has before her. Raises
    ``StaleRosterError`` where that is no longer how it stands, and ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    with transaction.atomic():
        check_seen(hold(version.roster), seen)
        mark_chosen(version, actor=actor)


def mark_chosen(version: Version, *, actor: Actor) -> None:
    """Choose a version of a period that is held."""
    count_change(version.roster, chosen=version)
    note_version(actor, "roster.version.choose", version)


def check_seen(roster: Roster, seen: int | None) -> None:
    """Refuse a change by somebody who has seen another state of the period, which is held."""
    if seen is not None and seen != roster.revision:
        raise StaleRosterError


def count_change(roster: Roster, **facts: object) -> None:
    """Save what a period stands at now under its next revision; it is held already."""
    found = Roster.objects.for_hospital(roster.hospital_id).filter(pk=roster.pk)
    found.update(revision=F("revision") + 1, **facts)


def hold(roster: Roster) -> Roster:
    """Return a period as it stands, held until the caller's transaction ends: one at a time."""
    rosters = Roster.objects.for_hospital(roster.hospital_id).select_for_update(no_key=True)
    return rosters.get(pk=roster.pk)


def siblings(version: Version) -> QuerySet[Version]:
    """Return the versions of a version's period."""
    return Version.objects.for_hospital(version.hospital_id).filter(roster_id=version.roster_id)


def _number(version: Version) -> None:
    """Save under the next number, again where two saved in the same moment."""
    for attempt in range(ATTEMPTS):
        numbers = siblings(version).order_by("-number").values_list("number", flat=True)
        version.number = 1 + (numbers.first() or 0)
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError:
            if attempt + 1 == ATTEMPTS:
                raise
        else:
            return

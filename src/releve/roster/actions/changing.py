"""A published month changed otherwise than by a draft: a new version, judged whole, published.

The one door through which an accepted exchange or a filled open shift reaches the team. The
version is made and judged outside any transaction; it is written only where the published one
is still the one that it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Person
from releve.people.queries import check_at
from releve.roster.actions.noting import decider, note_roster
from releve.roster.actions.publishing import check_reason, put_in_force
from releve.roster.actions.versions import (
    StaleRosterError,
    hold,
    judged_version,
    keep_version,
)
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.live import Edit
from releve.roster.engine.live.outcome import beside
from releve.roster.engine.live.story import barring
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Breach
from releve.roster.engine.score import score
from releve.roster.models import Roster, Version
from releve.roster.queries.demand import asked_now, fitting, newer_demand
from releve.roster.queries.publication import published_of


class NotPublishedError(Exception):
    """The period has no published version to change."""


class ChangeUnlawfulError(Exception):
    """A hard rule forbids the change, and no recorded decision lifts it; nothing has changed."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        super().__init__(", ".join(dict.fromkeys(breach.rule for breach in breaches)))
        self.breaches = breaches


@dataclass(frozen=True)
class Prepared:
    """A version that is judged and not saved yet, and the published one that it is made from.

    ``asked``: the key of what was asked of the period when it was judged.
    """

    version: Version
    made_from: Version
    asked: int | None


@needs(Permission.MANAGE_ROSTER)
def change_published(
    roster: Roster, edits: Iterable[Edit], *, actor: Actor, reason: str, at: datetime
) -> Version:
    """Publish a new version: the published one with some cells changed together.

    For whoever mends a published month without a draft, as after an absence. Raises
    NotPublishedError, ChangeUnlawfulError where a hard breach without its decision would appear,
    StaleRosterError where another version was published meanwhile, ValueError where an edit
    names no cell or somebody who is asked for no longer, BadInputError where the reason is none
    of those that ``shifts`` knows (a change within 48 hours always has one), and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, roster.unit)
    check_reason(reason)
    made_from = published_of(roster)
    if made_from is None:
        raise NotPublishedError(str(roster))
    return write_change(prepared_change(made_from, edits, at=at), actor=actor, reason=reason)


def prepared_change(made_from: Version, edits: Iterable[Edit], *, at: datetime) -> Prepared:
    """Return a published version with cells changed, audited and weighed whole, not saved.

    ``made_from``: the very version that the edits were worked out on. Judged by what it answers
    and by what is asked of its period now. Raises as ``change_published``. To be called outside
    any transaction: it takes as long as an audit.
    """
    problem, result = made_from.demand.problem, made_from.result
    answer = _edited(made_from, tuple(edits))
    verdict = plan_verdict(problem, answer)
    was = plan_verdict(problem, result.answer)  # by the rules as they are, not as they were
    _check_new(was.hard, verdict.hard)
    asked_key, asked = asked_now(made_from), newer_demand(made_from)
    if asked is not None:
        _check_asked(asked.problem, result.answer, answer)
    after = replace(result, status="feasible", answer=answer, score=score(problem, answer))
    if verdict.hard:  # what a search has proven says nothing of a roster that breaks the law
        after = replace(after, hole_bound=0, bound=None)
    version = judged_version(made_from.demand, after, aim=made_from.aim, verdict=verdict)
    version.made_at = at
    return Prepared(version, made_from, asked_key)


def write_change(
    prepared: Prepared, *, actor: Actor, reason: str, agreed_by: Iterable[Person] = ()
) -> Version:
    """Save and publish a prepared version, in a short transaction of its own or the caller's.

    ``agreed_by``: who has agreed to what changes for her.
    Raises StaleRosterError where the published version is no longer the one it was made from,
    or something else is asked of the period by now.
    """
    version, made_from = prepared.version, prepared.made_from
    with transaction.atomic():
        roster = hold(version.roster)
        held = published_of(roster)
        if held is None or (held.pk, held.found) != (made_from.pk, made_from.found):
            raise StaleRosterError
        if asked_now(held) != prepared.asked:
            raise StaleRosterError
        version.made_by = decider(actor)
        version.begun_from = held
        kept = keep_version(version, actor=actor)
        # Whoever waited for another change comes after it, whenever she began.
        told_at = max(version.made_at, held.published_at or version.made_at)
        # Judged lawful outside, from the very version that is held.
        agreed = frozenset(one.pk for one in agreed_by)
        put_in_force(kept, actor=actor, reason=reason, at=told_at, agreed_by=agreed)
        facts = {"from": held.number, "to": kept.number, "reason": reason}
        note_roster(actor, "roster.published.change", roster, after=facts)
    kept.refresh_from_db(fields=["state"])
    return kept


def _check_new(was: tuple[Breach, ...], now: tuple[Breach, ...]) -> None:
    new = barring(beside(now, was), beside(was, now))
    if new:
        raise ChangeUnlawfulError(new)


def _check_asked(
    problem: Problem, was: tuple[Assignment, ...], now: tuple[Assignment, ...]
) -> None:
    """Refuse what a newer demand forbids; what it forbade before the change may stay."""
    before, after = fitting(problem, was), fitting(problem, now)
    strange = set(now) - set(after) - set(was)
    if strange:
        raise ValueError(f"{min(strange)} is asked for no longer")
    _check_new(plan_verdict(problem, before).hard, plan_verdict(problem, after).hard)


def _edited(version: Version, edits: tuple[Edit, ...]) -> tuple[Assignment, ...]:
    problem = version.demand.problem
    for edit in edits:
        known = edit.person in problem.person_by_id
        known = known and problem.starts_on <= edit.day <= problem.ends_on
        if not known or any(code not in problem.shift_by_code for code in edit.shifts):
            raise ValueError(f"{edit} names a person, a shift or a day that is not there")
    cells = {(edit.person, edit.day) for edit in edits}
    kept = (one for one in version.result.answer if (one.person, one.day) not in cells)
    given = (Assignment(edit.person, edit.day, code) for edit in edits for code in edit.shifts)
    return tuple(sorted((*kept, *given)))

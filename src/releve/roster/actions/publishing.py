"""A version shown to the team: proposed, published as facts, begun again from what is in force.

A published version is never changed: another one takes its place, and it is kept as withdrawn.
Its shifts and the cover it requires are written into ``shifts`` in the same transaction, which
records what changes for whom (décret 2002-9, art. 13: 15 days ahead, 48 hours for a change).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import account_of, check_at
from releve.roster.actions.edits import NotDraftError
from releve.roster.actions.noting import note_version
from releve.roster.actions.proposing import decide_by_publishing
from releve.roster.actions.versions import (
    StaleRosterError,
    check_seen,
    count_change,
    hold,
    judged_version,
    keep_version,
    mark_chosen,
    siblings,
)
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Breach, Result
from releve.roster.engine.score import score
from releve.roster.models import Roster, Version
from releve.roster.queries.demand import asked_now, fitting, latest_demand
from releve.roster.queries.publication import Outdated, edition_for, hard_breaches, outdated
from releve.roster.result_words import breach_text
from releve.shifts.actions import publish_shifts
from releve.shifts.facts import Published
from releve.shifts.vocabulary import CHANGE_REASONS

_ = translator("releve.roster")

MOST_TOLD = 3
"""Breaches that a refusal names; the page has them all."""


class UnlawfulError(BadInputError):
    """A version breaks rules that no recorded decision lifts, so that no team is shown it."""

    def __init__(self, version: Version, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        problem = version.demand.problem
        told = "; ".join(breach_text(problem, one) for one in self.breaches[:MOST_TOLD])
        message = _.plural(
            "version {number} breaks a binding rule that no recorded decision lifts: {told}",
            "version {number} breaks binding rules {count} times and no recorded decision lifts "
            "them: {told}",
            len(self.breaches),
        )
        super().__init__(message.format(number=version.number, count=len(self.breaches), told=told))


class OutdatedError(UnlawfulError):
    """A version answers an older demand, and what is asked now forbids it as it stands."""

    def __init__(self, version: Version, newer: Outdated) -> None:
        self.breaches = newer.breaches
        message = _(
            "what is asked of the period has changed since version {number} was made; begin a "
            "draft from it first: {told}"
        )
        told = "; ".join(newer.lines(MOST_TOLD))
        BadInputError.__init__(self, message.format(number=version.number, told=told))


class NotProposedError(Exception):
    """The version is not proposed, or no longer."""


@needs(Permission.MANAGE_ROSTER)
def publish_version(
    version: Version,
    *,
    actor: Actor,
    seen: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Published:
    """Put a version in force: mark and choose it, and write its shifts as facts.

    The version in force again changes nothing but what its facts lack. ``reason``: a code, due
    where a shift changes less than 48 hours before it begins. ``at``: now, unless replayed.
    ``seen``, ``StaleRosterError`` and ``NotAllowedError`` as in ``choose_version``. Raises
    UnlawfulError, OutdatedError where a newer demand forbids it, BadInputError for a reason that
    is no code, and what ``publish_shifts`` raises; then nothing has changed.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    check_reason(reason)
    asked = _check_lawful(version)
    with transaction.atomic():
        hold(version.roster)
        _check_asked(version, asked)
        return put_in_force(version, actor=actor, seen=seen, reason=reason, at=at)


def put_in_force(
    version: Version,
    *,
    actor: Actor,
    seen: int | None = None,
    reason: str = "",
    at: datetime | None = None,
    agreed_by: frozenset[int] = frozenset(),
) -> Published:
    """Publish a version that is judged lawful already, by somebody who may; see above.

    ``agreed_by``: keys of people who have agreed to what changes for them.
    """
    told_at = at or timezone.now()
    with transaction.atomic():
        roster = hold(version.roster)
        check_seen(roster, seen)
        stands = _check_same(version) == "published"
        edition = edition_for(version, reason=reason, at=told_at, agreed_by=agreed_by)
        published = publish_shifts(roster.unit, edition, actor=actor)
        if not stands or _is_new(published):
            _mark_published(version, roster, told_at)
            note_version(actor, "roster.version.publish", version, state="published", reason=reason)
            decide_by_publishing(version, actor=actor)
        elif roster.chosen_id == version.pk:
            return published  # it is in force, and every fact is there
        mark_chosen(version, actor=actor)
    return published


def _is_new(published: Published) -> bool:
    return bool(published.added or published.withdrawn or published.changes)


def _mark_published(version: Version, roster: Roster, at: datetime) -> None:
    everyone = siblings(version)
    was_shown = everyone.filter(state__in=("published", "withdrawn")).exists()
    everyone.exclude(pk=version.pk).filter(state="published").update(state="withdrawn")
    everyone.filter(pk=version.pk).update(state="published", published_at=at)
    # A month that was shown before its day was kept: nobody knows how early.
    if not was_shown and roster.published_at is None:
        count_change(roster, published_at=at)


@needs(Permission.MANAGE_ROSTER)
def propose_version(version: Version, *, actor: Actor, seen: int | None = None) -> None:
    """Show the team a draft before it is settled; the one proposed before is a draft again.

    What is proposed is not edited: it is taken back first. Raises UnlawfulError,
    ``NotDraftError``, and ``StaleRosterError`` and ``NotAllowedError`` as ``choose_version``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    asked = _check_lawful(version)
    with transaction.atomic():
        check_seen(hold(version.roster), seen)
        if _check_same(version) != "draft":
            raise NotDraftError
        _check_asked(version, asked)
        siblings(version).filter(state="proposed").update(state="draft")
        siblings(version).filter(pk=version.pk).update(state="proposed")
        count_change(version.roster)
        note_version(actor, "roster.version.propose", version, state="proposed")


@needs(Permission.MANAGE_ROSTER)
def take_back_version(version: Version, *, actor: Actor, seen: int | None = None) -> None:
    """Make a proposed version a draft again, which the team does not see.

    Raises ``NotProposedError``, and ``StaleRosterError`` and ``NotAllowedError`` as
    ``choose_version``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    with transaction.atomic():
        check_seen(hold(version.roster), seen)
        if _check_same(version) != "proposed":
            raise NotProposedError
        siblings(version).filter(pk=version.pk).update(state="draft")
        count_change(version.roster)
        note_version(actor, "roster.version.take_back", version, state="draft")


@needs(Permission.MANAGE_ROSTER)
def revise_version(version: Version, *, actor: Actor) -> Version:
    """Begin a draft from a version, against what is asked now; return the draft.

    Cells of people, days or shifts that are asked for no longer are left out. Raises
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    demand = latest_demand(version.roster) or version.demand
    result = version.result
    if demand.pk != version.demand_id:
        result = _carried(demand.problem, result)
    draft = judged_version(demand, result, aim=version.aim, by=account_of(actor))
    draft.begun_from = version
    return keep_version(draft, actor=actor, verb="roster.version.revise")


def check_reason(reason: str) -> None:
    """Raise BadInputError for a reason that is none of the list."""
    if reason not in ("", *CHANGE_REASONS):
        known = ", ".join(CHANGE_REASONS)
        message = _("give one of these reasons: {reasons}").format(reasons=known)
        raise BadInputError(message, place=Place(field="reason"))


def _check_lawful(version: Version) -> int | None:
    """Return the key of what is asked of the period, by which a version was judged as well."""
    asked, breaches = asked_now(version), hard_breaches(version)
    if breaches:
        raise UnlawfulError(version, breaches)
    newer = outdated(version, breaches)
    if newer is not None and newer.forbids:
        raise OutdatedError(version, newer)
    return asked


def _check_asked(version: Version, asked: int | None) -> None:
    """Refuse what was judged by a demand that is the newest no longer; its period is held."""
    if asked_now(version) != asked:
        raise StaleRosterError


def _check_same(version: Version) -> str:
    """Return the state of a version whose period is held; refuse one that has changed since."""
    state, found = siblings(version).values_list("state", "found").get(pk=version.pk)
    if found != version.found:
        raise StaleRosterError
    return state


def _carried(problem: Problem, result: Result) -> Result:
    """Return a result's answer as one to another problem; what was proven was of the other."""
    answer = fitting(problem, result.answer)
    weighed = score(problem, answer)
    return replace(
        result, status="feasible", answer=answer, score=weighed, hole_bound=0, bound=None
    )

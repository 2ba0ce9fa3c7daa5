"""Searches of a period: asked for, stopped, ended, rescued.

One search at a time for a period: the database decides between two who ask together. Whoever
ends a search does it in one short transaction that goes by the row's state, so that an answer
becomes one version at most, however many hands reach for it. In that transaction it is asked
once more whether the answer still answers: the same demand, and somebody who may ask for it and to
whom the engine is open still: a stop that comes while it searches takes its answer away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, may
from releve.kit.gates import operates
from releve.kit.permissions import Permission, needs
from releve.people.queries import account_of, actor_of, check_at
from releve.roster.actions.noting import note_search, searcher
from releve.roster.actions.proposing import keep_proposed, reasons_to_keep
from releve.roster.actions.protecting import protect_minutes
from releve.roster.actions.versions import hold, judged_version
from releve.roster.engine.result import Result
from releve.roster.engine.score import score
from releve.roster.engine.stored import read_answer, reasons_text
from releve.roster.gate import TOOL
from releve.roster.models import Demand, Roster, Search, Version
from releve.roster.queries.searches import is_silent, live_search
from releve.roster.vocabulary import AIMS, ASKED_AIMS, LIVE_STATES
from releve.stewardship.actions.gate import pass_gate, still_open

LOGGER = logging.getLogger(__name__)

ATTEMPTS = 5
"""How often a search that ended while we asked for another is passed over."""

MOST_SECONDS = 3600

Saving = Callable[[], AbstractContextManager[Any]]
"""Opens the transaction in which something is saved; a job's own refuse who lost the job."""


@needs(Permission.MANAGE_ROSTER)
@operates(TOOL)
def ask_search(
    roster: Roster,
    *,
    actor: Actor,
    aim: str = "balanced",
    seconds: int = 60,
    reference: Version | None = None,
) -> tuple[Search, bool]:
    """Return the search under way for a period, and whether it was born of this very call.

    ``seconds``: for the whole search, also where it is for a choice of several rosters.
    ``reference`` is a version to start from, behind which the answer never falls. What the team
    has chosen to protect since is asked of the period first. Raises ``ValueError`` on an unknown
    aim, on aim "stable" without a reference, on seconds out of range, on another period's version
    as reference, and where nothing is asked of the period; ``NotAllowedError`` where the actor
    does not manage the unit's roster, ``GateClosedError`` where the engine is not open to her
    there.
    """
    check_at(actor, Permission.MANAGE_ROSTER, roster.unit)
    pass_gate(actor, TOOL, roster.unit)
    by = account_of(actor)
    demand = _asked_of(roster, aim, seconds, reference)
    for attempt in range(ATTEMPTS):
        live = live_search(roster)
        if live is not None and not is_silent(live, at=timezone.now()):
            return live, False
        if live is not None:
            _rescue(live, actor=actor)
        demand = protect_minutes(roster, actor=actor) or demand
        now = timezone.now()
        try:
            with transaction.atomic():
                search = Search.objects.create(
                    hospital_id=roster.hospital_id,
                    roster=roster,
                    demand=demand,
                    aim=aim,
                    reference=reference,
                    seconds=seconds,
                    asked_at=now,
                    heard_at=now,
                    asked_by=by,
                )
                asked = {"aim": aim, "seconds": seconds, "demand": demand.number}
                note_search(actor, "roster.search.start", search, after=asked)
        except IntegrityError:
            if attempt + 1 == ATTEMPTS:
                raise
        else:
            return search, True
    raise AssertionError("the last attempt returns or raises")


def _asked_of(roster: Roster, aim: str, seconds: int, reference: Version | None) -> Demand:
    """Return what is asked of a period, once a search for it makes sense."""
    if aim == "stable" and reference is None:
        raise ValueError("the fewest changes are counted from a version; none was given")
    if aim not in ASKED_AIMS or not 1 <= seconds <= MOST_SECONDS:
        raise ValueError(f"no search with aim {aim!r} for {seconds} seconds")
    if reference is not None and reference.roster_id != roster.pk:
        raise ValueError("the reference is a version of another period")
    demand = roster.demands.order_by("-number").first()
    if demand is None:
        raise ValueError("nothing is asked of this period yet")
    return demand


@needs(Permission.MANAGE_ROSTER)
def stop_search(search: Search, *, actor: Actor) -> None:
    """Ask a search to end with the best it has; one that has ended stays as it is.

    Raises ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, search.roster.unit)
    with transaction.atomic():
        is_live = live_row(search).update(stop_asked=True)
        if is_live:
            note_search(actor, "roster.search.stop", search)
    if is_live:
        _rescue(search, actor=actor)  # where nobody is left to hear it


def end_search(
    search: Search, result: Result, *, aim: str, saving: Saving = transaction.atomic
) -> bool:
    """Save what a search found at last and close it; return whether this call did.

    An answer no better than the reference is not saved again: the reference stands for it.
    """
    if result.status == "infeasible":
        return _close(
            search,
            "infeasible",
            saving=saving,
            aim_now=aim,
            reasons=reasons_text(result.reasons),
            reasons_are_irreducible=result.reasons_are_irreducible,
        )
    version = _version_of(search, result, aim)
    if result.interrupted:
        return _close(search, "stopped", version, saving=saving, aim_now=aim)
    state = "done" if version or search.version_id else "no_answer"
    return _close(search, state, version, saving=saving, aim_now=aim)


def refuse_closed(search: Search, *, saving: Saving = transaction.atomic) -> bool:
    """Close a search whose answer would not be kept, before it begins; return whether it was so.

    Its demand has changed, or the engine is no longer open to whoever asked.
    """
    with saving():
        conflict = _conflict(search)
        if not conflict or not live_row(search).update(state=conflict, ended_at=timezone.now()):
            return False
        note_search(searcher(search), "roster.search.end", search, after={"state": conflict})
    return True


def keep_found(
    search: Search, result: Result, *, aim: str, saving: Saving = transaction.atomic
) -> bool:
    """Save what a search found under one aim, before the next; return whether it is still live."""
    version = _version_of(search, result, aim)
    reasons = reasons_to_keep(version)
    with saving():
        conflict = _conflict(search) if version is not None else ""
        if conflict:
            live_row(search).update(state=conflict, best="", ended_at=timezone.now())
            return False
        if not live_row(search).update(best="", heard_at=timezone.now()):
            return False
        if version is not None:
            kept = keep_proposed(version, reasons, actor=searcher(search))
            live_row(search).update(version=kept)
    search.refresh_from_db(fields=["version"])
    return True


@needs(Permission.MANAGE_ROSTER)
def rescue_search(search: Search, *, actor: Actor) -> bool:
    """Close a search whose process fell silent, its best answer saved as a version.

    A search that has ended, or was heard of meanwhile, is left alone. Return whether this call
    closed it. Raises ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, search.roster.unit)
    return _rescue(search, actor=actor)


def _rescue(search: Search, *, actor: Actor) -> bool:
    now = live_row(search).select_related("demand", "asked_by").first()
    if now is None or not is_silent(now, at=timezone.now()):
        return False
    return lose_search(now, heard_at=now.heard_at, actor=actor)


def lose_search(
    search: Search,
    *,
    heard_at: datetime | None = None,
    saving: Saving = transaction.atomic,
    actor: Actor | None = None,
) -> bool:
    """Close a search as lost, its best answer saved; return whether this call closed it.

    ``heard_at``: only where nobody has heard of it since. ``actor``: who closes it, the search
    itself where nobody is named. An answer that would break the law is not kept: the search was
    lost on it.
    """
    row = live_row(search).first()
    version = None
    if row is not None and row.best:
        answer = read_answer(row.best)
        weighed = score(row.demand.problem, answer)
        found = Result("feasible", answer, weighed, seconds=row.elapsed_seconds, interrupted=True)
        version = _version_of(row, found, row.aim_now or AIMS[0])
    if version is not None and version.breaches:
        LOGGER.error("search %s: its best answer breaks a rule and is not kept", search.pk)
        version = None
    return _close(search, "lost", version, heard_at=heard_at, saving=saving, actor=actor)


def live_row(search: Search) -> QuerySet[Search]:
    """Return the row of a search as long as it is live: what every change goes by."""
    rows = Search.objects.for_hospital(search.hospital_id).filter(pk=search.pk)
    return rows.filter(state__in=LIVE_STATES)


def _version_of(search: Search, result: Result, aim: str) -> Version | None:
    """Return the version known already where an answer is no better, else one to be saved.

    Where an aim of a choice comes back with the reference alone, what an earlier one found stands.
    """
    if result.score is None:
        return None
    for known in (search.reference, search.version):
        if known is not None and known.demand_id == search.demand_id:
            weighed = known.result.score
            is_same = set(known.result.answer) == set(result.answer)
            if aim == "balanced" and weighed is not None and not known.breaches:
                before = (weighed.hole_cost, weighed.cost)
                is_same = is_same or (result.score.hole_cost, result.score.cost) >= before
            if is_same:
                return search.version or known
    return judged_version(search.demand, result, aim=aim, by=search.asked_by)


def _close(
    search: Search,
    state: str,
    version: Version | None = None,
    *,
    saving: Saving = transaction.atomic,
    heard_at: datetime | None = None,
    actor: Actor | None = None,
    **facts: object,
) -> bool:
    by, reasons = actor or searcher(search), reasons_to_keep(version)
    with saving():
        conflict = _conflict(search) if version is not None else ""
        rows = live_row(search)
        if heard_at is not None:
            rows = rows.filter(heard_at=heard_at)
        if not rows.update(state=conflict or state, ended_at=timezone.now(), **facts):
            return False
        ended = Search.objects.for_hospital(search.hospital_id).filter(pk=search.pk)
        if conflict:
            ended.update(best="")
        elif version is not None:
            kept = keep_proposed(version, reasons, actor=by)
            ended.update(version=kept, best="")
        note_search(by, "roster.search.end", search, after={"state": conflict or state})
    return True


def _conflict(search: Search) -> str:
    """Return the state of a search whose answer must not be kept any more, or nothing.

    The period stays locked until the transaction ends: what is asked of it cannot change.
    """
    roster = hold(search.roster)
    newest = roster.demands.order_by("-number").values_list("pk", flat=True).first()
    if newest != search.demand_id:
        return "stale"
    asker = HOUSE if search.asked_by is None else actor_of(search.asked_by)
    is_manager = may(asker, Permission.MANAGE_ROSTER, level=roster.unit_id)
    return "" if is_manager and still_open(asker, TOOL, roster.unit) else "refused"

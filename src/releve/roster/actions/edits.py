"""A draft changed by hand, cell by cell: judged first, kept with its reason, taken back.

The version holds its answer as it stands; each edit is a row that holds the cell before and
after. An edit says which edit it has seen last: where there is a later one, nothing is changed
and whoever edits is told what the other did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.queries import account_of, check_at
from releve.roster.actions.noting import note_edit
from releve.roster.actions.versions import count_change, hold, judged_version
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.live import Edit, Judgement
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result, Verdict
from releve.roster.engine.score import score
from releve.roster.models import CellEdit, Version
from releve.roster.queries.edits import Journal, journal, live_judge
from releve.roster.vocabulary import EDIT_REASONS

JUDGED_FIELDS = ("found", "judged", "cost", "holes", "breaches", "packs", "engine_version")
"""What a version holds of its answer and of what the judge said of it."""


class StaleEditError(Exception):
    """Somebody has edited the version since it was seen; ``others``: those edits, in order."""

    def __init__(self, others: Sequence[CellEdit]) -> None:
        super().__init__(f"{len(others)} edits since")
        self.others = tuple(others)


class NotDraftError(Exception):
    """The version is published, or its period has gone on; only drafts are edited."""


class BarredError(Exception):
    """A hard rule forbids the change, and no recorded decision lifts it."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(", ".join(breach.rule for breach in judgement.barring))
        self.judgement = judgement


class ReasonNeededError(Exception):
    """The change sets a wish or a soft rule aside: it takes a reason."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__("no reason given")
        self.judgement = judgement


@dataclass(frozen=True)
class _Change:
    """What is to be written: the cell, and the version's answer with it, judged whole."""

    kind: str
    of: int | None
    person: str
    edit: Edit
    before: tuple[str, ...]
    reason: str
    overrides: tuple[str, ...]


@needs(Permission.MANAGE_ROSTER)
def edit_cell(
    version: Version, edit: Edit, *, actor: Actor, seen: int, reason: str = ""
) -> CellEdit:
    """Change one cell of a draft; ``seen``: the number of the last edit that was seen.

    Raises ``StaleEditError``, ``NotDraftError``, ``BarredError`` where a hard rule forbids it,
    ``ReasonNeededError`` where a wish or a soft rule is set aside without one, ``ValueError``
    where the edit names no cell, changes nothing or gives no known reason, and
    ``NotAllowedError``.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    _check(version, seen)
    told = live_judge(version).judge(edit)
    if told.change.before == told.change.after:
        raise ValueError(f"{edit} changes nothing")
    if reason not in ("", *EDIT_REASONS):
        raise ValueError("no reason is known by that name")
    if not told.is_allowed:
        raise BarredError(told)
    if told.overrides and not reason:
        raise ReasonNeededError(told)
    change = _Change(
        kind="edit",
        of=None,
        person=edit.person,
        edit=replace(edit, shifts=told.change.after),
        before=told.change.before,
        reason=reason,
        overrides=overridden(told),
    )
    return _save(version, change, actor=actor, seen=seen)


@needs(Permission.MANAGE_ROSTER)
def undo_edit(version: Version, *, actor: Actor, seen: int) -> CellEdit | None:
    """Take back the last edit that stands; ``None`` where there is none. Raises as ``edit_cell``.

    The demand of a version never changes, so that what was allowed before is allowed again.
    """
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    _check(version, seen)
    last = journal(version).to_undo
    return None if last is None else _again(version, last, "undo", actor=actor, seen=seen)


@needs(Permission.MANAGE_ROSTER)
def redo_edit(version: Version, *, actor: Actor, seen: int) -> CellEdit | None:
    """Make an edit again that was just taken back; ``None`` where there is none."""
    check_at(actor, Permission.MANAGE_ROSTER, version.roster.unit)
    _check(version, seen)
    last = journal(version).to_redo
    return None if last is None else _again(version, last, "redo", actor=actor, seen=seen)


def overridden(told: Judgement) -> tuple[str, ...]:
    """Return the soft rules that a change sets aside, and *wishes*, each once."""
    rules = [breach.rule for breach in told.soft]
    return tuple(dict.fromkeys([*rules, *(["wishes"] if told.wishes_lost else [])]))


def _again(version: Version, one: CellEdit, kind: str, *, actor: Actor, seen: int) -> CellEdit:
    was, now = (one.after, one.before) if kind == "undo" else (one.before, one.after)
    change = _Change(
        kind=kind,
        of=one.number,
        person=one.person,
        edit=Edit(one.person, one.day, tuple(now)),
        before=tuple(was),
        reason=one.reason if kind == "redo" else "",
        overrides=tuple(one.overrides) if kind == "redo" else (),
    )
    return _save(version, change, actor=actor, seen=seen)


def _check(version: Version, seen: int) -> None:
    """Refuse what is stale or no draft before anything is worked out."""
    _check_seen(journal(version), seen)
    if version.state != "draft":
        raise NotDraftError


def _check_seen(known: Journal, seen: int) -> None:
    """Refuse whoever has not seen the last edit, or says that she has seen one to come."""
    if seen != known.last:
        raise StaleEditError(known.since(seen))


def _save(version: Version, change: _Change, *, actor: Actor, seen: int) -> CellEdit:
    """Judge the whole roster outside any transaction, then write if nobody was quicker."""
    problem = version.demand.problem
    result, verdict = _judged(problem, version.result, change.edit)
    fresh = judged_version(version.demand, result, aim=version.aim, verdict=verdict)
    with transaction.atomic():
        roster = hold(version.roster)
        held = Version.objects.for_hospital(version.hospital_id).get(pk=version.pk)
        _check_seen(journal(held), seen)
        if held.found != version.found:
            raise StaleEditError(())
        if held.state != "draft":
            raise NotDraftError
        held.found, held.judged, held.cost = fresh.found, fresh.judged, fresh.cost
        held.holes, held.breaches = fresh.holes, fresh.breaches
        held.packs, held.engine_version = fresh.packs, fresh.engine_version
        held.save(update_fields=[*JUDGED_FIELDS])
        # Whoever would choose or publish what she has not seen is told so.
        count_change(roster)
        row = CellEdit.objects.create(
            hospital_id=held.hospital_id,
            version=held,
            number=seen + 1,
            kind=change.kind,
            of=change.of,
            person=change.person,
            day=change.edit.day,
            before=list(change.before),
            after=list(change.edit.shifts),
            reason=change.reason,
            overrides=list(change.overrides),
            made_at=timezone.now(),
            made_by=account_of(actor),
        )
        note_edit(actor, row)
    return row


def _judged(problem: Problem, result: Result, edit: Edit) -> tuple[Result, Verdict]:
    """Return a version's result with one cell changed, audited and weighed as a whole.

    What the search has proven of the demand stays proven; of a roster that breaks the law it
    says nothing.
    """
    kept = (one for one in result.answer if (one.person, one.day) != (edit.person, edit.day))
    given = (Assignment(edit.person, edit.day, code) for code in edit.shifts)
    answer = tuple(sorted((*kept, *given)))
    verdict = plan_verdict(problem, answer)
    after = replace(result, status="feasible", answer=answer, score=score(problem, answer))
    return (replace(after, hole_bound=0, bound=None) if verdict.hard else after), verdict

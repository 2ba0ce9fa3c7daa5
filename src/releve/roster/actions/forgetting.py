"""What the purge does to rosters: delete those that are over, take a person out of the others.

Colleagues' rosters stay what they were, so her line stays too, as that of nobody in particular:
each period gets a mark of its own, drawn at random and kept nowhere, so that no table, key or
calculation leads back to her, or from one month to the next.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_home
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.problem import Problem
from releve.roster.models import CellEdit, Cycle, Demand, FedShift, Roster, Search, Version
from releve.roster.queries.holdings import demands_naming
from releve.roster.queries.over import owners_of_closed_addresses, told_over, wishes_over
from releve.roster.queries.proposals import SUBJECT
from releve.roster.vocabulary import LIVE_STATES
from releve.stewardship.actions.proposals_forgotten import forget_subjects
from releve.trail.actions import note_change

AT_ONCE = 20
"""Periods in one transaction: each has a whole month in every version."""

ROWS_AT_ONCE = 500
"""Rows of what calendars were told in one transaction."""

SIGNER = "—"
"""Who signed a decision, once her name is gone: no decision may be without a signer."""

MOST_TELLING = ("restrictions", "memory", "name")
"""What a line of nobody in particular does not need."""


class SoughtError(ValueError):
    """A search is under way in a period that names her; the purge comes back another day."""


@needs(Permission.PURGE)
def delete_rosters(rosters: Sequence[Roster], *, hospital: Level, actor: Actor) -> int:
    """Delete periods of a hospital with their demands, versions and searches; return how many.

    A few in a transaction, each noted in the trail. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    for batch in _batches([roster.pk for roster in rosters]):
        with transaction.atomic():
            gone = Version.objects.for_hospital(hospital).filter(roster__in=batch)
            subjects = [f"{SUBJECT}{pk}" for pk in gone.values_list("pk", flat=True)]
            forget_subjects(hospital, subjects)
            Roster.objects.for_hospital(hospital).filter(pk__in=batch).delete()
            _note(actor, "roster.period.purge", hospital, count=len(batch))
    return len(rosters)


@needs(Permission.PURGE)
def delete_searches(searches: Sequence[Search], *, hospital: Level, actor: Actor) -> int:
    """Delete searches of a hospital that ended; their versions stay. Raises NotAllowedError."""
    check_home(actor, Permission.PURGE, hospital)
    for batch in _batches([search.pk for search in searches]):
        with transaction.atomic():
            ended = Search.objects.for_hospital(hospital).exclude(state__in=LIVE_STATES)
            ended.filter(pk__in=batch).delete()
            _note(actor, "roster.search.purge", hospital, count=len(batch))
    return len(searches)


@needs(Permission.PURGE)
def delete_calendars(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete what calendars of a hospital were told of the days before one, and closed addresses.

    Return how many rows went, each batch noted in the trail. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    told = told_over(hospital, before=before, today=localdate())
    count = 0
    while keys := list(told.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            FedShift.objects.for_hospital(hospital).filter(pk__in=keys).delete()
            _note(actor, "roster.calendar.purge", hospital, count=len(keys))
        count += len(keys)
    for account in owners_of_closed_addresses(hospital, before=before):
        with transaction.atomic():
            closed = account.calendar_addresses.filter(revoked_at__date__lt=before)
            gone, _by_table = closed.delete()
            _note(actor, "roster.calendar.purge", hospital, count=gone)
        count += gone
    return count


@needs(Permission.PURGE)
def delete_wishes(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete periods of wishes and preferences that ended before a day; return how many.

    The wishes of a period go with it; what they became in a month goes with that month. A few in
    a transaction, each noted in the trail. Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    count = 0
    for rows in wishes_over(hospital, before=before):
        for batch in _batches(list(rows.values_list("pk", flat=True))):
            with transaction.atomic():
                rows.model.objects.for_hospital(hospital).filter(pk__in=batch).delete()
                _note(actor, "roster.wishes.purge", hospital, count=len(batch))
            count += len(batch)
    return count


@needs(Permission.PURGE)
def forget_person(hospital: Level, *, code: str, names: Iterable[str], actor: Actor) -> int:
    """Take a person out of every roster of her hospital, in one transaction; return how many.

    Her code becomes a mark, her name, restrictions, wishes, unavailability and fairness memory
    go; her role, skills, share of time and shifts stay, since the others' month stands on them.
    ``names``: how she may be written where somebody signed. Raises SoughtError while a search is
    under way in one of them, and NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    written = frozenset(name for name in names if name)
    with transaction.atomic():
        found = [one for one in demands_naming(hospital.pk, code) if _names(one, code)]
        periods = {one.roster_id for one in found}
        # Held, as whoever saves a version holds its period: none comes in with her old code.
        list(
            Roster.objects.for_hospital(hospital)
            .select_for_update(no_key=True)
            .filter(pk__in=periods)
        )
        live = Search.objects.for_hospital(hospital).filter(state__in=LIVE_STATES)
        if live.filter(roster__in=periods).exists():
            raise SoughtError(f"{len(periods)} periods")
        marks = {roster: f"x-{secrets.token_hex(6)}" for roster in periods}
        for demand in found:
            _forget_in(demand, code, marks[demand.roster_id], names=written)
        _forget_signer(hospital, written)
        if periods:
            _note(actor, "roster.person.forget", hospital, count=len(periods))
    return len(periods)


def _names(demand: Demand, code: str) -> bool:
    return any(person.get("id") == code for person in json.loads(demand.content)["people"])


def _forget_in(demand: Demand, code: str, mark: str, *, names: frozenset[str]) -> None:
    content = _forgotten(json.loads(demand.content), code, mark, names=names)
    # As the engine writes it, and proof that what stays is still a problem.
    demand.content = Problem.from_json(json.dumps(content)).to_json()
    demand.digest = hashlib.sha256(demand.content.encode()).hexdigest()
    demand.save(update_fields=["content", "digest"])
    for version in Version.objects.for_hospital(demand.hospital_id).filter(demand=demand):
        version.found = _renamed(version.found, code, mark)
        version.judged = _renamed(version.judged, code, mark)
        version.save(update_fields=["found", "judged"])
    edits = CellEdit.objects.for_hospital(demand.hospital_id).filter(version__demand=demand)
    edits.filter(person=code).update(person=mark)
    for search in Search.objects.for_hospital(demand.hospital_id).filter(demand=demand):
        search.best = _renamed(search.best, code, mark)
        search.reasons = _renamed(search.reasons, code, mark)
        search.save(update_fields=["best", "reasons"])


def _forget_signer(hospital: Level, names: frozenset[str]) -> None:
    """Take a person's name from the decisions of cycles; her places go with her own line."""
    for row in Cycle.objects.for_hospital(hospital).filter(content__contains='"signer"'):
        content = json.loads(row.content)
        signed = [one for one in content["decisions"] if _is_signed(one["signer"], names)]
        for one in signed:
            one["signer"] = SIGNER
        if signed:
            row.content = EngineCycle.from_json(json.dumps(content)).to_json()
            row.save(update_fields=["content"])


def _forgotten(
    problem: dict[str, Any], code: str, mark: str, *, names: frozenset[str]
) -> dict[str, Any]:
    """Return a problem's document without her."""
    about = {"wishes", "unavailable"}
    kept = {
        part: [one for one in lines if one.get("person") != code] if part in about else lines
        for part, lines in problem.items()
    }
    kept["people"] = [_nobody(one, code, mark) for one in problem["people"]]
    kept["fixed"] = [_of_mark(one, code, mark) for one in problem.get("fixed", ())]
    kept["rules"] = [
        {**rule, "people": [mark if one == code else one for one in rule["people"]]}
        if rule.get("people")
        else rule
        for rule in problem.get("rules", ())
    ]
    kept["decisions"] = [
        {**one, "signer": SIGNER} if _is_signed(one["signer"], names) else one
        for one in problem.get("decisions", ())
    ]
    return kept


def _is_signed(signer: str, names: frozenset[str]) -> bool:
    """Whether one of the names stands there as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", signer) for name in names)


def _nobody(person: Mapping[str, Any], code: str, mark: str) -> Mapping[str, Any]:
    if person["id"] != code:
        return person
    return {**{name: said for name, said in person.items() if name not in MOST_TELLING}, "id": mark}


def _of_mark(one: Mapping[str, Any], code: str, mark: str) -> Mapping[str, Any]:
    return {**one, "person": mark} if one["person"] == code else one


def _renamed(text: str, code: str, mark: str) -> str:
    """Return the text of a result with her code replaced wherever it stands for a person."""
    if json.dumps(code, ensure_ascii=False) not in text:
        return text
    return json.dumps(_walked(json.loads(text), code, mark), ensure_ascii=False)


def _walked(value: Any, code: str, mark: str) -> Any:
    if isinstance(value, dict):
        return {
            key: mark if key == "person" and one == code else _walked(one, code, mark)
            for key, one in value.items()
        }
    return [_walked(one, code, mark) for one in value] if isinstance(value, list) else value


def _note(actor: Actor, verb: str, hospital: Level, *, count: int) -> None:
    # Counts only: a name in the trail would outlive what is deleted here.
    facts = {"count": count}
    note_change(actor, verb, kind="hospital", key=hospital.pk, hospital=hospital.pk, after=facts)


def _batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE)]

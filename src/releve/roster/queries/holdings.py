"""What rosters hold on one person: her own lines, wishes and counters, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from django.db.models import Q, QuerySet

from releve.kit.cells import Cell
from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import accounts_of
from releve.roster.engine.problem import Person, Problem
from releve.roster.engine.stored import read_answer, read_problem
from releve.roster.models import (
    CellEdit,
    Cycle,
    CyclePlace,
    Demand,
    FedShift,
    Search,
    Version,
    WorkedBreach,
)
from releve.roster.queries.exchange_holdings import EXCHANGE_HOLDINGS
from releve.roster.queries.wish_holdings import WISH_HOLDINGS

_ = translator("releve.roster")

PERIOD = ("unit", "from", "to")
AT_ONCE = 20
"""Rows with a whole roster in them that are in memory at a time."""


def demands_naming(hospital: int, code: str) -> QuerySet[Demand]:
    """Return the demands of a hospital whose text holds a code; reading them tells whose it is."""
    spelled = json.dumps(code, ensure_ascii=False)
    found = Demand.objects.for_hospital(hospital).filter(content__contains=spelled)
    return found.select_related("roster__unit").order_by("roster__starts_on", "roster", "number")


def _lines(subject: Subject) -> Iterator[Row]:
    for demand, person in _hers(subject):
        versions = Version.objects.for_hospital(demand.hospital_id).filter(demand=demand)
        for version in versions.order_by("number").iterator(chunk_size=AT_ONCE):
            facts = {**_place(demand), "version": version.number, "state": version.state}
            for one in version.result.answer:
                if one.person == person.id:
                    yield {**facts, "day": one.day, "shift": one.shift}


def _edits(subject: Subject) -> Iterator[Row]:
    for demand, person in _hers(subject):
        edits = CellEdit.objects.for_hospital(demand.hospital_id).filter(
            version__demand=demand, person=person.id
        )
        for one in edits.select_related("version").order_by("version", "number"):
            yield {
                **_place(demand),
                "version": one.version.number,
                "day": one.day,
                "before": "+".join(one.before),
                "after": "+".join(one.after),
                "kind": one.kind,
                "reason": one.reason,
                "made_at": one.made_at,
            }


def _edits_made(subject: Subject) -> Iterator[Row]:
    """Yield when she changed which version by hand; whose cell it was is not hers to take."""
    keys = [key for key, _username in subject.accounts]
    for hospital in _hospitals(subject):
        edits = CellEdit.objects.for_hospital(hospital).filter(made_by__in=keys)
        for one in edits.select_related("version__roster__unit").order_by("made_at"):
            facts = {"version": one.version.number, "number": one.number}
            yield {**_place(one.version), **facts, "kind": one.kind, "made_at": one.made_at}


def _breaches(subject: Subject) -> Iterator[Row]:
    for demand, person in _hers(subject):
        versions = Version.objects.for_hospital(demand.hospital_id).filter(demand=demand)
        for version in versions.order_by("number").iterator(chunk_size=AT_ONCE):
            facts = {**_place(demand), "version": version.number}
            for one in version.verdict.breaches:
                if one.person == person.id:
                    at = {"at": one.from_at, "until": one.to_at}
                    yield {**facts, "rule": one.rule, "article": one.article, **at}


def _asked(subject: Subject) -> Iterator[Row]:
    for demand, person in _hers(subject):
        facts = {**_place(demand), "demand": demand.number}
        for fact in _said_of(demand.problem, person):
            yield {**facts, **fact}


def _said_of(problem: Problem, person: Person) -> Iterator[dict[str, Cell]]:
    """Yield what a problem says of one person, each fact with its kind and its days."""
    contract, memory = person.contract, person.memory
    yield _fact("role", detail=person.role)
    for skill in person.skills:
        yield _fact("skill", detail=skill)
    yield _fact("contract", detail=f"{contract.share} {contract.regime} {contract.pack or ''}")
    for rule in person.restrictions:
        measure = rule.minutes or "+".join(rule.weekdays)
        detail = f"{rule.kind} {measure}".strip()
        yield {**_fact("restriction", detail=detail), "day": rule.from_on, "last_day": rule.to_on}
    for past in person.history:
        yield {**_fact("history", detail=past.shift), "day": past.day}
    counted = ("weeks", "nights", "sundays", "weekends", "holidays", "hours_minutes")
    for name in counted:
        if getattr(memory, name):
            yield _fact("memory", detail=f"{name} {getattr(memory, name)}")
    yield from _asked_for(problem, person.id)


def _asked_for(problem: Problem, who: str) -> Iterator[dict[str, Cell]]:
    for wish in problem.wishes:
        if wish.person == who:
            detail = f"{wish.wish} {wish.shift or ''}".strip()
            yield {**_fact("wish", detail=detail), "day": wish.day}
    for away in problem.unavailable:
        if away.person == who:
            yield {**_fact("unavailable"), "day": away.from_on, "last_day": away.to_on}
    for cell in problem.fixed:
        if cell.person == who:
            yield {**_fact("fixed", detail=cell.shift or "off"), "day": cell.day}
    for rule in problem.rules:
        if who in (rule.people or ()):
            yield _fact("local_rule", detail=rule.id)


def _fact(kind: str, *, detail: str = "") -> dict[str, Cell]:
    return {"kind": kind, "day": None, "last_day": None, "detail": detail.strip()}


def _searches(subject: Subject) -> Iterator[Row]:
    keys = [key for key, _username in subject.accounts]
    for search in _of(subject, Q(asked_by__in=keys)):
        roster = search.roster
        yield {
            "unit": roster.unit.code,
            "from": roster.starts_on,
            "to": roster.ends_on,
            "asked_at": search.asked_at,
            "aim": search.aim,
            "state": search.state,
        }


def _best_so_far(subject: Subject) -> Iterator[Row]:
    """Yield her line in rosters that a search has found so far and not saved yet."""
    if not subject.code or subject.hospital is None:
        return
    for search in _of(subject, ~Q(best="")):
        facts: dict[str, Cell] = {"unit": search.roster.unit.code, "asked_at": search.asked_at}
        for one in read_answer(search.best):
            if one.person == subject.code:
                yield {**facts, "day": one.day, "shift": one.shift}


def _made(subject: Subject) -> Iterator[Row]:
    keys = [key for key, _username in subject.accounts]
    for hospital in _hospitals(subject):
        demands = Demand.objects.for_hospital(hospital).filter(made_by__in=keys)
        versions = Version.objects.for_hospital(hospital).filter(made_by__in=keys)
        for one in chain(_heads(demands), _heads(versions)):
            kind = "version" if isinstance(one, Version) else "demand"
            yield {**_place(one), "kind": kind, "number": one.number, "made_at": one.made_at}


def _heads(found: QuerySet[Demand] | QuerySet[Version]) -> Iterator[Demand | Version]:
    heavy = ("content",) if found.model is Demand else ("found", "judged")
    yield from found.defer(*heavy).select_related("roster__unit").order_by("made_at")


def _hers(subject: Subject) -> Iterator[tuple[Demand, Person]]:
    """Yield each demand that has a line for her, with that line."""
    if not subject.code or subject.hospital is None:
        return
    for demand in demands_naming(subject.hospital, subject.code).iterator(chunk_size=AT_ONCE):
        person = read_problem(demand.content).person_by_id.get(subject.code)
        if person is not None:
            yield demand, person


def _of(subject: Subject, wanted: Q) -> Iterator[Search]:
    for hospital in _hospitals(subject):
        found = Search.objects.for_hospital(hospital).filter(wanted).order_by("asked_at")
        yield from found.select_related("roster__unit").defer("reasons")


def _hospitals(subject: Subject) -> list[int]:
    """Return where a subject can have left something: above hospitals, at each of them."""
    if subject.hospital is not None:
        return [subject.hospital]
    found = Level.objects.filter(kind="hospital").order_by("code")
    return list(found.values_list("pk", flat=True))


def _place(one: Demand | Version) -> dict[str, Cell]:
    roster = one.roster
    return {"unit": roster.unit.code, "from": roster.starts_on, "to": roster.ends_on}


def _calendar_addresses(subject: Subject) -> Iterator[Row]:
    for account in accounts_of(subject):
        for one in account.calendar_addresses.order_by("pk"):
            yield {"opened_at": one.made_at, "closed_at": one.revoked_at}


def _calendar_shifts(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    told = FedShift.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in told.select_related("unit").order_by("day", "slot"):
        yield {
            "unit": one.unit.code,
            "shift": one.code,
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "is_cancelled": one.is_cancelled,
            "told_at": one.stamped_at,
        }


def _cycle_places(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    found = CyclePlace.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in found.select_related("cycle__unit").order_by("cycle", "pk"):
        yield {
            "unit": one.cycle.unit.code,
            "cycle": one.cycle.number,
            "line": one.line,
            "week": one.offset + 1,
            "day": one.from_on,
            "last_day": one.to_on,
            "ended_at": one.cycle.ended_at,
        }


def _cycles_made(subject: Subject) -> Iterator[Row]:
    keys = [key for key, _username in subject.accounts]
    for hospital in _hospitals(subject):
        found = Cycle.objects.for_hospital(hospital).filter(made_by__in=keys).order_by("made_at")
        for one in found.select_related("unit").defer("content"):
            yield {"unit": one.unit.code, "cycle": one.number, "made_at": one.made_at}


def _worked_breaches(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    hers = WorkedBreach.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in hers.select_related("unit").order_by("from_at", "pk"):
        yield {
            "unit": one.unit.code,
            "rule": one.rule,
            "article": one.article,
            "from": one.from_at,
            "until": one.until_at,
            "value": float(one.value),
            "limit": float(one.limit),
            "measure": one.measure,
            "found_at": one.found_at,
            "gone_at": one.gone_at,
        }


HOLDINGS = (
    *WISH_HOLDINGS,
    *EXCHANGE_HOLDINGS,
    Holding(
        "worked_breaches",
        lambda: _("Rules broken by the hours that you worked"),
        "shifts",
        ("roster.workedbreach",),
        (
            "unit",
            "rule",
            "article",
            "from",
            "until",
            "value",
            "limit",
            "measure",
            "found_at",
            "gone_at",
        ),
        _worked_breaches,
    ),
    Holding(
        "roster_lines",
        lambda: _("Your line in each version of a roster"),
        "rosters",
        ("roster.version",),
        (*PERIOD, "version", "state", "day", "shift"),
        _lines,
    ),
    Holding(
        "roster_breaches",
        lambda: _("What the legal check found on your line"),
        "rosters",
        ("roster.version",),
        (*PERIOD, "version", "rule", "article", "at", "until"),
        _breaches,
    ),
    Holding(
        "roster_edits",
        lambda: _("Changes of your days made by hand"),
        "rosters",
        ("roster.celledit",),
        (*PERIOD, "version", "day", "before", "after", "kind", "reason", "made_at"),
        _edits,
    ),
    Holding(
        "roster_facts",
        lambda: _("What each month was told of you: wishes, history, fairness memory"),
        "rosters",
        ("roster.demand",),
        (*PERIOD, "demand", "kind", "day", "last_day", "detail"),
        _asked,
    ),
    Holding(
        "searches_under_way",
        lambda: _("Your line in searches that are still under way"),
        "searches",
        ("roster.search",),
        ("unit", "asked_at", "day", "shift"),
        _best_so_far,
    ),
    Holding(
        "searches_asked",
        lambda: _("Searches that you asked for"),
        "searches",
        ("roster.search",),
        (*PERIOD, "asked_at", "aim", "state"),
        _searches,
    ),
    Holding(
        "rosters_made",
        lambda: _("Demands and versions that you made"),
        "rosters",
        ("roster.demand", "roster.version"),
        (*PERIOD, "kind", "number", "made_at"),
        _made,
    ),
    Holding(
        "edits_made",
        lambda: _("Changes of rosters that you made by hand"),
        "rosters",
        ("roster.celledit",),
        (*PERIOD, "version", "number", "kind", "made_at"),
        _edits_made,
    ),
    Holding(
        "cycle_places",
        lambda: _("Your place in each version of a cycle"),
        "rosters",
        ("roster.cycleplace",),
        ("unit", "cycle", "line", "week", "day", "last_day", "ended_at"),
        _cycle_places,
    ),
    Holding(
        "cycles_made",
        lambda: _("Versions of cycles that you made"),
        "rosters",
        ("roster.cycle",),
        ("unit", "cycle", "made_at"),
        _cycles_made,
    ),
    Holding(
        "calendar_addresses",
        lambda: _("Private addresses of your calendar"),
        "rosters",
        ("roster.calendaraddress",),
        ("opened_at", "closed_at"),
        _calendar_addresses,
    ),
    Holding(
        "calendar_shifts",
        lambda: _("What your calendar was told"),
        "rosters",
        ("roster.fedshift",),
        ("unit", "shift", "starts_at", "ends_at", "is_cancelled", "told_at"),
        _calendar_shifts,
    ),
)
"""What is yielded here, in the order in which a person reads it."""

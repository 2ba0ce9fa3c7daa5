"""A quarter of a tool settled: the engine's answer kept, and its minutes written.

What it relieves, the days before it and its first day are fixed by the first settlement of a
tool in a unit: whoever could choose them anew would choose the gain, and could set two answers
beside each other that differ by a few people.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.days import check_meant
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.actions.noting import check_quarter, hold, note_unit
from releve.ledger.actions.writing import Minutes, post_minutes, reverse_entry
from releve.ledger.engine import Answer, Part, Problem, Result, audit, solve
from releve.ledger.facts import Claim
from releve.ledger.faults import LedgerError
from releve.ledger.ledger_words import reason_sentence
from releve.ledger.models import Entry, Quarter, QuarterPart
from releve.ledger.quarters import last_day
from releve.ledger.queries.evidence import cost_entries, problem_of
from releve.ledger.queries.pool import spendable_of, spent_of
from releve.ledger.queries.prompts import asked_of
from releve.ledger.tools import check_tool
from releve.ledger.vocabulary import ACTIVITIES, LEAST_PEOPLE
from releve.people.models import Level
from releve.people.queries import check_at
from releve.shifts.queries.planned import hospital_of

_ = translator("releve.ledger")

LONGEST_TOOL = 40
LONGEST_COST = 10_000_000


@needs(Permission.CHOOSE_SPENDING)
def settle_quarter(unit: Level, quarter: date, claim: Claim, *, actor: Actor) -> Quarter:
    """Settle what a tool gave a unit in a quarter that is over.

    The same input again changes nothing; another one replaces what was settled, unless some of it
    is spent already; nor does the loss of another tool take what is spent. Raises LedgerError,
    and NotAllowedError; then nothing has changed.
    """
    check_at(actor, Permission.CHOOSE_SPENDING, unit)
    check_quarter(quarter)
    _check_claim(claim, quarter)
    check_tool(hospital_of(unit), claim.tool)
    with transaction.atomic():
        hold(unit)
        _check_fixed(unit, claim)
        _check_unclaimed(unit, quarter, claim)
        problem = problem_of(unit, quarter, claim)
        digest = _digest(problem, claim)
        before = _quarters(unit).filter(quarter_on=quarter, tool=claim.tool).first()
        if before is not None and before.digest == digest:
            return before
        spent = spent_of(unit, quarter)
        if before is not None and spent:
            raise LedgerError(
                _("minutes of this quarter are spent already: it is not settled again")
            )
        result = solve(problem)
        if result.answer is None:
            raise LedgerError(reason_sentence(result.reasons[0].code))
        more = result.answer.spendable + min(0, result.answer.net)
        if spent > spendable_of(unit, quarter, more=more):
            raise LedgerError(
                _("this tool took minutes that are spent already: withdraw a choice first")
            )
        wrong = audit(problem, result.answer)
        if wrong:
            raise ValueError(f"the audit refuses a settled quarter: {wrong}")
        if before is not None:
            _take_back(before, actor)
        row = _save(unit, quarter, claim, problem, result, digest)
        _write(row, result.answer, claim)
        note_unit(
            actor,
            "ledger.quarter.settle",
            unit,
            key=f"{quarter}/{claim.tool}",
            after={"digest": digest, "net": row.net, "spendable": row.spendable},
        )
    return row


def _check_claim(claim: Claim, quarter: date) -> None:
    if not 0 < len(claim.tool.strip()) <= LONGEST_TOOL:
        raise LedgerError.at_field(_("name the tool by its key"), "tool")
    if not claim.activities or not set(claim.activities) <= set(ACTIVITIES):
        raise LedgerError.at_field(_("say which activities the tool relieves"), "activities")
    first, last = claim.before
    for day, field in ((first, "before_from"), (last, "before_to"), (claim.since, "since")):
        check_meant(day, field=field)
    if first > last or last >= claim.since:
        raise LedgerError.at_field(
            _("the days before the tool end before its first day"), "before_to"
        )
    if claim.since > last_day(quarter):
        raise LedgerError.at_field(_("the tool began after this quarter"), "since")
    costs = {"checking": claim.checking, "incidents": claim.incidents, "clicks": claim.clicks}
    for name, minutes in costs.items():
        if not 0 <= minutes <= LONGEST_COST:
            raise LedgerError.at_field(_("write whole minutes, 0 or more"), name)


def _check_fixed(unit: Level, claim: Claim) -> None:
    """Refuse another baseline than that of the tool's first settlement in the unit."""
    first = _quarters(unit).filter(tool=claim.tool).order_by("quarter_on").first()
    if first is not None and first.baseline != _baseline(claim):
        raise LedgerError.at_field(
            _("the activities and the days before the tool stay those of its first settlement"),
            "activities",
        )


def _check_unclaimed(unit: Level, quarter: date, claim: Claim) -> None:
    """Refuse an activity whose gain another tool of the unit has in this quarter already."""
    for other in _quarters(unit).filter(quarter_on=quarter).exclude(tool=claim.tool):
        if set(other.activities.split("+")) & set(claim.activities):
            message = _("{tool} has the gain of such an activity already: it is not counted twice")
            raise LedgerError.at_field(message.format(tool=other.tool), "activities")


def _save(
    unit: Level, quarter: date, claim: Claim, problem: Problem, result: Result, digest: str
) -> Quarter:
    answer = result.answer
    if answer is None:
        raise ValueError("a quarter without an answer is not kept")
    facts = ("gross", "checking", "training", "incidents", "clicks", "net", "spendable", "ratio")
    entered = cost_entries(unit, quarter, claim.tool)
    people = {one.reference for one in entered if one.is_first and not hasattr(one, "reversed_by")}
    row, _is_new = _quarters(unit).update_or_create(
        hospital_id=hospital_of(unit),
        unit=unit,
        quarter_on=quarter,
        tool=claim.tool,
        defaults={
            **{name: getattr(answer, name) for name in facts},
            "activities": "+".join(sorted(claim.activities)),
            "baseline": _baseline(claim),
            "net_low": answer.low,
            "net_high": answer.high,
            "source": answer.source,
            "reasons": "+".join(dict.fromkeys(one.code for one in result.reasons)),
            "people": sum(group.people for group in problem.groups),
            "worked": sum(group.worked for group in problem.groups),
            "costs_told": not entered or len(people) >= LEAST_PEOPLE,
            "asked": _asked(unit, quarter, claim),
            "digest": digest,
            "settled_at": timezone.now(),
        },
    )
    row.parts.all().delete()
    QuarterPart.objects.bulk_create([_part(row, part) for part in answer.parts])
    return row


def _part(row: Quarter, part: Part) -> QuarterPart:
    return QuarterPart(
        hospital_id=row.hospital_id,
        quarter=row,
        profession=part.profession,
        people=part.people,
        net=part.net,
        net_low=part.low,
        net_high=part.high,
        share=None if part.share is None else round(1000 * part.share),
        due=round(1000 * part.due),
        source=part.source,
        alert=part.alert,
    )


def _asked(unit: Level, quarter: date, claim: Claim) -> str:
    """Return asked, answered and unsaid moments of the quarter, as they are told beside it."""
    asked = asked_of(unit, (max(quarter, claim.since), last_day(quarter)))
    return f"{asked.total}/{asked.answered}/{asked.unsaid}" if asked.total else ""


def _write(row: Quarter, answer: Answer, claim: Claim) -> None:
    """Write a settled quarter: the gain from outside, what it cost, what may be spent of it."""
    prefix = f"settle:{row.unit_id}:{row.quarter_on}:{row.tool}:"
    turn = Entry.objects.for_hospital(row.hospital_id).filter(reference__startswith=prefix)
    count = turn.values("reference").distinct().count()
    lines = [
        ("gain", "time", answer.gross, row.source),
        ("checking", "time", claim.checking, "declared"),
        ("incident", "time", claim.incidents, "declared"),
        ("clicks", "time", claim.clicks, "declared"),
        ("available", "gain", answer.spendable, row.source),
    ]
    for debit, credit, minutes, source in lines:
        sides = (debit, credit) if minutes >= 0 else (credit, debit)
        told = Minutes(
            debit=sides[0],
            credit=sides[1],
            minutes=abs(minutes),
            reference=f"{prefix}{count}",
            source=source,
            tool=row.tool,
        )
        post_minutes(row.unit, row.quarter_on, told)


def _take_back(row: Quarter, actor: Actor) -> None:
    prefix = f"settle:{row.unit_id}:{row.quarter_on}:{row.tool}:"
    rows = Entry.objects.for_hospital(row.hospital_id).filter(reference__startswith=prefix)
    for entry in rows.select_related("unit"):
        reverse_entry(entry, actor=actor)


def _quarters(unit: Level) -> QuerySet[Quarter]:
    return Quarter.objects.for_hospital(hospital_of(unit)).filter(unit=unit)


def _baseline(claim: Claim) -> str:
    first, last = claim.before
    return f"{'+'.join(sorted(claim.activities))} {first} {last} {claim.since}"


def _digest(problem: Problem, claim: Claim) -> str:
    told = f"{problem.to_json()}\n{sorted(asdict(claim).items())!r}"
    return sha256(told.encode()).hexdigest()

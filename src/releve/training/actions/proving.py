"""A proof written: with its end, the asking that it answers, its trace and its paid minutes.

Inside the caller's transaction, which has asked who may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from django.utils import timezone

from releve.kit.actors import Actor
from releve.ledger.actions.writing import write_minutes
from releve.ledger.quarters import quarter_of
from releve.people.models import Person
from releve.trail.actions import note_change
from releve.training.actions.noting import hold_person, proof_facts
from releve.training.catalogue import module_of, shelf
from releve.training.engine.months import months_later
from releve.training.models import Assignment, Attempt, Proof
from releve.training.vocabulary import PARTS


@dataclass(frozen=True, kw_only=True)
class Passed:
    """What was passed, when and where; ``version`` and ``tool_major`` as of the module then."""

    module: str
    version: str
    tool_major: str
    passed_on: date
    expires_on: date | None
    source: str
    reference: str


def write_proof(person: Person, passed: Passed, *, actor: Actor, at: datetime) -> Proof:
    """Save a proof, close what was asked, note it and debit the minutes of its module.

    Several programs may tell of the same training: of one module on one day, minutes are debited
    once.
    """
    hold_person(person)
    proof = Proof.objects.create(
        hospital_id=person.hospital_id,
        person=person,
        unit=person.unit,
        module=passed.module,
        module_version=passed.version,
        tool_major=passed.tool_major,
        passed_on=passed.passed_on,
        expires_on=passed.expires_on,
        source=passed.source,
        reference=passed.reference,
        recorded_at=at,
    )
    asked = Assignment.objects.for_hospital(person.hospital_id).filter(
        person=person, module=passed.module, done_at__isnull=True
    )
    asked.update(done_at=at)
    note_change(
        actor,
        "training.proof.make",
        kind="person",
        key=person.pk,
        hospital=person.hospital_id,
        after=proof_facts(proof),
    )
    _debit(proof, actor)
    return proof


def prove_passed(person: Person, module: str, *, actor: Actor, at: datetime) -> Proof | None:
    """Write the proof of a module of which both parts were passed since the last proof.

    Called while the person is held, so that two parts that end together make one proof.
    """
    known = module_of(module)
    if known is None:
        return None
    hers = Proof.objects.for_hospital(person.hospital_id).filter(person=person, module=module)
    last = hers.filter(source="player").order_by("-recorded_at").first()
    ended = Attempt.objects.for_hospital(person.hospital_id).filter(
        person=person,
        module=module,
        is_passed=True,
        module_version__startswith=f"{known.major}.",
    )
    if last is not None:
        ended = ended.filter(ended_at__gt=last.recorded_at)
    parts = dict(ended.order_by("ended_at").values_list("part", "pk"))
    if set(parts) != set(PARTS):
        return None
    passed_on = timezone.localdate(at)
    head = known.head
    return write_proof(
        person,
        Passed(
            module=module,
            version=head.version,
            tool_major=head.tool_major,
            passed_on=passed_on,
            expires_on=end_of(passed_on, head.valid_months),
            source="player",
            reference="player:" + "+".join(str(parts[part]) for part in PARTS),
        ),
        actor=actor,
        at=at,
    )


def end_of(passed_on: date, months: int) -> date | None:
    """Return the first day on which a proof no longer holds; nothing where it never ends."""
    return months_later(passed_on, months) if months else None


def _debit(proof: Proof, actor: Actor) -> None:
    """Debit the minutes of the module in the unit; what names the entry leads to nobody."""
    known = module_of(proof.module)
    others = Proof.objects.for_hospital(proof.hospital_id).filter(person=proof.person)
    others = others.exclude(pk=proof.pk)
    is_told = others.filter(module=proof.module, passed_on=proof.passed_on).exists()
    if known is None or is_told:
        return
    alike = [one.key for one in shelf().modules.values() if one.head.tool == known.head.tool]
    lately = others.filter(
        unit=proof.unit,
        module__in=alike,
        recorded_at__date__gte=quarter_of(timezone.localdate(proof.recorded_at)),
    )
    write_minutes(
        unit=proof.unit,
        on=proof.passed_on,
        debit="training",
        credit="time",
        minutes=known.head.minutes,
        reference=f"training.proof:{proof.module}@{proof.module_version}:{token_hex(8)}",
        source="declared",
        actor=actor,
        profession=proof.person.role.key,
        tool=known.head.tool,
        is_first=not lately.exists(),
    )

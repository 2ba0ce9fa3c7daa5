"""Proofs from the hospital's own training software, as a file: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions import ImportReport
from releve.people.actions.lines import Faults, Line, refuse_repeats
from releve.people.models import Level, Person
from releve.people.queries import hospital_open_to, persons_by_code
from releve.training.actions.noting import proof_facts
from releve.training.actions.proving import Passed, end_of, write_proof
from releve.training.catalogue import module_of, shelf
from releve.training.models import Proof, Requirement

_ = translator("releve.training")

LONGEST_KEY = 40
LONGEST_REFERENCE = 100


@dataclass(frozen=True)
class _Place:
    """What a file is read against: the people of the hospital, the modules, the day."""

    people: Mapping[str, Person]
    modules: frozenset[str]
    today: date


@needs(Permission.MANAGE_TRAINING)
def import_proofs(
    rows: Sequence[Row], *, actor: Actor, at: datetime, hospital_code: str | None = None
) -> ImportReport:
    """Save the proofs of a file; a line that is known already changes nothing.

    A line is known by its reference, or by its person, module and day where it has none. Raises
    BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    hospital = hospital_open_to(actor, Permission.MANAGE_TRAINING, hospital_code)
    faults = Faults()
    refuse_repeats(rows, same=_same, column="passed_on", faults=faults)
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=hospital.pk)
        place = _Place(persons_by_code(hospital), modules_known(hospital), localdate(at))
        lines = [Line(row, faults) for row in rows]
        told = [(line, found) for line in lines if (found := _read(line, place)) is not None]
        known = _known(hospital, [passed.reference for _line, (_person, passed) in told])
        new = [found for line, found in told if _is_new(line, found, known)]
        faults.stop()
        for person, passed in new:
            write_proof(person, passed, actor=actor, at=at)
    return ImportReport(added=len(new), changed=0, unchanged=len(rows) - len(new))


def modules_known(hospital: Level) -> frozenset[str]:
    """Return the keys of modules that a proof may be of: the installation's, and those asked."""
    asked = Requirement.objects.for_hospital(hospital).values_list("module", flat=True)
    return frozenset(shelf().modules) | frozenset(asked)


def _same(row: Row) -> tuple[str, ...]:
    names = ("person", "module", "passed_on")
    return (row.get("reference") or _reference(*(row.get(name) for name in names)),)


def _reference(person: str, module: str, passed_on: str) -> str:
    """Return what tells a proof apart of which the file says no reference."""
    return f"{person}:{module}:{passed_on}"


def _read(line: Line, place: _Place) -> tuple[Person, Passed] | None:
    code = line.known("person", place.people)
    module = line.known("module", place.modules)
    passed_on = line.day("passed_on")
    expires_on = line.day("expires_on") if line.row.get("expires_on") else None
    reference = line.text("reference", most=LONGEST_REFERENCE, may_be_empty=True)
    version = line.text("version", most=20, may_be_empty=True)
    major = line.text("tool_major", most=20, may_be_empty=True)
    if passed_on > place.today:
        line.fault("passed_on", _("this day has not come yet"))
    if expires_on is not None and expires_on <= passed_on:
        line.fault("expires_on", _("a proof ends after the day on which it was passed"))
    if not line.sound:
        return None
    known = module_of(module)
    reference = reference or _reference(code, module, passed_on.isoformat())
    head = None if known is None else known.head
    months = 0 if head is None else head.valid_months
    return place.people[code], Passed(
        module=module,
        version=version or ("1.0" if head is None else head.version),
        tool_major=major or ("" if head is None else head.tool_major),
        passed_on=passed_on,
        expires_on=expires_on or end_of(passed_on, months),
        source="csv",
        reference=f"csv:{reference}",
    )


def _known(hospital: Level, references: Sequence[str]) -> dict[str, Proof]:
    found: dict[str, Proof] = {}
    for at in range(0, len(references), 500):
        rows = Proof.objects.for_hospital(hospital)
        rows = rows.filter(reference__in=references[at : at + 500])
        found |= {one.reference: one for one in rows}
    return found


def _is_new(line: Line, told: tuple[Person, Passed], known: Mapping[str, Proof]) -> bool:
    """Whether a line is not known yet; a reference that says something else is a fault."""
    person, passed = told
    held = known.get(passed.reference)
    if held is None:
        return True
    said = {name: getattr(passed, name) for name in ("module", "passed_on")}
    if held.person_id != person.pk or any(
        proof_facts(held)[name] != value for name, value in said.items()
    ):
        line.fault("reference", _("this reference is already that of another proof"))
    return False

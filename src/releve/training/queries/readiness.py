"""Who is ready to use a tool: what it asks for, and which proofs hold on a day.

A proof holds from the day on which it was passed until the day before it expires. It lapses with
a newer major version of the tool that its module teaches, or of the module itself. A tool of
which nobody has said what it asks for is ready for nobody: no training, no access.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q

from releve.people.models import Person
from releve.training.catalogue import module_majors, module_of
from releve.training.engine.months import months_later
from releve.training.models import Proof, Requirement

Reason = Literal["never", "expired", "tool_version", "module_version", "not_said"]
"""Why a module is missing; *not_said*: nobody has said what the tool asks for."""

Asked = tuple[Requirement, ...]
Held = tuple[Proof, ...]


@dataclass(frozen=True)
class Missing:
    """A module that a person lacks, why, and since when where a proof ran out."""

    module: str
    reason: Reason
    expired_on: date | None = None


@dataclass(frozen=True)
class Readiness:
    """What a person lacks for a tool; ``expires_on``: the first day on which she lacks something.

    Empty where she is not ready, and where nothing that she has runs out.
    """

    missing: tuple[Missing, ...]
    expires_on: date | None = None

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def readiness(
    person: Person, tool: str, tool_major: str, *, on: date, audience: str = "operator"
) -> Readiness:
    """Return what a person lacks on a day for a tool in a major version, in two queries."""
    among = readiness_among([person], tool, tool_major, on=on, audience=audience)
    return among[person.pk]


def readiness_among(
    people: Iterable[Person], tool: str, tool_major: str, *, on: date, audience: str = "operator"
) -> dict[int, Readiness]:
    """Return what each of some people lacks, by her key, in two queries a hospital.

    Their roles should have been read with them.
    """
    found: dict[int, Readiness] = {}
    by_hospital: dict[int, list[Person]] = {}
    for person in people:
        by_hospital.setdefault(person.hospital_id, []).append(person)
    for hospital, those in by_hospital.items():
        asked = _asked(hospital, tool, audience)
        held = _held(hospital, [one.pk for one in those], {one.module for one in asked}, on=on)
        for person in those:
            hers = tuple(one for one in asked if one.profession in {"", person.role.key})
            found[person.pk] = judged(hers, held.get(person.pk, ()), tool_major, on=on)
    return found


def ready_among(people: Iterable[Person], tool: str, tool_major: str, *, on: date) -> set[int]:
    """Return the keys of those who are ready to operate a tool on a day."""
    found = readiness_among(people, tool, tool_major, on=on)
    return {pk for pk, answer in found.items() if answer.is_ready}


def judged(asked: Asked, held: Held, tool_major: str, *, on: date) -> Readiness:
    """Return what somebody lacks, of what is asked and of the proofs that she has."""
    if not asked:
        return Readiness((Missing("", "not_said"),))
    majors = module_majors()
    missing: list[Missing] = []
    ends: list[date] = []
    for one in asked:
        lack, end = _standing(one, held, tool_major, majors, on=on)
        if lack is not None:
            missing.append(lack)
        elif end is not None:
            ends.append(end)
    return Readiness(tuple(missing), None if missing else min(ends, default=None))


def proof_end(proof: Proof, valid_months: int) -> date | None:
    """Return the first day on which a proof no longer holds for what asks that many months.

    The earlier of its own end and of what the tool asks for; nothing where neither ends.
    """
    asked = months_later(proof.passed_on, valid_months) if valid_months else None
    return min((day for day in (proof.expires_on, asked) if day is not None), default=None)


def _standing(
    asked: Requirement, held: Held, tool_major: str, majors: Mapping[str, str], *, on: date
) -> tuple[Missing | None, date | None]:
    """Return what is missing of one module, or until when it holds: the longest counts."""
    best: date | None = None
    holds = False
    why: tuple[int, Missing] = (0, Missing(asked.module, "never"))
    for proof in held:
        if proof.module != asked.module:
            continue
        lapse, end = _lapse(asked, proof, tool_major, majors), proof_end(proof, asked.valid_months)
        if lapse is not None:
            why = max(why, (1, Missing(asked.module, lapse)), key=_latest)
        elif end is not None and end <= on:
            why = max(why, (2, Missing(asked.module, "expired", end)), key=_latest)
        else:
            best = end if not holds else _later(best, end)
            holds = True
    return (None, best) if holds else (why[1], None)


def _latest(one: tuple[int, Missing]) -> tuple[int, date]:
    return one[0], one[1].expired_on or date.min


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _lapse(
    asked: Requirement, proof: Proof, tool_major: str, majors: Mapping[str, str]
) -> Reason | None:
    module = module_of(asked.module)
    if module is not None and module.head.tool not in {"", asked.tool}:
        tool_major = module.head.tool_major  # another tool's module lapses with that tool
    if proof.tool_major != tool_major and (proof.tool_major or asked.tool_major):
        return "tool_version"
    newest = majors.get(proof.module)
    if newest is not None and proof.module_version.split(".", 1)[0] != newest:
        return "module_version"
    return None


def _asked(hospital: int, tool: str, audience: str) -> Asked:
    found = Requirement.objects.for_hospital(hospital).filter(tool=tool, audience=audience)
    return tuple(found.order_by("module", "profession"))


def _held(hospital: int, people: list[int], modules: set[str], *, on: date) -> dict[int, Held]:
    found = Proof.objects.for_hospital(hospital).filter(
        Q(withdrawn_at__isnull=True), person__in=people, module__in=modules, passed_on__lte=on
    )
    held: dict[int, list[Proof]] = {}
    for proof in found.order_by("passed_on", "pk"):
        held.setdefault(proof.person_id, []).append(proof)
    return {person: tuple(proofs) for person, proofs in held.items()}

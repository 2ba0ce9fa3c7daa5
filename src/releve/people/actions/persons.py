"""People and their skills, imported from a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions.levels import note_levels
from releve.people.actions.lines import Draft, Faults, Line, refuse_repeats
from releve.people.actions.saving import ImportReport, Noting, facts_of, hold, values, write
from releve.people.models import Level, Person, PersonSkill, Role, Skill
from releve.people.queries import (
    check_at,
    check_everywhere,
    hospital_open_to,
    persons_by_code,
    skills_by_person,
    units_by_code,
)
from releve.trail.actions import note_changes

_ = translator("releve.people")

FACTS = ("unit_id", "family_name", "given_name", "role_id")
SKILL_SEPARATORS = re.compile(r"[|;,]")


@dataclass(frozen=True)
class Known:
    """The names that a table of people may use, with their primary keys."""

    hospital: Level
    units: Mapping[str, Level]
    roles: Mapping[str, int]
    skills: Mapping[str, int]


@dataclass(frozen=True)
class PersonFacts:
    """A person as one line says, with her skills as primary keys."""

    person: Person
    skills: frozenset[int]


@needs(Permission.MANAGE_PEOPLE)
def import_persons(
    rows: Sequence[Row],
    *,
    actor: Actor,
    hospital_code: str | None = None,
    create_units: bool = False,
) -> ImportReport:
    """Add or update people by their code; those the table does not name stay as they are.

    With ``create_units``, units that are not there yet are made, directly in the hospital, and
    the hospital itself if its code is new: that changes the tree, and takes its permission too.
    Raises BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    with transaction.atomic():
        hospital = _hospital(actor, hospital_code, create=create_units)
        hold(hospital)
        if create_units:
            _create_units(rows, hospital=hospital, actor=actor)
        faults = Faults()
        known = _known(hospital)
        drafts = [
            draft for row in rows if (draft := _person(Line(row, faults), known=known)) is not None
        ]
        refuse_repeats(rows, same=lambda row: (row.get("person"),), column="person", faults=faults)
        faults.stop()
        return _save(
            {str(draft.key): draft.row for draft in drafts}, hospital=hospital, actor=actor
        )


def _hospital(actor: Actor, code: str | None, *, create: bool) -> Level:
    known = {"kind": "hospital"} if code is None else {"code": code}
    if not create or Level.objects.filter(**known).exists():
        hospital = hospital_open_to(actor, Permission.MANAGE_PEOPLE, code)
        if create:
            check_at(actor, Permission.MANAGE_LEVELS, hospital)
        return hospital
    check_everywhere(actor, Permission.MANAGE_LEVELS)
    check_everywhere(actor, Permission.MANAGE_PEOPLE)
    if code is None:
        raise BadInputError(_("name the hospital to create, with --hospital CODE"))
    made = Level.objects.create(code=code, kind="hospital", name=code)
    note_levels(actor, [(None, made)])
    return made


def _create_units(rows: Sequence[Row], *, hospital: Level, actor: Actor) -> None:
    taken = set(Level.objects.values_list("code", flat=True))
    codes = dict.fromkeys(code for row in rows if (code := row.get("unit")))
    made = Level.objects.bulk_create(
        Level(code=code, kind="unit", name=code, parent=hospital, hospital=hospital)
        for code in codes
        if code not in taken and len(code) <= 40
    )
    note_levels(actor, [(None, unit) for unit in made])


def _known(hospital: Level) -> Known:
    return Known(
        hospital=hospital,
        units=units_by_code(hospital),
        roles=dict(Role.objects.values_list("key", "pk")),
        skills=dict(Skill.objects.values_list("key", "pk")),
    )


def _person(line: Line, *, known: Known) -> Draft[PersonFacts] | None:
    code = line.text("person", most=40)
    family_name = line.text("family_name", most=150)
    given_name = line.text("given_name", most=150, may_be_empty=True)
    unit = line.known("unit", known.units)
    role = line.known("role", known.roles, listed_by="releve people roles")
    skills = _skills(line, known=known)
    if not line.sound:
        return None
    person = Person(
        hospital=known.hospital,
        code=code,
        family_name=family_name,
        given_name=given_name,
        unit=known.units[unit],
        role_id=known.roles[role],
    )
    return Draft(line=line.number, key=code, row=PersonFacts(person=person, skills=skills))


def _skills(line: Line, *, known: Known) -> frozenset[int]:
    names = {name.strip() for name in SKILL_SEPARATORS.split(line.row.get("skills"))} - {""}
    for name in sorted(names - known.skills.keys()):
        line.stranger("skills", name, known.skills, listed_by="releve people skills list")
    return frozenset(known.skills[name] for name in names & known.skills.keys())


def _save(people: Mapping[str, PersonFacts], *, hospital: Level, actor: Actor) -> ImportReport:
    stored = persons_by_code(hospital)
    skills = skills_by_person(hospital)

    def differs(code: str) -> bool:
        before, now = stored[code], people[code]
        same_skills = skills.get(before.pk, set()) == now.skills
        return not same_skills or values(before, FACTS) != values(now.person, FACTS)

    new = [code for code in people if code not in stored]
    changed = [code for code in people if code in stored and differs(code)]
    touched = [*new, *changed]
    write([people[code].person for code in touched], identity=("hospital_id", "code"), facts=FACTS)
    _save_skills({code: people[code].skills for code in touched}, hospital=hospital)
    noting = Noting[Person](
        actor, "people.person.import", kind="person", key=lambda row: row.pk, hospital=hospital.pk
    )
    changes = []
    for code in touched:
        before, now = stored.get(code), people[code]
        had = skills.get(before.pk, set()) if before else set()
        changes.append(
            noting.change(
                before or now.person,
                before=before and _told(before, had),
                after=_told(now.person, now.skills),
            )
        )
    note_changes(actor, changes)
    return ImportReport(added=len(new), changed=len(changed), unchanged=len(people) - len(touched))


def _told(person: Person, skills: AbstractSet[int]) -> dict[str, Any]:
    return {**facts_of(person, ("code", *FACTS)), "skills": set(skills)}


def _save_skills(wanted: Mapping[str, frozenset[int]], *, hospital: Level) -> None:
    people = persons_by_code(hospital)
    before = skills_by_person(hospital)
    gained: list[PersonSkill] = []
    for code, skills in wanted.items():
        person = people[code]
        had = before.get(person.pk, set())
        if lost := had - skills:
            PersonSkill.objects.for_hospital(hospital).filter(
                person=person, skill_id__in=lost
            ).delete()
        gained += [
            PersonSkill(hospital=hospital, person=person, skill_id=skill)
            for skill in sorted(skills - had)
        ]
    PersonSkill.objects.bulk_create(gained, batch_size=500)

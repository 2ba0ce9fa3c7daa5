"""Questions to the room, read only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, QuerySet

from releve.kit.cells import Cell, cell_text
from releve.kit.faults import BadInputError, Place
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import (
    Contract,
    Level,
    Person,
    PersonSkill,
    Restriction,
    Role,
    Skill,
    Unavailability,
)
from releve.people.vocabulary import LEVEL_KINDS, MAX_MINUTES

_ = translator("releve.people")

SKILL_SEPARATOR = "|"


@dataclass(frozen=True)
class Branch:
    """A level, how deep it lies, and how many people work in it."""

    level: Level
    depth: int
    people: int


def hospital_of(code: str | None, *, among: QuerySet[Level] | None = None) -> Level:
    """Return the hospital of that code, or the only one where none is named.

    ``among``: the levels that whoever asks may know of; all, where left out. Raises
    BadInputError.
    """
    levels = Level.objects.all() if among is None else among
    hospitals = {level.code: level for level in levels.filter(kind="hospital")}
    if code is not None and code in hospitals:
        return hospitals[code]
    if code is not None:
        message = _("there is no hospital {code!r}{hint}; see: releve people levels list")
        raise BadInputError(
            message.format(code=code, hint=closest(code, hospitals)),
            place=Place(field="--hospital"),
        )
    if not hospitals:
        raise BadInputError(
            _(
                "there is no hospital yet; import levels first, or import persons with "
                "--hospital CODE --create-units"
            )
        )
    if len(hospitals) > 1:
        message = _("there are several hospitals; name one with --hospital: {codes}")
        raise BadInputError(message.format(codes=", ".join(sorted(hospitals)[:12])))
    return next(iter(hospitals.values()))


def persons_by_code(hospital: Level) -> dict[str, Person]:
    """Return the people of a hospital by their code."""
    return {person.code: person for person in Person.objects.for_hospital(hospital)}


def units_by_code(hospital: Level) -> dict[str, Level]:
    """Return the units of a hospital by their code."""
    return {unit.code: unit for unit in Level.objects.filter(hospital=hospital, kind="unit")}


def skills_by_person(hospital: Level) -> dict[int, set[int]]:
    """Return the skills of each person, both as primary keys."""
    skills: dict[int, set[int]] = {}
    pairs = PersonSkill.objects.for_hospital(hospital).values_list("person_id", "skill_id")
    for person, skill in pairs:
        skills.setdefault(person, set()).add(skill)
    return skills


def roles() -> list[Role]:
    """Return every role, by key."""
    return list(Role.objects.order_by("key"))


def skills() -> list[Skill]:
    """Return every skill, by key."""
    return list(Skill.objects.order_by("key"))


def level_tree(among: QuerySet[Level] | None = None) -> list[Branch]:
    """Return the levels, parents before children, with the number of people in each unit.

    ``among``: the levels that whoever asks may know of; all, where left out.
    """
    levels = list((Level.objects.all() if among is None else among).order_by("code"))
    people: dict[int, int] = {}
    children: dict[int | None, list[Level]] = {}
    for level in levels:
        children.setdefault(level.parent_id, []).append(level)
        if level.kind == "hospital":
            people.update(_people_by_unit(level))

    def walk(parent: int | None, depth: int) -> Iterable[Branch]:
        for level in children.get(parent, ()):
            yield Branch(level=level, depth=depth, people=people.get(level.pk, 0))
            yield from walk(level.pk, depth + 1)

    return list(walk(None, 0))


def _people_by_unit(hospital: Level) -> dict[int, int]:
    people = Person.objects.for_hospital(hospital).order_by()
    return dict(people.values_list("unit_id").annotate(count=Count("id")))


def rank(kind: str) -> int:
    """Return how far a kind of level stands below the nation."""
    return LEVEL_KINDS.index(kind)


def table_of(kind: str, hospital: Level) -> list[list[Cell]]:
    """Return a hospital's rows of one kind, in the columns and order of the exchange files."""
    return TABLES[kind](hospital)


def table_digest(kind: str, hospital: Level) -> str:
    """Return a digest of a hospital's table: equal where its lines are equal."""
    lines = ("\x1f".join(map(cell_text, row)) for row in table_of(kind, hospital))
    return sha256("\x1e".join(lines).encode()).hexdigest()[:32]


def _persons(hospital: Level) -> list[list[Cell]]:
    keys = {skill.pk: skill.key for skill in Skill.objects.all()}
    skills_of = skills_by_person(hospital)
    people = Person.objects.for_hospital(hospital).select_related("unit", "role")
    return [
        [
            person.code,
            person.family_name,
            person.given_name,
            person.unit.code,
            person.role.key,
            SKILL_SEPARATOR.join(sorted(keys[skill] for skill in skills_of.get(person.pk, ()))),
        ]
        for person in people.order_by("code")
    ]


def _contracts(hospital: Level) -> list[list[Cell]]:
    rows = Contract.objects.for_hospital(hospital).select_related("person")
    return [
        [
            row.person.code,
            row.share,
            row.pack,
            row.regime,
            row.from_on,
            row.to_on,
            row.overtime_agreement,
        ]
        for row in rows.order_by("person__code", "from_on")
    ]


def _unavailability(hospital: Level) -> list[list[Cell]]:
    rows = Unavailability.objects.for_hospital(hospital).select_related("person")
    return [
        [row.person.code, row.from_on, row.to_on]
        for row in rows.order_by("person__code", "from_on")
    ]


def _restrictions(hospital: Level) -> list[list[Cell]]:
    rows = Restriction.objects.for_hospital(hospital).select_related("person")
    return [
        [row.person.code, row.from_on, row.to_on, restriction_text(row)]
        for row in rows.order_by("person__code", "from_on", "kind")
    ]


def restriction_text(restriction: Restriction) -> str:
    """Return a restriction as its file writes it, such as ``max_minutes_a_day=450``."""
    if restriction.kind == MAX_MINUTES:
        return f"{MAX_MINUTES}={restriction.minutes}"
    measure = restriction.weekdays
    return f"{restriction.kind}={measure}" if measure else restriction.kind


TABLES: dict[str, Callable[[Level], list[list[Cell]]]] = {
    "persons": _persons,
    "contracts": _contracts,
    "unavailability": _unavailability,
    "restrictions": _restrictions,
}

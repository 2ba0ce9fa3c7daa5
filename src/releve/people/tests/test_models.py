"""What the tables themselves refuse, whoever writes to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from releve.people.models import (
    Contract,
    HospitalTable,
    Level,
    Person,
    PersonSkill,
    Restriction,
    Role,
    Skill,
    Unavailability,
)
from releve.people.tests.builders import a_hospital, a_staffed_hospital
from releve.people.vocabulary import DAYS_OFF, MAX_MINUTES

pytestmark = pytest.mark.django_db

DAY = date(2030, 1, 1)
EVE = date(2029, 12, 31)


def a_level(**changes: Any) -> Level:
    facts = {"code": "NEW", "kind": "ght", "name": "Nouveau", **changes}
    return Level(**facts)


def a_person(**changes: Any) -> Person:
    unit = Level.objects.get(code="URG")
    facts = {
        "hospital": unit.hospital,
        "unit": unit,
        "code": "Z9",
        "family_name": "Nuage",
        "role": Role.objects.get(key="nurse"),
        **changes,
    }
    return Person(**facts)


def ada() -> Person:
    return Person.objects.get(code="A1")


def a_contract(**changes: Any) -> Contract:
    facts = {
        "hospital": ada().hospital,
        "person": ada(),
        "share": 1,
        "pack": "fph",
        "regime": "day",
        "from_on": DAY,
        **changes,
    }
    return Contract(**facts)


def an_unavailability(**changes: Any) -> Unavailability:
    facts = {"from_on": DAY, "to_on": DAY, **changes}
    return Unavailability(hospital=ada().hospital, person=ada(), **facts)


def a_restriction(**changes: Any) -> Restriction:
    facts = {"from_on": DAY, "kind": "no_nights", **changes}
    return Restriction(hospital=ada().hospital, person=ada(), **facts)


REFUSED: dict[str, Callable[[], models.Model]] = {
    "a level without code": lambda: a_level(code=""),
    "a level without name": lambda: a_level(name=""),
    "a level of no kind": lambda: a_level(kind="ward"),
    "a second level of one code": lambda: a_level(code="URG"),
    "a unit outside a hospital": lambda: a_level(kind="unit"),
    "a GHT inside a hospital": lambda: a_level(hospital=Level.objects.get(code="CH-LUNE")),
    "a role without key": lambda: Role(key="", name_fr="x", name_en="x"),
    "a skill without name": lambda: Skill(key="x", name_fr=""),
    "a second person of one code": lambda: a_person(code="A1"),
    "a person without code": lambda: a_person(code=""),
    "a person without name": lambda: a_person(family_name=""),
    "a skill twice": lambda: PersonSkill(
        hospital=ada().hospital, person=ada(), skill=Skill.objects.get(key="triage")
    ),
    "no share": lambda: a_contract(share=0),
    "a share above one": lambda: a_contract(share="1.0001"),
    "no pack": lambda: a_contract(pack=""),
    "no known regime": lambda: a_contract(regime="evening"),
    "a contract that ends before it starts": lambda: a_contract(to_on=EVE),
    "two contracts of one start": lambda: a_contract(from_on=date(2026, 1, 1)),
    "an unavailability that ends before it starts": lambda: an_unavailability(to_on=EVE),
    "two unavailabilities of one start": lambda: an_unavailability(
        from_on=date(2026, 2, 2), to_on=date(2026, 2, 3)
    ),
    "a restriction of no kind": lambda: a_restriction(kind="no_mornings"),
    "a restriction that ends before it starts": lambda: a_restriction(to_on=EVE),
    "minutes where none belong": lambda: a_restriction(minutes=450),
    "days where none belong": lambda: a_restriction(weekdays="mon"),
    "a most of no minutes": lambda: a_restriction(kind=MAX_MINUTES),
    "a most of more than a day": lambda: a_restriction(kind=MAX_MINUTES, minutes=1441),
    "days off on no day": lambda: a_restriction(kind=DAYS_OFF),
    "two restrictions of one kind and start": lambda: a_restriction(from_on=date(2026, 1, 1)),
}
TAKEN: dict[str, Callable[[], models.Model]] = {
    "a level": a_level,
    "a person": a_person,
    "a contract": a_contract,
    "an unavailability": an_unavailability,
    "a restriction": a_restriction,
    "a most of minutes": lambda: a_restriction(kind=MAX_MINUTES, minutes=450),
    "days off": lambda: a_restriction(kind=DAYS_OFF, weekdays="mon+wed"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_table_refuses(what: str) -> None:
    a_staffed_hospital()
    row = REFUSED[what]()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("what", TAKEN)
def test_the_table_takes(what: str) -> None:
    a_staffed_hospital()
    row = TAKEN[what]()
    row.save()
    assert row.pk is not None


def test_a_level_is_not_its_own_parent() -> None:
    level = a_hospital()
    level.parent = level
    with pytest.raises(IntegrityError), transaction.atomic():
        level.save()


def test_the_way_in_shows_one_hospital_only() -> None:
    moon = a_staffed_hospital()
    sun = Level.objects.create(code="CH-SOLEIL", kind="hospital", name="Hôpital du Soleil")
    unit = Level.objects.create(
        code="URG-S", kind="unit", name="Urgences", parent=sun, hospital=sun
    )
    a_person(hospital=sun, unit=unit, code="A1").save()
    codes = [
        sorted(person.code for person in Person.objects.for_hospital(hospital))
        for hospital in (moon, sun)
    ]
    assert codes == [["A1", "B2", "C3"], ["A1"]]


# French and English, without accents: what a table of this room has no place for.
CAUSES = re.compile(
    r"health|sante|pregnan|gross|matern|sick|malad|disease|diagnos|medic|reason|motif|raison"
    r"|cause|why|note|comment|remark|categor|disab|handicap|religi|birth|gender|sex",
    re.IGNORECASE,
)
# A function of the hospital, like the head nurse's: it says who is asked, not what she treats.
NO_CAUSE = frozenset({"occupational_health"})


def names_and_codes(table: type[models.Model]) -> set[str]:
    """Return the names of a table's fields and the codes they may hold."""
    fields = [field for field in table._meta.get_fields() if field.concrete]  # noqa: SLF001 - Django's documented name
    rules = [str(rule.deconstruct()) for rule in table._meta.constraints]  # noqa: SLF001 - same
    words = {word for rule in rules for word in re.findall(r"'(\w+)'", rule)}
    return ({field.name for field in fields} | words) - NO_CAUSE


@pytest.mark.parametrize("table", [*apps.get_app_config("people").get_models()])
def test_no_table_has_a_place_for_a_cause(table: type[models.Model]) -> None:
    assert [name for name in names_and_codes(table) if CAUSES.search(name)] == []


def test_a_place_for_a_cause_would_be_seen() -> None:
    seen = [name for name in ("sick_leave", "motif", "pregnancy", "note") if CAUSES.search(name)]
    assert len(seen) == 4
    assert "no_nights" in names_and_codes(Restriction)


def test_dates_and_facts_are_all_that_is_kept_about_absences_and_restrictions() -> None:
    own = {"hospital", "person", "id"}
    kept = {
        table: {field.name for field in table._meta.get_fields()} - own  # noqa: SLF001 - Django's documented name
        for table in (Unavailability, Restriction)
    }
    assert kept == {
        Unavailability: {"from_on", "to_on"},
        Restriction: {"from_on", "to_on", "kind", "minutes", "weekdays"},
    }


def test_every_table_of_people_is_a_hospital_table() -> None:
    of_people = {Person, PersonSkill, Contract, Unavailability, Restriction}
    assert {table for table in of_people if issubclass(table, HospitalTable)} == of_people

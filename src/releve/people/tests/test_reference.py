"""Roles and skills: what ships, and what a hospital adds."""

from __future__ import annotations

import pytest

from releve.kit.actors import HOUSE
from releve.people.actions import (
    ImportReport,
    import_persons,
    import_skills,
    load_reference,
)
from releve.people.models import Role, Skill
from releve.people.tests.builders import (
    PERSONS,
    Place,
    a_staffed_hospital,
    faults_of,
    rows,
    rows_of,
)
from releve.people.vocabulary import SKILL_COLUMNS

pytestmark = pytest.mark.django_db


def test_roles_and_skills_that_ship_are_loaded_once() -> None:
    first = load_reference(actor=HOUSE)
    again = load_reference(actor=HOUSE)
    assert {name: report.added for name, report in again.items()} == {"roles": 0, "skills": 0}
    assert first["roles"].added == Role.objects.count() >= 15
    assert first["skills"].added == Skill.objects.count()


def test_every_role_that_ships_has_both_names_and_well_formed_codes() -> None:
    load_reference(actor=HOUSE)
    for role in Role.objects.all():
        assert role.name_fr
        assert role.name_en
        assert len(role.isco08) == 4
        assert len(role.rome_code) in {0, 5}


def test_a_hospital_adds_its_own_skills() -> None:
    a_staffed_hospital()
    report = import_skills(
        rows(SKILL_COLUMNS, [["hyperbaric", "Caisson hyperbare", ""]]), actor=HOUSE
    )
    import_persons(rows_of("persons", [[*PERSONS[1][:5], "hyperbaric"]]), actor=HOUSE)
    assert report == ImportReport(added=1, changed=0, unchanged=0)


@pytest.mark.parametrize(
    ("line", "place"), [(["Été", "x", ""], (2, "key")), (["x", "", ""], (2, "name_fr"))]
)
def test_a_skill_without_a_proper_key_or_name_is_a_fault(line: list[str], place: Place) -> None:
    found = faults_of(lambda: import_skills(rows(SKILL_COLUMNS, [line]), actor=HOUSE))
    assert [where for where, _ in found] == [place]

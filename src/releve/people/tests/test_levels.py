"""The tree of levels, hospitals and units."""

from __future__ import annotations

import pytest

from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.actions import (
    ImportReport,
    import_levels,
    import_persons,
    load_reference,
)
from releve.people.models import Level, Person
from releve.people.queries import hospital_of, level_tree
from releve.people.tests.builders import (
    IMPORTS,
    LEVELS,
    PERSONS,
    Place,
    a_hospital,
    a_staffed_hospital,
    faults_of,
    rows,
    rows_of,
)
from releve.people.vocabulary import LEVEL_COLUMNS

pytestmark = pytest.mark.django_db


def test_levels_come_in_any_order_and_stand_as_a_tree() -> None:
    a_hospital(LEVELS[::-1])
    tree = [(branch.depth, branch.level.code, branch.people) for branch in level_tree()]
    assert tree == [
        (0, "FR", 0),
        (1, "GHT-LUNE", 0),
        (2, "CH-LUNE", 0),
        (3, "CARDIO", 0),
        (3, "URG", 0),
    ]


def test_levels_twice_change_nothing_and_a_new_name_changes_one() -> None:
    a_hospital()
    same = import_levels(rows(LEVEL_COLUMNS, LEVELS), actor=HOUSE)
    renamed = import_levels(rows(LEVEL_COLUMNS, [["URG", "unit", "SAU", "CH-LUNE"]]), actor=HOUSE)
    assert (same, renamed) == (
        ImportReport(added=0, changed=0, unchanged=5),
        ImportReport(added=0, changed=1, unchanged=0),
    )


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [
        ([["X", "ward", "X", "CH-LUNE"]], (2, "kind"), "not known"),
        ([["X", "unit", "X", "CH-LUN"]], (2, "parent"), "did you mean 'CH-LUNE'?"),
        ([["X", "unit", "X", ""]], (2, "parent"), "stands in a hospital"),
        ([["X", "unit", "X", "GHT-LUNE"]], (2, "parent"), "stands in a hospital"),
        ([["X", "pole", "X", "URG"]], (2, "parent"), "cannot stand below"),
        ([["X", "unit", "X", "URG"]], (2, "parent"), "cannot stand below"),
        ([["X", "pole", "", "CH-LUNE"]], (2, "name"), "empty"),
        ([["URG", "pole", "Urgences", "CH-LUNE"]], (2, "kind"), "stored as a unit"),
        (
            [["CH-SOLEIL", "hospital", "S", ""], ["URG", "unit", "Urgences", "CH-SOLEIL"]],
            (3, "parent"),
            "another hospital",
        ),
        (
            [["X", "unit", "X", "CH-LUNE"], ["X", "unit", "Y", "CH-LUNE"]],
            (3, "code"),
            "line 2 already",
        ),
        (
            [["P", "pole", "P", "Q"], ["Q", "pole", "Q", "P"]],
            (2, "parent"),
            "cannot stand below",
        ),
    ],
)
def test_each_fault_of_a_tree_is_named(lines: list[list[str]], place: Place, said: str) -> None:
    a_hospital()
    found = faults_of(lambda: import_levels(rows(LEVEL_COLUMNS, lines), actor=HOUSE))
    assert found[0][0] == place
    assert said in found[0][1]
    assert Level.objects.count() == len(LEVELS)


def test_a_hospital_goes_unnamed_only_where_it_is_the_only_one() -> None:
    with pytest.raises(BadInputError, match="no hospital yet"):
        hospital_of(None)
    moon = a_hospital()
    assert hospital_of(None) == moon
    Level.objects.create(code="CH-SOLEIL", kind="hospital", name="Hôpital du Soleil")
    with pytest.raises(BadInputError, match="CH-LUNE, CH-SOLEIL"):
        hospital_of(None)
    with pytest.raises(BadInputError, match="did you mean 'CH-LUNE'"):
        hospital_of("CH-LUN")


def test_people_of_another_hospital_are_strangers() -> None:
    a_staffed_hospital()
    sun = [["CH-SOLEIL", "hospital", "Soleil", ""], ["URG-S", "unit", "Urgences", "CH-SOLEIL"]]
    import_levels(rows(LEVEL_COLUMNS, sun), actor=HOUSE)
    line = [["A1", "2026-05-01", "2026-05-02"]]
    action = IMPORTS["unavailability"]
    found = faults_of(lambda: action(rows_of("unavailability", line), hospital_code="CH-SOLEIL"))
    assert found == [((2, "person"), "'A1' is not known")]
    unit = [["A1", "Autre", "Personne", "URG", "nurse", ""]]
    found = faults_of(
        lambda: import_persons(rows_of("persons", unit), hospital_code="CH-SOLEIL", actor=HOUSE)
    )
    assert found[0][0] == (2, "unit")


def test_units_and_hospital_can_be_made_with_the_people() -> None:
    load_reference(actor=HOUSE)
    import_persons(
        rows_of("persons", PERSONS), hospital_code="CH-LUNE", create_units=True, actor=HOUSE
    )
    tree = [(branch.level.code, branch.level.kind, branch.people) for branch in level_tree()]
    assert tree == [("CH-LUNE", "hospital", 0), ("CARDIO", "unit", 1), ("URG", "unit", 2)]


def test_a_fault_among_people_leaves_no_unit_and_no_hospital_behind() -> None:
    load_reference(actor=HOUSE)
    table = rows_of("persons", [["A1", "Feuillage", "", "URG", "nobody", ""]])
    faults_of(
        lambda: import_persons(table, hospital_code="CH-LUNE", create_units=True, actor=HOUSE)
    )
    assert (Level.objects.count(), Person.objects.count()) == (0, 0)


def test_a_hospital_to_be_made_must_be_named() -> None:
    with pytest.raises(BadInputError, match="--hospital CODE"):
        import_persons(rows_of("persons", PERSONS), create_units=True, actor=HOUSE)

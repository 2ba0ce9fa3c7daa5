"""The walls around people's data: each table has its hospital, and one way in."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from house_code import HOUSE, hand_written, shown
from releve.people.models import Account, HospitalTable, Level, Person

WAY_IN = "for_hospital"
WRITING = frozenset({"create", "bulk_create"})

# At the sign-in nobody's hospital is known yet, so an account is found by the name its owner
# types. Those of a GHT or a region have no hospital; the table sees to it that they are of no
# person in its rows, and they are read by a way of their own.
SIGNING_IN = frozenset({"get_by_natural_key", "create_user", "above_hospitals"})


def own_tables() -> list[type[models.Model]]:
    """Return every table of the house."""
    return [table for table in apps.get_models() if table.__module__.startswith("releve.")]


def fields_of(table: type[models.Model]) -> dict[str, Any]:
    """Return the fields of a table by name."""
    fields = table._meta.get_fields()  # noqa: SLF001 - Django documents it under this name
    return {field.name: field for field in fields}


def holds_people(table: type[models.Model]) -> bool:
    """Whether a table is about people: theirs, pointing at one of theirs, or of a hospital's own.

    A hospital's own tables count whatever their columns: a document inside may name people.
    """
    return issubclass(table, HospitalTable) or any(
        field.is_relation and field.related_model is Person and field.concrete
        for field in fields_of(table).values()
    )


def belongs_to_an_account(table: type[models.Model]) -> bool:
    """Whether each row is somebody's account's; who signed a row need not be known for ever."""
    return any(
        field.is_relation and field.related_model is Account and field.concrete and not field.null
        for field in fields_of(table).values()
    )


def needs_a_hospital_for_a_person(table: type[models.Model]) -> bool:
    """Whether the database refuses a row that has a person and no hospital."""
    wanted = models.Q(person__isnull=True) | models.Q(hospital__isnull=False)
    rules = table._meta.constraints  # noqa: SLF001 - Django documents it under this name
    return any(getattr(rule, "condition", None) == wanted for rule in rules)


def wall_faults(table: type[models.Model]) -> list[str]:
    """Return what a table that holds people lacks."""
    hospital = fields_of(table).get("hospital")
    found = []
    if not isinstance(hospital, models.ForeignKey) or hospital.related_model is not Level:
        found.append("no hospital")
    elif hospital.null and not needs_a_hospital_for_a_person(table):
        found.append("the hospital may be missing")
    if not hasattr(getattr(table, "objects", None), WAY_IN):
        found.append(f"no {WAY_IN}")
    return found


PEOPLE_TABLES = [table for table in own_tables() if holds_people(table)]
ACCOUNT_TABLES = [table for table in own_tables() if belongs_to_an_account(table)]
OWN_HOSPITAL = [table for table in ACCOUNT_TABLES if issubclass(table, HospitalTable)]
"""Tables of an account whose rows carry their hospital themselves: that is their way in."""


@pytest.mark.parametrize("table", PEOPLE_TABLES, ids=lambda table: table.__name__)
def test_a_table_that_holds_people_carries_its_hospital_and_the_way_in(
    table: type[models.Model],
) -> None:
    assert wall_faults(table) == []


def test_the_tables_that_hold_people_are_seen() -> None:
    assert {table.__name__ for table in PEOPLE_TABLES} >= {
        "Person",
        "Contract",
        "Restriction",
        "Version",
        "Search",
    }


@isolate_apps("releve.people")
def test_a_table_of_people_without_its_hospital_is_found() -> None:
    class Diary(models.Model):  # noqa: DJ008 - nobody prints it
        person = models.ForeignKey(Person, models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    assert holds_people(Diary) is True
    assert wall_faults(Diary) == ["no hospital", f"no {WAY_IN}"]


@isolate_apps("releve.people")
def test_a_table_whose_rows_may_have_a_person_and_no_hospital_is_found() -> None:
    class Diary(models.Model):  # noqa: DJ008 - nobody prints it
        person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
        hospital = models.ForeignKey(Level, models.CASCADE, null=True, related_name="+")

        class Meta:
            app_label = "people"

    assert wall_faults(Diary) == ["the hospital may be missing", f"no {WAY_IN}"]


def ways_around(
    source: str, tables: Iterable[str], *, allowed: frozenset[str] = WRITING | {WAY_IN}
) -> list[str]:
    """Return where a source reads a table of people otherwise than through the way in."""
    tree = ast.parse(source)
    names = set(tables) - imported_from_elsewhere(tree)
    return [
        f"{node.value.value.id}.objects.{node.attr} on line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in {"objects", "_default_manager"}
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id in names
        and node.attr not in allowed
    ]


def imported_from_elsewhere(tree: ast.AST) -> set[str]:
    """Return the names that a source takes from a room whose table of that name is of no people.

    The trail has its entries, and so has the ledger.
    """
    of_people = {(table.__module__.split(".")[1], table.__name__) for table in PEOPLE_TABLES}
    rooms = {room for room, _name in of_people} | {"trail", "jobs"}
    return {
        one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and ".models" in (node.module or "")
        for one in node.names
        if (room := (node.module or "").split(".")[1]) in rooms
        and (room, one.name) not in of_people
    }


def test_a_name_is_judged_by_the_room_it_comes_from() -> None:
    reads = "Entry.objects.all()"
    for room, found in (("ledger", ["Entry.objects.all on line 2"]), ("trail", [])):
        source = f"from releve.{room}.models import Entry\n{reads}"
        assert ways_around(source, ["Entry"]) == found


def test_people_are_read_through_their_hospital_only() -> None:
    names = [table.__name__ for table in PEOPLE_TABLES if table is not Account]
    assert around(names) == []


def test_accounts_are_read_by_their_hospital_or_their_own_name() -> None:
    assert around(["Account"], allowed=WRITING | SIGNING_IN | {WAY_IN}) == []


def test_what_an_account_has_is_read_through_the_account() -> None:
    names = [table.__name__ for table in ACCOUNT_TABLES if table not in OWN_HOSPITAL]
    assert {"Grant", "ApiToken", "CalendarAddress"} <= set(names)
    assert set(OWN_HOSPITAL) <= set(PEOPLE_TABLES)
    assert around(names, allowed=WRITING) == []


def around(names: Iterable[str], *, allowed: frozenset[str] = WRITING | {WAY_IN}) -> list[str]:
    """Return every way around those tables in the house, its tests left out."""
    return [
        f"{shown(path)}: {way}"
        for path in hand_written(".py")
        if path.is_relative_to(HOUSE) and "tests" not in path.parts
        for way in ways_around(path.read_text("utf-8"), names, allowed=allowed)
    ]


def test_a_way_around_is_found() -> None:
    source = "Person.objects.all()\nPerson.objects.for_hospital(h).all()\nLevel.objects.all()"
    assert ways_around(source, ["Person"]) == ["Person.objects.all on line 1"]

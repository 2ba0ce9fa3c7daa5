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
from releve.people.models import Level, Person

WAY_IN = "for_hospital"
WRITING = frozenset({"create", "bulk_create"})


def own_tables() -> list[type[models.Model]]:
    """Return every table of the house."""
    return [table for table in apps.get_models() if table.__module__.startswith("releve.")]


def fields_of(table: type[models.Model]) -> dict[str, Any]:
    """Return the fields of a table by name."""
    fields = table._meta.get_fields()  # noqa: SLF001 - Django documents it under this name
    return {field.name: field for field in fields}


def holds_people(table: type[models.Model]) -> bool:
    """Whether a table is about people: theirs, or pointing at one of theirs."""
    return table is Person or any(
        field.is_relation and field.related_model is Person and field.concrete
        for field in fields_of(table).values()
    )


def wall_faults(table: type[models.Model]) -> list[str]:
    """Return what a table that holds people lacks."""
    hospital = fields_of(table).get("hospital")
    found = []
    if not isinstance(hospital, models.ForeignKey) or hospital.related_model is not Level:
        found.append("no hospital")
    elif hospital.null:
        found.append("the hospital may be missing")
    if not hasattr(getattr(table, "objects", None), WAY_IN):
        found.append(f"no {WAY_IN}")
    return found


PEOPLE_TABLES = [table for table in own_tables() if holds_people(table)]


@pytest.mark.parametrize("table", PEOPLE_TABLES, ids=lambda table: table.__name__)
def test_a_table_that_holds_people_carries_its_hospital_and_the_way_in(
    table: type[models.Model],
) -> None:
    assert wall_faults(table) == []


def test_the_tables_that_hold_people_are_seen() -> None:
    assert {table.__name__ for table in PEOPLE_TABLES} >= {"Person", "Contract", "Restriction"}


@isolate_apps("releve.people")
def test_a_table_of_people_without_its_hospital_is_found() -> None:
    class Diary(models.Model):  # noqa: DJ008 - nobody prints it
        person = models.ForeignKey(Person, models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    assert holds_people(Diary) is True
    assert wall_faults(Diary) == ["no hospital", f"no {WAY_IN}"]


def ways_around(source: str, tables: Iterable[str]) -> list[str]:
    """Return where a source reads a table of people otherwise than through the way in."""
    names = set(tables)
    allowed = {WAY_IN} | WRITING
    return [
        f"{node.value.value.id}.objects.{node.attr} on line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in {"objects", "_default_manager"}
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id in names
        and node.attr not in allowed
    ]


def test_people_are_read_through_their_hospital_only() -> None:
    names = [table.__name__ for table in PEOPLE_TABLES]
    found = [
        f"{shown(path)}: {way}"
        for path in hand_written(".py")
        if path.is_relative_to(HOUSE) and "tests" not in path.parts
        for way in ways_around(path.read_text("utf-8"), names)
    ]
    assert found == []


def test_a_way_around_is_found() -> None:
    source = "Person.objects.all()\nPerson.objects.for_hospital(h).all()\nLevel.objects.all()"
    assert ways_around(source, ["Person"]) == ["Person.objects.all on line 1"]

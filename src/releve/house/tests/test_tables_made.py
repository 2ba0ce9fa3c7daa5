"""Tables are made with their constraints: a step for each would take a new database minutes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.base import Operation

import releve
from releve.house.tables_made import folded

ROOMS = Path(releve.__file__).parent


def written() -> list[str]:
    """Return the modules of every migration of the project."""
    return [
        f"releve.{path.parent.parent.name}.migrations.{path.stem}"
        for path in sorted(ROOMS.glob("*/migrations/0*.py"))
    ]


@pytest.mark.parametrize("module", written())
def test_every_table_is_made_with_its_constraints_and_indexes(module: str) -> None:
    made: type[Migration] = import_module(module).Migration
    assert len(folded(made.operations)) == len(made.operations), "made by `django makemigrations`?"


def a_table(name: str) -> CreateModel:
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True))])


def a_constraint(table: str) -> AddConstraint:
    rule = models.CheckConstraint(condition=models.Q(id__gt=0), name=f"{table}_counted")
    return AddConstraint(table, rule)


def test_what_follows_a_table_goes_into_its_making_across_other_tables() -> None:
    index = AddIndex("shift", models.Index(fields=["id"], name="shift_found"))
    steps: list[Operation] = [a_table("Shift"), a_table("Unit"), a_constraint("shift"), index]
    made = folded(steps)
    assert [one.name for one in made if isinstance(one, CreateModel)] == ["Shift", "Unit"]
    assert len(made) == 2
    assert isinstance(made[0], CreateModel)
    assert [len(made[0].options[kind]) for kind in ("constraints", "indexes")] == [1, 1]


def test_what_a_later_column_may_need_stays_behind_it() -> None:
    column = AddField("shift", "day", models.DateField(null=True))
    steps: list[Operation] = [a_table("Shift"), column, a_constraint("shift")]
    assert folded(steps) == steps

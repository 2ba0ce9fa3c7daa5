"""`django makemigrations`, whose new tables come with their constraints and indexes.

The framework writes each as a step of its own, and reads most tables again at each step: of a new
database that would be half of the time it takes.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemigrations
from django.db.migrations import Migration

from releve.house.tables_made import folded


class Command(makemigrations.Command):
    """The framework's own command otherwise."""

    def write_migration_files(
        self, changes: dict[str, list[Migration]], *told: Any, **named: Any
    ) -> None:
        """Write what has changed, in fewer steps."""
        for migrations in changes.values():
            for one in migrations:
                vars(one)["operations"] = folded(one.operations)
        super().write_migration_files(changes, *told, **named)

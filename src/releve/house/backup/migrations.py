"""How far a database's tables have come, and the models as they were there."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from releve.house.backup.manifest import Step
from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")


def steps_taken(using: str) -> tuple[Step, ...]:
    """Return the migrations that a database has had; raises BadInputError where there are none."""
    loader = MigrationLoader(connections[using])
    taken = sorted(step for step in loader.applied_migrations if step in loader.graph.nodes)
    unknown = sorted(set(loader.applied_migrations) - set(loader.graph.nodes) - _replaced(loader))
    if unknown:
        message = _(
            "the database was made by a newer Relève (it has had {app} {name}); use that one"
        )
        raise BadInputError(message.format(app=unknown[0][0], name=unknown[0][1]))
    if not taken:
        raise BadInputError(_("the database has no tables: there is nothing to back up"))
    return tuple(taken)


def check_known(steps: Iterable[Step]) -> None:
    """Raise BadInputError where this version does not know one of the migrations."""
    unknown = sorted(set(steps) - set(MigrationLoader(None).graph.nodes))
    if unknown:
        message = _(
            "the backup is of a newer Relève (it has had {app} {name}); restore it with that one"
        )
        raise BadInputError(message.format(app=unknown[0][0], name=unknown[0][1]))


def take_steps(steps: Iterable[Step], using: str) -> None:
    """Bring an empty database to those migrations and no further."""
    connection = connections[using]

    def settle(*_told: object) -> None:
        # In one transaction with what follows, a row that a step has put in would keep the next
        # one from changing the table: its foreign keys are looked at now.
        connection.check_constraints()

    executor = MigrationExecutor(connection, settle if connection.vendor == "postgresql" else None)
    executor.migrate(_last(steps, executor.loader))


def apps_after(steps: Iterable[Step], using: str) -> Apps:
    """Return the models as those migrations left them."""
    loader = MigrationLoader(connections[using])
    apps: Apps = loader.project_state(_last(steps, loader)).apps
    return apps


def _last(steps: Iterable[Step], loader: MigrationLoader) -> list[Step]:
    # Django would take a step that another leads to for one to go back to.
    chosen = set(steps)
    nodes = loader.graph.node_map
    return sorted(
        step for step in chosen if not any(child.key in chosen for child in nodes[step].children)
    )


def _replaced(loader: MigrationLoader) -> set[Step]:
    return {step for squashed in loader.replacements.values() for step in squashed.replaces}

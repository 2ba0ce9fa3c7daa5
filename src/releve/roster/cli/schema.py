"""``releve roster schema``: the JSON Schema of a problem, for editors and other programs."""

from __future__ import annotations

import click

from releve.kit import console
from releve.kit.permissions import ANYONE, needs
from releve.roster.engine.problem.problem import problem_schema


@click.command()
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def schema(json_path: str | None) -> int:
    """Print the JSON Schema of a problem."""
    console.write_json(problem_schema(), json_path or "-")
    return console.DONE

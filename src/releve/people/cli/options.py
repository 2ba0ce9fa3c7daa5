"""Options that several verbs of the room share."""

from __future__ import annotations

from pathlib import Path

import click

from releve.people.vocabulary import COLUMNS

kind_option = click.option(
    "--kind",
    required=True,
    type=click.Choice(list(COLUMNS)),
    help="What the table holds.",
)
hospital_option = click.option(
    "--hospital",
    "hospital_code",
    metavar="CODE",
    help="The hospital; needed only where there are several.",
)
file_argument = click.argument("file", type=click.Path(path_type=Path))

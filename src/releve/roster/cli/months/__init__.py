"""``releve roster months …``: wards' months in the hospital's database.

Each verb wakes the database when it is called, through what the caller left in click's
``context.obj``: the verbs on plain files beside this one never do.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option, json_option
from releve.kit.permissions import Permission, needs
from releve.roster.vocabulary import AIMS, ASKED_AIMS

unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")


@click.group()
def months() -> None:
    """Wards' months in the database: those the pages show."""


@months.command("list")
@json_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def list_months(*, actor: Actor, json_path: str | None) -> int:
    """List the months that are open, unit by unit, with their versions."""
    from releve.roster.cli.months.listing import show_months  # noqa: PLC0415 - needs the database awake

    return show_months(actor, json_path)


@months.command("open")
@click.argument("problem_file", metavar="PROBLEM", type=click.Path(path_type=Path))
@unit_option
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(path_type=Path),
    metavar="PLAN.csv",
    help="Also save this plan as a version of the month.",
)
@click.option(
    "--published", is_flag=True, help="With --plan: the version that the team has been shown."
)
@as_option
@needs(Permission.MANAGE_ROSTER)
def open_month(
    *,
    actor: Actor,
    problem_file: Path,
    unit_code: str,
    plan_file: Path | None,
    published: bool,
) -> int:
    """Open a unit's month in the database with what a PROBLEM asks of it.

    Opening it again with the same files changes nothing; a changed PROBLEM becomes a new demand
    beside the older one. PLAN.csv is what `solve --out` writes, or your own roster in the same
    columns: person,day,shift. It is saved as it is, with what the legal check finds.
    """
    from releve.roster.cli.months.opening import open_from_files  # noqa: PLC0415 - needs the database awake

    return open_from_files(problem_file, unit_code, plan_file, actor=actor, is_published=published)


@months.command("search")
@unit_option
@click.option(
    "--from",
    "first_day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    required=True,
    help="First day of the month, as it was opened.",
)
@click.option(
    "--aim",
    type=click.Choice(list(ASKED_AIMS)),
    default=AIMS[0],
    show_default=True,
    help="What the roster is to favour; choice makes a version for each but the first.",
)
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=60,
    show_default=True,
    help="Search that long at most.",
)
@as_option
@needs(Permission.MANAGE_ROSTER)
def search_month(
    *, actor: Actor, unit_code: str, first_day: datetime, aim: str, seconds: int
) -> int:
    """Search for a better roster of a month and save it as a version.

    The search starts from the version that is chosen. Whoever looks at the month's page sees it
    too, and may stop it there. Ctrl-C keeps the best roster so far.
    """
    from releve.roster.cli.months.searching import search_here  # noqa: PLC0415 - needs the database awake

    return search_here(unit_code, first_day.date(), actor=actor, aim=aim, seconds=seconds)


def _open_tables(context: click.Context) -> None:
    # The house, above this room, knows how to wake the database; where nobody has said how,
    # whoever calls has it awake.
    wake = (context.obj or {}).get("tables")
    if wake is not None:
        wake()

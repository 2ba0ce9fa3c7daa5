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
from releve.shifts.vocabulary import CHANGE_REASONS

unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")

first_day_option = click.option(
    "--from",
    "first_day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    required=True,
    help="First day of the month, as it was opened.",
)
version_option = click.option(
    "--version",
    "number",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    required=True,
    help="The number of the version.",
)


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
@first_day_option
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


@months.command("publish")
@unit_option
@first_day_option
@version_option
@click.option(
    "--reason",
    type=click.Choice(list(CHANGE_REASONS)),
    help="Why shifts change less than 48 hours before they begin; due where some do.",
)
@as_option
@needs(Permission.MANAGE_ROSTER)
def publish_month(
    *, actor: Actor, unit_code: str, first_day: datetime, number: int, reason: str | None
) -> int:
    """Put a version of a month in force: the team, calendars and exports read it from then on.

    A version that breaks a binding rule is refused, unless a recorded decision lifts the rule.
    What differs from what the team was shown is told to whom it concerns.
    """
    from releve.roster.cli.months.publishing import publish_here  # noqa: PLC0415 - needs the database awake

    return publish_here((unit_code, first_day.date(), number), reason or "", actor=actor)


@months.command("propose")
@unit_option
@first_day_option
@version_option
@click.option("--take-back", is_flag=True, help="Make the proposed version a draft again.")
@as_option
@needs(Permission.MANAGE_ROSTER)
def propose_month(
    *, actor: Actor, unit_code: str, first_day: datetime, number: int, take_back: bool
) -> int:
    """Show the team a draft of a month before it is settled."""
    from releve.roster.cli.months.publishing import propose_here  # noqa: PLC0415 - as above

    return propose_here((unit_code, first_day.date(), number), actor=actor, take_back=take_back)


@months.command("revise")
@unit_option
@first_day_option
@version_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def revise_month(*, actor: Actor, unit_code: str, first_day: datetime, number: int) -> int:
    """Begin a draft from a version of a month, to change what is in force."""
    from releve.roster.cli.months.publishing import revise_here  # noqa: PLC0415 - as above

    return revise_here((unit_code, first_day.date(), number), actor=actor)


@months.command("diff")
@unit_option
@first_day_option
@version_option
@click.option(
    "--to", "other", type=click.IntRange(min=1), required=True, help="The version to compare with."
)
@click.option("--csv", "csv_path", metavar="PATH", help="Write the table as CSV; - for the screen.")
@json_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def diff_months(  # noqa: PLR0913 - the options, each by its name
    *,
    actor: Actor,
    unit_code: str,
    first_day: datetime,
    number: int,
    other: int,
    csv_path: str | None,
    json_path: str | None,
) -> int:
    """Say what changes from one version of a month to another, cell by cell."""
    from releve.roster.cli.months.publishing import diff_here  # noqa: PLC0415 - as above

    asked = (unit_code, first_day.date(), number)
    return diff_here(asked, other, actor=actor, csv_path=csv_path, json_path=json_path)


def _open_tables(context: click.Context) -> None:
    # The house, above this room, knows how to wake the database; where nobody has said how,
    # whoever calls has it awake.
    wake = (context.obj or {}).get("tables")
    if wake is not None:
        wake()

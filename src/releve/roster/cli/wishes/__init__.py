"""``releve roster wishes …``: periods of wishes, for whoever manages a unit's roster.

A person states her own wishes on her page and nowhere else: nobody states them in her name.
"""

from __future__ import annotations

from datetime import datetime

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option, json_option
from releve.kit.permissions import Permission, needs
from releve.roster.vocabulary import MOST_BUDGET

DAY = click.DateTime(["%Y-%m-%d"])
INSTANT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])

unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")
from_option = click.option(
    "--from",
    "first_day",
    type=DAY,
    metavar="DATE",
    required=True,
    help="First day of the period.",
)


@click.group()
def wishes() -> None:
    """Periods of wishes in the database: what people ask of a roster before it is made."""


@wishes.command("list")
@unit_option
@click.option(
    "--from", "first_day", type=DAY, metavar="DATE", help="List the wishes of this period."
)
@json_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def list_wishes(
    *, actor: Actor, unit_code: str, first_day: datetime | None, json_path: str | None
) -> int:
    """List the periods of a unit, or the wishes that stand in one of them."""
    from releve.roster.cli.wishes.listing import show_periods, show_wishes  # noqa: PLC0415 - needs the database awake

    if first_day is None:
        return show_periods(unit_code, json_path, actor=actor)
    return show_wishes(unit_code, first_day.date(), json_path, actor=actor)


@wishes.command("open")
@unit_option
@from_option
@click.option(
    "--to", "last_day", type=DAY, metavar="DATE", required=True, help="Last day of the period."
)
@click.option(
    "--opens",
    type=INSTANT,
    metavar="INSTANT",
    help="When wishes are taken from, as 2027-01-04T08:00; now where it is left out.",
)
@click.option(
    "--closes",
    type=INSTANT,
    metavar="INSTANT",
    required=True,
    help="Until when they are taken, as 2027-01-18T20:00.",
)
@click.option(
    "--points",
    type=click.IntRange(1, MOST_BUDGET),
    default=12,
    show_default=True,
    help="Points that each person may spend.",
)
@as_option
@needs(Permission.MANAGE_ROSTER)
def open_period(  # noqa: PLR0913 - each option by its name
    *,
    actor: Actor,
    unit_code: str,
    first_day: datetime,
    last_day: datetime,
    opens: datetime | None,
    closes: datetime,
    points: int,
) -> int:
    """Open a period of wishes for a unit: its days, until when, and the points of each person."""
    from releve.roster.cli.wishes.steps import open_here  # noqa: PLC0415 - needs the database awake

    days = (first_day.date(), last_day.date())
    return open_here(unit_code, days, (opens, closes), actor=actor, points=points)


@wishes.command("close")
@unit_option
@from_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def close_period(*, actor: Actor, unit_code: str, first_day: datetime) -> int:
    """Close a period before its time; nothing more can be stated or taken back in it."""
    from releve.roster.cli.wishes.steps import close_here  # noqa: PLC0415 - needs the database awake

    return close_here(unit_code, first_day.date(), actor=actor)


@wishes.command("carry")
@unit_option
@from_option
@json_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def carry_period(
    *, actor: Actor, unit_code: str, first_day: datetime, json_path: str | None
) -> int:
    """Carry the wishes of a closed period into its month, as a new demand.

    On the days of the period the month's wishes become exactly the stated ones; carrying again
    changes nothing.
    """
    from releve.roster.cli.wishes.steps import carry_here  # noqa: PLC0415 - needs the database awake

    return carry_here(unit_code, first_day.date(), json_path, actor=actor)

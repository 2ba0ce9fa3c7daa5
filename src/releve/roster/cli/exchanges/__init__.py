"""``releve roster exchanges …``: exchanges and open shifts, for whoever manages a unit's roster.

A person asks, answers and volunteers on her own page and nowhere else.
"""

from __future__ import annotations

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option, json_option
from releve.kit.permissions import Permission, needs

unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")


@click.group()
def exchanges() -> None:
    """Exchanges and open shifts of a published roster in the database."""


@exchanges.command("list")
@unit_option
@json_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def list_exchanges(*, actor: Actor, unit_code: str, json_path: str | None) -> int:
    """List the exchanges of a unit on which both have agreed, and what became of them."""
    from releve.roster.cli.exchanges.listing import show_exchanges  # noqa: PLC0415 - needs the database awake

    return show_exchanges(unit_code, json_path, actor=actor)


@exchanges.command("openings")
@unit_option
@json_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def list_openings(*, actor: Actor, unit_code: str, json_path: str | None) -> int:
    """List the open shifts of a unit with how many would take each, never who."""
    from releve.roster.cli.exchanges.listing import show_openings  # noqa: PLC0415 - needs the database awake

    return show_openings(unit_code, json_path, actor=actor)


@exchanges.command("expire")
@unit_option
@as_option
@needs(Permission.MANAGE_ROSTER)
def expire(*, actor: Actor, unit_code: str) -> int:
    """End what time has overtaken: exchanges whose day came, open shifts whose window is over."""
    from releve.roster.cli.exchanges.listing import expire_here  # noqa: PLC0415 - needs the database awake

    return expire_here(unit_code, actor=actor)

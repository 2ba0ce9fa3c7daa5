"""``releve roster calendars …``: the private address of a person's own calendar."""

from __future__ import annotations

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option
from releve.kit.permissions import SIGNED_IN, Permission, needs


@click.group()
def calendars() -> None:
    """Private addresses under which people read their own shifts."""


@calendars.command("open")
@click.argument("username")
@as_option
@needs(SIGNED_IN)
def open_address(*, actor: Actor, username: str) -> int:
    """Make an account's private address and show it, once; one that was open is closed."""
    from releve.roster.cli.calendars.addresses import open_for  # noqa: PLC0415 - needs the database awake

    return open_for(username, actor=actor)


@calendars.command("close")
@click.argument("username")
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def close_address(*, actor: Actor, username: str) -> int:
    """Close an account's private address, at once and for good.

    One's own, or that of an account that one manages.
    """
    from releve.roster.cli.calendars.addresses import close_for  # noqa: PLC0415 - see above

    return close_for(username, actor=actor)

"""``releve roster calendars …``: the private address of a person's own calendar."""

from __future__ import annotations

import click


@click.group()
def calendars() -> None:
    """Private addresses under which people read their own shifts."""


@calendars.command("open")
@click.argument("username")
@click.pass_context
def open_address(context: click.Context, *, username: str) -> int:
    """Make an account's private address and show it, once; one that was open is closed."""
    _open_tables(context)
    from releve.roster.cli.calendars.addresses import open_for  # noqa: PLC0415 - needs the database awake

    return open_for(username)


@calendars.command("close")
@click.argument("username")
@click.pass_context
def close_address(context: click.Context, *, username: str) -> int:
    """Close an account's private address, at once and for good."""
    _open_tables(context)
    from releve.roster.cli.calendars.addresses import close_for  # noqa: PLC0415 - see above

    return close_for(username)


def _open_tables(context: click.Context) -> None:
    # The house, above this room, knows how to wake the database; where nobody has said how,
    # whoever calls has it awake.
    wake = (context.obj or {}).get("tables")
    if wake is not None:
        wake()

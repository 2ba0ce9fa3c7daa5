"""`releve house …`: the database's tables, and the pages on this computer."""

from __future__ import annotations

import sys

import click
from django.core.servers import basehttp
from django.core.wsgi import get_wsgi_application

from releve.house.backup.cli import backup, restore
from releve.house.database import migrate
from releve.kit.console import console
from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")


@click.group()
def house() -> None:
    """The database and the pages."""


house.add_command(backup)
house.add_command(restore)


@house.command("migrate")
def migrate_tables() -> None:
    """Bring the database's tables up to date; make a backup first."""
    steps = migrate()
    for step in steps:
        console().print(step)
    console().print(
        _("The tables are up to date.") if steps else _("The tables were up to date already.")
    )


@house.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port."
)
def serve(*, port: int) -> None:
    """Show the pages on this computer, and on no other, until Ctrl-C."""
    address = f"127.0.0.1:{port}"
    console().print(_("The pages are at http://{address}/ (stop: Ctrl-C)").format(address=address))
    sys.stdout.flush()
    try:
        basehttp.run("127.0.0.1", port, get_wsgi_application(), threading=True)
    except KeyboardInterrupt:
        console().print(_("Stopped."))
    except OSError as error:
        message = _("port {port} cannot be used ({reason}); choose another with --port")
        reason = error.strerror or str(error)
        raise BadInputError(message.format(port=port, reason=reason)) from error

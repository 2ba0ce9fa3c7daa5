"""`releve house …`: the database's tables, the pages, and the examination of both."""

from __future__ import annotations

import sys

import click
from django.db import connection

from releve.house.backup.cli import backup, restore
from releve.house.contributions import CHECKS, COMPANIONS
from releve.house.database import make_ready, migrate
from releve.house.doctor import examine, report, show
from releve.house.monitoring.readiness import unready
from releve.house.serving import Place, refuse_taken_port, refuse_unsafe, serve_pages
from releve.kit.console import DONE, FINDINGS, console, json_option, write_json
from releve.kit.findings import Weight
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator

_ = translator("releve.house")


@click.group()
def house() -> None:
    """The database and the pages."""


house.add_command(backup)
house.add_command(restore)


@house.command("migrate")
@needs(ANYONE)  # it comes before the tables in which accounts would be
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
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; 0.0.0.0 opens the pages to the network.",
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that answer pages; one per processor core is plenty.",
)
@needs(ANYONE)  # each page asks for itself
def serve(*, host: str, port: int, workers: int) -> None:
    """Show the pages until Ctrl-C: on this computer only, unless --host says otherwise.

    The address is printed when pages are answered. What would be unsafe is refused. A worker for
    background work runs beside them, unless RELEVE_WORKER=external says that `releve jobs work`
    is started elsewhere.
    """
    refuse_unsafe(host)
    refuse_taken_port(host, port)
    _prepare_tables()
    place = Place(host=host, port=port, workers=workers)
    serve_pages(place, companions=COMPANIONS, when_answering=lambda: _tell(place))
    console().print(_("Stopped."))


@house.command()
@json_option
@needs(ANYONE)  # whoever starts it has the installation in her hands; it shows no data
def doctor(*, json_path: str | None) -> int:
    """Say on one screen what is missing or unsafe, and what to do about it.

    Leaves with 1 where something is.
    """
    findings = examine(CHECKS)
    if json_path != "-":
        show(findings)
    if json_path is not None:
        write_json(report(findings), json_path)
    return FINDINGS if any(found.weight is Weight.FAULT for found in findings) else DONE


def _prepare_tables() -> None:
    """Let a ward's own file be ready; another database may still be on its way."""
    if connection.vendor == "sqlite":
        make_ready()
    elif reasons := unready():
        message = _("the database is not ready ({reasons}); pages answer as soon as it is")
        click.echo(message.format(reasons=", ".join(reasons)), err=True)
    connection.close()


def _tell(place: Place) -> None:
    message = _("The pages are at http://{address}/ (stop: Ctrl-C)")
    console().print(message.format(address=place.address))
    sys.stdout.flush()

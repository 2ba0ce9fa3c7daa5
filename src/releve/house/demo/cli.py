"""`releve demo`: the fictional group of hospitals, made once, its demo ward solved, and served."""

from __future__ import annotations

import re
from datetime import date

import click

from releve.house.cli import serve
from releve.house.database import make_ready
from releve.house.demo.accounts import ACCOUNTS, ARRIVED, MANAGER, PASSWORD, function_name
from releve.house.demo.calendars import Calendar, Month, month_after, month_of
from releve.house.demo.group import build_group, units_for
from releve.house.demo.storing import open_demand, store_group, stored_month
from releve.house.serving import refuse_taken_port
from releve.kit.console import console, progress
from releve.kit.engines import Params
from releve.kit.faults import BadInputError, Place
from releve.kit.gates import operates
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.people.queries import account_named, actor_of
from releve.roster.actions import save_version
from releve.roster.gate import TOOL
from releve.roster.models import Version
from releve.stewardship.actions.gate import pass_gate

_ = translator("releve.house")

MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 2025, 2100
"""Years whose weeks the demo can count from its anchor, with two months before."""


@click.command()
@click.option(
    "--month",
    metavar="YYYY-MM",
    help="The month to prepare; the next one if left out. The two before it are published.",
)
@click.option(
    "--seconds",
    type=click.IntRange(min=0, max=3600),
    default=20,
    show_default=True,
    help="Search that long for the demo ward's roster; 0 leaves it to the page.",
)
@click.option(
    "--people",
    type=click.IntRange(0, 20_000),
    default=0,
    help="Grow the group to that many people; copies of the three hospitals join it.",
)
@click.option("--serve/--no-serve", "is_served", default=False, help="Then show the pages.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port."
)
@needs(ANYONE)  # it refuses a database that holds anything else
def demo(*, month: str | None, seconds: int, people: int, is_served: bool, port: int) -> None:
    """Make the fictional hospitals, solve the demo ward's month, and show them.

    Everything is invented: three hospitals, forty units, twelve hundred people. The same month
    gives the same hospitals. A second run finds them there. A database that holds anything else
    is refused.
    """
    wanted = None if month is None else _month(month)
    if is_served:
        refuse_taken_port("127.0.0.1", port)  # at once, not after the search
    make_ready(fill_empty=True)
    prepared = _made(wanted, people)
    _solve(seconds)
    _tell(prepared)
    if is_served:
        click.get_current_context().invoke(serve, port=port)


def _month(said: str) -> Month:
    number = int(said[5:]) if MONTH.fullmatch(said) else 0
    if not 1 <= number <= 12 or not FIRST_YEAR <= int(said[:4]) <= LAST_YEAR:
        message = _("{said!r} is no month from {first} to {last}, written like 2027-03")
        raise BadInputError(
            message.format(said=said, first=FIRST_YEAR, last=LAST_YEAR),
            place=Place(field="--month"),
        )
    return month_of(date(int(said[:4]), number, 1))


def _made(wanted: Month | None, people: int) -> Month:
    there = stored_month()
    if there is not None:
        if wanted not in (None, there):
            message = _(
                "the demo of {month} is here already; set RELEVE_HOME to an empty folder "
                "for another month"
            )
            raise BadInputError(message.format(month=_shown(there)), place=Place(field="--month"))
        console().print(_("The demo of {month} is here already.").format(month=_shown(there)))
        return there
    calendar = Calendar(wanted or month_after(date.today()))  # noqa: DTZ011 - the day on this desk
    screen = console()
    units = units_for(people)
    count = len(units)
    message = _("Building fictional hospitals for {month}: {count} units.")
    screen.print(message.format(month=_shown(calendar.prepared), count=count))
    with progress(_("Building"), total=2 * count) as steps:
        group = build_group(
            calendar, units=units, on_ward=lambda done, _all: steps.report(done=done)
        )
        store_group(group, on_unit=lambda done, _all: steps.report(done=count + done))
    made = sum(len(ward.members) for ward in group.wards)
    message = _("{people} people, two published months, one month to prepare.")
    screen.print(message.format(people=made))
    return calendar.prepared


@operates(TOOL)
def _solve(seconds: int) -> None:
    """Search for the demo ward's roster, unless it has one; Ctrl-C keeps the best so far."""
    demand = open_demand()
    versions = Version.objects.for_hospital(demand.hospital).filter(roster=demand.roster_id)
    if not seconds or versions.exists():
        return
    manager = actor_of(account_named(MANAGER))
    pass_gate(manager, TOOL, demand.roster.unit)
    from releve.roster.cli.solve import search  # noqa: PLC0415 - a second start never needs it

    screen = console()
    message = _("Searching {seconds} s for the roster of {unit} (Ctrl-C: keep the best so far).")
    screen.print(message.format(seconds=seconds, unit=demand.problem.name))
    result = search(demand.problem, Params(seconds=float(seconds)))
    if result.score is None:
        screen.print(_("No roster was found in that time; the page can search again."))
        return
    version = save_version(demand, result, actor=manager)
    holes = _.plural("{count} post stays open", "{count} posts stay open", version.holes)
    breaches = _.plural(
        "{count} breach of the law", "{count} breaches of the law", version.breaches
    )
    message = _("Roster saved: {holes}, {breaches}.")
    screen.print(
        message.format(
            holes=holes.format(count=version.holes),
            breaches=breaches.format(count=version.breaches),
        )
    )


def _tell(prepared: Month) -> None:
    screen = console()
    message = _("Month to prepare: {month}. Password of every demo account: {password}")
    screen.print(message.format(month=_shown(prepared), password=PASSWORD))
    width = max(len(account.username) for account in (*ACCOUNTS, ARRIVED))
    for account in (*ACCOUNTS, ARRIVED):
        told = f"  {account.username:{width}}  {function_name(account.function)}"
        note = _("not trained yet: the roster engine is closed to her")
        screen.print(f"{told} ({note})" if account == ARRIVED else told)


def _shown(month: Month) -> str:
    return f"{month.first:%Y-%m}"

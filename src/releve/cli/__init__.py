"""The command line: one root, and each room's verbs fetched when they are used.

`releve roster …` works on plain files and never wakes Django; rooms that stand on the database
wake it first and find their tables ready.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from importlib import import_module
from typing import Any

import click

from releve import __version__
from releve.kit.faults import BadInputError
from releve.kit.verbs import run_verb


@dataclass(frozen=True)
class Room:
    """Where a room's verbs are, and what they stand on."""

    module: str
    summary: str
    wakes_django: bool = True
    needs_tables: bool = False
    keeps_sealing: tuple[str, ...] = ()
    """Verbs that run for long: the audit trail is sealed each second beside them."""


ROOMS = {
    "roster": Room(
        "releve.roster.cli", "Make, judge and explain a roster from files.", wakes_django=False
    ),
    "shifts": Room(
        "releve.shifts.cli", "The load of units, and worked shifts from files.", needs_tables=True
    ),
    "ledger": Room(
        "releve.ledger.cli", "Time given back to units, in double entry.", needs_tables=True
    ),
    "people": Room(
        "releve.people.cli", "Bring people and what holds for them in and out.", needs_tables=True
    ),
    "trail": Room(
        "releve.trail.cli", "Check, seal, purge and read the audit trail.", needs_tables=True
    ),
    "jobs": Room(
        "releve.jobs.cli", "Background work: a worker, and what it is at.", keeps_sealing=("work",)
    ),
    "privacy": Room(
        "releve.house.rights.cli",
        "Hand a person her data, purge what is over, write the register.",
        needs_tables=True,
    ),
    "house": Room("releve.house.cli", "The database and the pages."),
    "backup": Room("releve.house.backup.cli", "Save the whole database into one sealed file."),
    "restore": Room("releve.house.backup.cli", "Fill an empty database from a backup."),
    "demo": Room("releve.house.demo.cli", "Fictional hospitals to try it all with."),
    "serve": Room("releve.house.cli", "Show the pages: releve house serve."),
    "doctor": Room("releve.house.cli", "What is missing or unsafe: releve house doctor."),
}
SHORT = frozenset({"demo", "serve", "doctor", "backup", "restore", "privacy"})
"""Verbs of the house under a name of their own."""


class Rooms(click.Group):
    """A group whose members are loaded on their first use; its own help loads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the rooms in the order of the house."""
        return list(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Fetch a room's verbs, its tables' check around each where it needs them."""
        room = ROOMS.get(cmd_name)
        return super().get_command(ctx, cmd_name) if room is None else _fetch(cmd_name, room)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the rooms with their summaries, without waking any."""
        with formatter.section("Rooms"):
            formatter.write_dl([(name, room.summary) for name, room in ROOMS.items()])


@click.command(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="releve")
@click.pass_context
def releve(context: click.Context) -> None:
    """Relève gives time back to caregivers, and proves it.

    Verbs are named ROOM VERB; each has its own --help. Exit codes: 0 done, 1 findings, 2 bad
    input, 3 infeasible, 4 time ended without an answer, 130 interrupted. Sentences are in French
    where the locale is; RELEVE_LANG=fr or en chooses.
    """
    context.obj = {"packs": _packs, "tables": _open_tables, "verb_sentence": _verb_sentence}


def main() -> None:
    """Run the command line and leave with its exit code."""
    code = run(sys.argv[1:])
    # All is said and written: another Ctrl-C on the way out must not change the code.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    return run_verb(releve, arguments, name="releve")


def _packs() -> Sequence[str]:
    # People's room lies below the roster's and cannot ask it: the house tells it, when asked.
    from releve.roster.engine.rules import legal_pack_ids  # noqa: PLC0415 - a third of a second saved

    return legal_pack_ids()


def _verb_sentence(verb: str) -> str:
    # Nor can the trail's room ask it for the words of the verbs that others note.
    from releve.house.trail_verbs import verb_sentence  # noqa: PLC0415 - only where entries are read

    return verb_sentence(verb)


def _open_tables() -> None:
    # A room whose other verbs stand on plain files asks for the database when it needs it.
    _wake_django()
    from releve.house.database import make_ready  # noqa: PLC0415 - needs Django awake

    make_ready()
    _seal_at_the_end()


@cache
def _fetch(name: str, room: Room) -> click.Command:
    if room.wakes_django:
        _wake_django()
    group: click.Command = getattr(import_module(room.module), name)
    for verb in _leaves(group):
        if room.needs_tables:
            verb.callback = _with_tables(verb.callback)
        if verb.name in room.keeps_sealing:
            verb.callback = _kept_sealed(verb.callback)
    return group


def _wake_django() -> None:
    import django  # noqa: PLC0415 - verbs on plain files stay quick
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - same

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.house.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise BadInputError(str(error)) from error


def _leaves(command: click.Command) -> Iterator[click.Command]:
    if isinstance(command, click.Group):
        for member in command.commands.values():
            yield from _leaves(member)
    else:
        yield command


def _with_tables(verb: Callable[..., Any] | None) -> Callable[..., Any] | None:
    if verb is None:
        return None

    @wraps(verb)
    def ready(*arguments: Any, **options: Any) -> Any:
        from releve.house.database import make_ready  # noqa: PLC0415 - needs Django awake

        make_ready()
        _seal_at_the_end()
        return verb(*arguments, **options)

    return ready


def _seal_at_the_end() -> None:
    """Have what the command leaves open in the audit trail sealed when it ends, well or not."""
    from releve.trail.sealer import seal_at_the_end  # noqa: PLC0415 - needs Django awake

    root = click.get_current_context().find_root()
    if not root.meta.setdefault("releve.seals", False):
        root.meta["releve.seals"] = True
        root.call_on_close(seal_at_the_end)


def _kept_sealed(verb: Callable[..., Any] | None) -> Callable[..., Any] | None:
    if verb is None:
        return None

    @wraps(verb)
    def sealing(*arguments: Any, **options: Any) -> Any:
        from releve.trail.sealer import kept_sealed  # noqa: PLC0415 - needs Django awake

        with kept_sealed():
            return verb(*arguments, **options)

    return sealing

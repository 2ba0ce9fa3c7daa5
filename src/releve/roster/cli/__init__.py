"""The verbs on plain files: solve, audit, explain a roster, and what goes with them.

Each verb is fetched when it is used, so that the help of one does not wait for the solver of
another. They touch no hospital's database and stay outside its gates; ``months``,
``wishes``, ``exchanges``, ``judge-worked`` and ``calendars`` alone, and only when one of their
verbs is called, open the database.
"""

from __future__ import annotations

from importlib import import_module

import click

VERBS = {
    "solve": "Find a lawful and fair roster for a problem.",
    "audit": "Judge planned or worked shifts, minute by minute.",
    "explain": "Say why a plan is what it is, person by person and hole by hole.",
    "repair": "Mend a published plan after an absence, with few changes.",
    "cycle": "Cycles: find one, judge it for ever, roll it out over people and dates.",
    "build": "Make a problem from the tables of a ward.",
    "generate": "Make the problem of an invented ward, drawn from a seed.",
    "bench": "Measure the engine beside its peers on the same problems.",
    "schema": "Print the JSON Schema of a problem.",
    "months": "Wards' months in the database: open, search, propose, publish, compare.",
    "wishes": "Periods of wishes in the database: list, open, close, carry.",
    "exchanges": "Exchanges and open shifts of a unit in the database: list, expire.",
    "judge-worked": "Judge what was worked in a unit and record each breach.",
    "calendars": "Private addresses of people's own calendars: open, close.",
    "demo": "Solve the example ward and write its plan and spreadsheet.",
}


class Verbs(click.Group):
    """A group whose verbs are loaded on their first use; its own help loads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs, the commonest first."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Fetch one verb."""
        if cmd_name not in VERBS:
            return None
        verb: click.Command = getattr(
            import_module(f"{__name__}.{cmd_name.replace('-', '_')}"), cmd_name.replace("-", "_")
        )
        return verb

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the verbs with their summaries."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=Verbs)
def roster() -> None:
    """Make, judge and explain a roster from files."""

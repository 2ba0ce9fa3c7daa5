"""``releve roster cycle …``: cycles on plain files, outside the hospital's database."""

from __future__ import annotations

import click

from releve.roster.cli.cycle.auditing import audit_file
from releve.roster.cli.cycle.rolling import roll_out_file
from releve.roster.cli.cycle.solving import solve_file


@click.group()
def cycle() -> None:
    """Cycles of 1 to 12 weeks: found, judged for ever, rolled out over people and dates."""


cycle.add_command(solve_file)
cycle.add_command(audit_file)
cycle.add_command(roll_out_file)

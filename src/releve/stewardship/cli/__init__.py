"""``releve stewardship``: the register of tools, their controls and audit files."""

from __future__ import annotations

import click

from releve.stewardship.cli.connecting import connect
from releve.stewardship.cli.moving import VERBS as MOVES
from releve.stewardship.cli.register import audit_file, check, export, register_own
from releve.stewardship.cli.rollout import VERBS as ROLLOUT


@click.group()
def stewardship() -> None:
    """The register of digital tools: controls, exports, audit files, roll-outs."""


for verb in (register_own, connect, check, export, audit_file, *ROLLOUT, *MOVES):
    stewardship.add_command(verb)

"""``releve stewardship``: the register of tools, their controls and audit files."""

from __future__ import annotations

import click

from releve.stewardship.cli.connecting import connect


@click.group()
def stewardship() -> None:
    """The register of digital tools: controls, exports, audit files."""


for verb in (connect,):
    stewardship.add_command(verb)

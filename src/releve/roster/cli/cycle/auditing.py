"""``releve roster cycle audit``: a cycle repeated for ever before the independent judge."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit import console
from releve.kit.documents import read_json_as
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.cycle.screen import show_cycle
from releve.roster.cli.plan_files import check_writable
from releve.roster.cycle_document import cycle_verdict_json
from releve.roster.engine.cycle import Cycle, audit_cycle

_ = translator("releve.roster")


@click.command("audit")
@click.argument("cycle_file", metavar="CYCLE.json", type=click.Path(path_type=Path))
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def audit_file(cycle_file: Path, json_path: str | None) -> int:
    """Judge the cycle of CYCLE.json, repeated for ever, by the rules of its pack.

    Every start from which somebody may begin is judged, since fortnights do not move with her.
    The clock of the repeats never changes and no day is a public holiday: a month drawn from
    the cycle is judged with both.

    Leaves with code 1 if a binding rule is broken or a mean week is too far from its target.
    """
    check_writable(json_path)
    cycle = read_json_as(Cycle, cycle_file)
    with console.progress(_("Judging")):
        verdict = audit_cycle(cycle)
    if json_path is not None:
        console.write_json(cycle_verdict_json(cycle, verdict), json_path)
    if json_path != "-":
        show_cycle(console.console(), cycle, verdict)
    return console.FINDINGS if verdict.hard or verdict.off_target else console.DONE

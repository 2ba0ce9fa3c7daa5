"""``releve roster judge-worked``: what was worked in a unit before the judge, breaches recorded."""

from __future__ import annotations

from datetime import datetime

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option, json_option
from releve.kit.permissions import Permission, needs

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("judge-worked")
@click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")
@click.option("--from", "first", type=DAY, metavar="DATE", required=True, help="First day.")
@click.option("--to", "last", type=DAY, metavar="DATE", required=True, help="Last day, included.")
@json_option
@as_option
@needs(Permission.MANAGE_WORKED)
def judge_worked(
    *, actor: Actor, unit_code: str, first: datetime, last: datetime, json_path: str | None
) -> int:
    """Judge what was worked in a unit and record each breach, which is never refused.

    Only shifts that are over are judged. A breach that a correction took away is marked as gone.
    Leaves with code 1 where a breach of a binding rule stands.
    """
    from releve.roster.cli.judge_worked.doing import judge_here  # noqa: PLC0415 - needs the database awake

    return judge_here(unit_code, (first.date(), last.date()), json_path, actor=actor)

"""``releve ledger post`` and ``settle``: a quarter's minutes, and what a tool gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.actions import post_quarter, settle_quarter
from releve.ledger.cli.options import DAY, quarter_named, quarter_option, unit_option
from releve.ledger.facts import Claim, said_of
from releve.ledger.ledger_words import interval_text, minutes_text, quarter_code, reason_sentence
from releve.ledger.models import Quarter
from releve.ledger.queries.places import ledger_unit
from releve.ledger.vocabulary import ACTIVITIES

_ = translator("releve.ledger")


@click.command("post")
@unit_option
@quarter_option
@as_option
@needs(Permission.CHOOSE_SPENDING)
def post(*, actor: Actor, unit_code: str, quarter: str) -> int:
    """Write the planned and worked minutes of a unit's quarter from its shifts, once.

    A quarter that is written stays as it is; professions of fewer than eight people are merged.
    """
    unit = ledger_unit(unit_code, actor=actor, permission=Permission.CHOOSE_SPENDING)
    count = post_quarter(unit, quarter_named(quarter), actor=actor)
    message = _.plural("One entry written.", "{count} entries written.", count)
    console().print(message.format(count=count))
    return DONE


@click.command("settle")
@unit_option
@quarter_option
@click.option("--tool", metavar="KEY", required=True, help="The tool, by its key.")
@click.option(
    "--activity",
    "activities",
    type=click.Choice(ACTIVITIES),
    multiple=True,
    required=True,
    help="An activity that it relieves; several times for several.",
)
@click.option("--before-from", type=DAY, metavar="DATE", required=True, help="Days without it.")
@click.option("--before-to", type=DAY, metavar="DATE", required=True, help="The last of them.")
@click.option("--since", type=DAY, metavar="DATE", required=True, help="Its first day there.")
@click.option("--checking", type=int, default=0, help="Minutes spent on checking it.")
@click.option("--incidents", type=int, default=0, help="Minutes spent on incidents.")
@click.option("--clicks", type=int, default=0, help="Minutes of extra clicks.")
@click.option(
    "--said", "said_source", type=click.Choice(["declared", "estimated"]), help="Not measured."
)
@click.option("--said-minutes", type=float, help="Gained per person and week, as it is said.")
@click.option("--said-low", type=float, help="Lower bound of its 95 % interval.")
@click.option("--said-high", type=float, help="Upper bound of it.")
@click.option("--said-people", type=int, help="How many people were asked.")
@json_option
@as_option
@needs(Permission.CHOOSE_SPENDING)
def settle(
    *, actor: Actor, unit_code: str, quarter: str, json_path: str | None, **told: Any
) -> int:
    """Settle what a tool gave a unit in a quarter that is over.

    From measured minutes where there are some, else from random questions, else from what is
    said. Only the lower bound of the 95 % interval can be spent.
    """
    unit = ledger_unit(unit_code, actor=actor, permission=Permission.CHOOSE_SPENDING)
    row = settle_quarter(unit, quarter_named(quarter), _claim(told), actor=actor)
    if json_path:
        write_json(_settled(row), json_path)
    if json_path != "-":
        message = _("{tool}: {net} net, {interval}; {spendable} can be spent.")
        said = message.format(
            tool=row.tool,
            net=minutes_text(row.net),
            interval=interval_text(row.net_low, row.net_high),
            spendable=minutes_text(row.spendable),
        )
        console().print(said, soft_wrap=True)
        for reason in filter(None, row.reasons.split("+")):
            console().print(f"- {reason_sentence(reason)}", soft_wrap=True)
    return DONE


def _claim(told: dict[str, Any]) -> Claim:
    def day(name: str) -> Any:
        found: datetime = told[name]
        return found.date()

    return Claim(
        tool=told["tool"],
        activities=tuple(told["activities"]),
        before=(day("before_from"), day("before_to")),
        since=day("since"),
        said=said_of(told),
        checking=told["checking"],
        incidents=told["incidents"],
        clicks=told["clicks"],
    )


def _settled(row: Quarter) -> dict[str, Any]:
    return {
        "unit": row.unit.code,
        "quarter": quarter_code(row.quarter_on),
        "tool": row.tool,
        "net": row.net,
        "low": row.net_low,
        "high": row.net_high,
        "spendable": row.spendable,
        "source": row.source,
        "reasons": list(filter(None, row.reasons.split("+"))),
    }

"""``releve ledger choose``, ``withdraw`` and ``check``: what a team does with its minutes."""

from __future__ import annotations

from datetime import datetime

import click

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.actions import check_spending, choose_spending, withdraw_spending
from releve.ledger.cli.options import DAY, quarter_named, quarter_option, unit_option
from releve.ledger.facts import Choice
from releve.ledger.ledger_table import spending_json
from releve.ledger.ledger_words import minutes_text, purpose_text
from releve.ledger.models import Spending
from releve.ledger.queries.places import ledger_unit, spending_of
from releve.ledger.vocabulary import PURPOSES

_ = translator("releve.ledger")

number_option = click.option(
    "--spending", "number", type=int, metavar="NUMBER", required=True, help="The choice."
)


@click.command("choose")
@unit_option
@quarter_option
@click.option("--purpose", type=click.Choice(PURPOSES), required=True, help="What for.")
@click.option("--minutes", type=int, required=True, help="How many, of that quarter.")
@click.option("--from", "first", type=DAY, metavar="DATE", required=True, help="First day.")
@click.option("--to", "last", type=DAY, metavar="DATE", required=True, help="Last day, included.")
@click.option("--reference", required=True, help="Where the team’s choice is recorded.")
@click.option("--signer", default="", help="More activity, fewer posts: who signs, by function.")
@click.option("--consultation", default="", help="More activity, fewer posts: its reference.")
@json_option
@as_option
@needs(Permission.CHOOSE_SPENDING)
def choose(  # noqa: PLR0913 - each option by its name
    *,
    actor: Actor,
    unit_code: str,
    quarter: str,
    purpose: str,
    minutes: int,
    first: datetime,
    last: datetime,
    reference: str,
    signer: str,
    consultation: str,
    json_path: str | None,
) -> int:
    """Record what a team does with minutes given back; never more than is left of the quarter."""
    unit = ledger_unit(unit_code, actor=actor, permission=Permission.CHOOSE_SPENDING)
    choice = Choice(
        purpose=purpose,
        minutes=minutes,
        from_on=first.date(),
        to_on=last.date(),
        reference=reference,
        signer=signer,
        consultation=consultation,
    )
    spending = choose_spending(unit, quarter_named(quarter), choice, actor=actor)
    if json_path:
        write_json(spending_json(spending), json_path)
    if json_path != "-":
        message = _("Choice {number}: {minutes} for: {purpose}.")
        told = message.format(
            number=spending.pk, minutes=minutes_text(minutes), purpose=purpose_text(purpose)
        )
        console().print(told, soft_wrap=True)
    return DONE


@click.command("withdraw")
@unit_option
@number_option
@as_option
@needs(Permission.CHOOSE_SPENDING)
def withdraw(*, actor: Actor, unit_code: str, number: int) -> int:
    """Take a choice back before its days begin: its minutes can be spent anew."""
    spending = _spending(actor, unit_code, number)
    withdraw_spending(spending, actor=actor)
    console().print(_("Choice {number} is taken back.").format(number=number))
    return DONE


@click.command("check")
@unit_option
@number_option
@click.option("--given", type=int, help="Minutes given, where random questions do not tell.")
@as_option
@needs(Permission.CHOOSE_SPENDING)
def check(*, actor: Actor, unit_code: str, number: int, given: int | None) -> int:
    """Look at what was given of what was promised, once its days are over."""
    found = check_spending(_spending(actor, unit_code, number), actor=actor, given=given)
    message = _("Of {promised} promised, {given} were given.")
    told = message.format(
        promised=minutes_text(found.minutes), given=minutes_text(found.given or 0)
    )
    console().print(told)
    return DONE


def _spending(actor: Actor, unit_code: str, number: int) -> Spending:
    unit = ledger_unit(unit_code, actor=actor, permission=Permission.CHOOSE_SPENDING)
    try:
        return spending_of(unit, number)
    except (Spending.DoesNotExist, OverflowError):
        message = _("this unit has no choice {number}").format(number=number)
        raise BadInputError(message, place=Place(field="--spending")) from None

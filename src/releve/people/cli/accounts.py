"""`releve people accounts …`: who can sign in, and what she may do where."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click
from django.utils.timezone import localdate
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.cells import cell_text
from releve.kit.console import as_option, console, json_option, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions import (
    close_account,
    create_account,
    end_function,
    give_function,
    reopen_account,
    set_password,
)
from releve.people.cli.options import hospital_option
from releve.people.models import Account, Grant, Level, Person
from releve.people.queries import (
    account_named,
    accounts_and_grants,
    check_home,
    hospital_open_to,
    level_of,
    levels_known_to,
    persons_by_code,
)
from releve.people.vocabulary import FUNCTIONS
from releve.trail.actions import note_reading

_ = translator("releve.people")

username_argument = click.argument("username")
function_argument = click.argument("function", type=click.Choice(FUNCTIONS), metavar="FUNCTION")
level_argument = click.argument("level_code", metavar="LEVEL")
password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of input."
)
above_option = click.option(
    "--above-hospitals", is_flag=True, help="Of no hospital: a GHT, a region or the nation."
)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def accounts() -> None:
    """Who can sign in, and with which function where."""


@accounts.command("add")
@username_argument
@click.option("--name", required=True, help="The name that pages show.")
@hospital_option
@above_option
@click.option("--person", "person_code", metavar="CODE", help="Her own line in rosters.")
@password_option
@click.option(
    "--no-password",
    is_flag=True,
    help="Without a password: nobody signs in with it here; it may act through --as.",
)
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def add_account(  # noqa: PLR0913 - one for each option
    *,
    actor: Actor,
    username: str,
    name: str,
    hospital_code: str | None,
    above_hospitals: bool,
    person_code: str | None,
    password_stdin: bool,
    no_password: bool,
) -> None:
    """Add an account; its password is asked for."""
    hospital = _home(actor, hospital_code, above_hospitals=above_hospitals)
    account = create_account(
        actor=actor,
        username=username,
        name=name,
        hospital=hospital,
        person=_person(hospital, person_code),
        password=None if no_password else _password(from_input=password_stdin),
    )
    _say(_("Account {username} added. Next: releve people accounts grant"), account)


@accounts.command("list")
@hospital_option
@above_option
@json_option
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def list_accounts(
    *, actor: Actor, hospital_code: str | None, above_hospitals: bool, json_path: str | None
) -> None:
    """List the accounts of a hospital with their functions."""
    hospital = _home(actor, hospital_code, above_hospitals=above_hospitals)
    note_reading(
        actor,
        "people.accounts.read",
        kind="level",
        key=hospital.code if hospital else "",
        hospital=hospital.pk if hospital else None,
    )
    found = accounts_and_grants(hospital)
    if json_path:
        write_json([_facts(account) for account in found], json_path)
    if json_path == "-":
        return
    if not found:
        console().print(_("No account yet. First step: releve people accounts add"))
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("account"), _("name"), _("functions")):
        table.add_column(heading)
    for account in found:
        lines = [] if account.is_active else [_("closed")]
        lines += [_in_words(grant) for grant in _in_order(account)]
        table.add_row(account.username, account.name, "\n".join(lines))
    console().print(table)


@accounts.command("grant")
@username_argument
@function_argument
@level_argument
@click.option("--from", "from_at", type=DAY, help="The first day; today without it.")
@click.option("--to", "to_at", type=DAY, help="The last day; open without it.")
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def grant(
    *,
    actor: Actor,
    username: str,
    function: str,
    level_code: str,
    from_at: datetime | None,
    to_at: datetime | None,
) -> None:
    """Give an account a function at a level and below.

    \b
    FUNCTION is one of caregiver, ward_manager, hr, care_director, occupational_health,
    staff_representative, ai_referent, administrator.
    """  # noqa: D301 - click reads the backspace as: keep these lines
    account, level = _account_and_level(actor, username, level_code)
    give_function(
        account,
        actor=actor,
        function=function,
        level=level,
        from_on=_day(from_at) or localdate(),
        to_on=_day(to_at),
    )
    _say(_("Account {username}: {function} at {level}."), account, function, level)


@accounts.command("revoke")
@username_argument
@function_argument
@level_argument
@click.option("--on", "on_at", type=DAY, help="The first day without it; today without this.")
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def revoke(
    *, actor: Actor, username: str, function: str, level_code: str, on_at: datetime | None
) -> None:
    """Take a function at a level away from an account."""
    account, level = _account_and_level(actor, username, level_code)
    first = _day(on_at) or localdate()
    if not end_function(account, actor=actor, function=function, level=level, on=first):
        message = _("the account {username} has no function {function} at {level} to take away")
        raise BadInputError(
            message.format(username=account.username, function=function, level=level.code)
        )
    _say(_("Account {username}: no longer {function} at {level}."), account, function, level)


@accounts.command("password")
@username_argument
@password_option
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def change_password(*, actor: Actor, username: str, password_stdin: bool) -> None:
    """Give an account a new password; it is asked for."""
    account = account_named(username, home=actor.hospital)
    set_password(account, _password(from_input=password_stdin), actor=actor)
    _say(_("Account {username} has a new password."), account)


@accounts.command("close")
@username_argument
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def close(*, actor: Actor, username: str) -> None:
    """Close an account: nobody signs in with it, and what is signed in ends."""
    account = account_named(username, home=actor.hospital)
    close_account(account, actor=actor)
    _say(_("Account {username} is closed."), account)


@accounts.command("reopen")
@username_argument
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def reopen(*, actor: Actor, username: str) -> None:
    """Open a closed account again, with the functions that it had."""
    account = account_named(username, home=actor.hospital)
    reopen_account(account, actor=actor)
    _say(_("Account {username} is open again."), account)


def _home(actor: Actor, code: str | None, *, above_hospitals: bool) -> Level | None:
    """Return the hospital whose accounts are meant, none for those above hospitals."""
    if above_hospitals:
        check_home(actor, Permission.MANAGE_ACCOUNTS, None)
        return None
    return hospital_open_to(actor, Permission.MANAGE_ACCOUNTS, code)


def _account_and_level(actor: Actor, username: str, level_code: str) -> tuple[Account, Level]:
    level = level_of(level_code, among=levels_known_to(actor))
    return account_named(username, home=actor.hospital), level


def _password(*, from_input: bool) -> str:
    """Return the password from input or a prompt; never from the words of the command.

    Those can be read by everybody on the machine, and stay in the shell's history.
    """
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInputError(_("there is nobody to ask for the password; add --password-stdin"))
    answer: str = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return answer


def _person(hospital: Level | None, code: str | None) -> Person | None:
    if code is None:
        return None
    found = persons_by_code(hospital).get(code) if hospital else None
    if found is None:
        message = _("there is no person {code} in the account's hospital")
        raise BadInputError(message.format(code=code))
    return found


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _facts(account: Account) -> dict[str, object]:
    return {
        "username": account.username,
        "name": account.name,
        "is_active": account.is_active,
        "is_demo": account.is_demo,
        "grants": [
            {
                "function": grant.function,
                "level": grant.level.code,
                "from": cell_text(grant.from_on),
                "to": cell_text(grant.to_on),
            }
            for grant in _in_order(account)
        ],
    }


def _in_order(account: Account) -> list[Grant]:
    return sorted(account.grants.all(), key=lambda grant: (grant.from_on, grant.function, grant.pk))


def _in_words(grant: Grant) -> str:
    sentence = (
        _("{function} at {level} from {first} to {last}")
        if grant.to_on
        else _("{function} at {level} from {first}")
    )
    return sentence.format(
        function=grant.function,
        level=grant.level.code,
        first=cell_text(grant.from_on),
        last=cell_text(grant.to_on),
    )


def _say(sentence: str, account: Account, function: str = "", level: Level | None = None) -> None:
    code = level.code if level else ""
    said = sentence.format(username=account.username, function=function, level=code)
    console().print(said, soft_wrap=True)

"""`releve people tokens …`: keys that programs send instead of a password."""

from __future__ import annotations

import click
from django.db import transaction
from django.utils.timezone import localdate
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.cells import cell_text
from releve.kit.console import as_option, console, json_option, write_json, write_new_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions import create_token, revoke_token
from releve.people.models import ApiToken
from releve.people.queries import account_named, check_tokens, open_tokens, tokens_of

_ = translator("releve.people")

username_argument = click.argument("username")


@click.group()
def tokens() -> None:
    """Keys that programs send to the API, each for one account."""


@tokens.command("create")
@username_argument
@click.option("--name", required=True, help="The program that will use it.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([one.value for one in Permission]),
    multiple=True,
    metavar="PERMISSION",
    help="What it may do, of what its account may do, such as roster.see.",
)
@click.option("--days", default=90, show_default=True, help="How long it opens, today included.")
@json_option
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def create(
    *,
    actor: Actor,
    username: str,
    name: str,
    scopes: tuple[str, ...],
    days: int,
    json_path: str | None,
) -> None:
    """Make a token for an account and show it, once.

    With --json an existing file is never replaced; where the new one cannot be written, no token
    is made.
    """
    account = account_named(username, home=actor.hospital)
    with transaction.atomic():  # a token that could not be handed over was never made
        token, text = create_token(account, actor=actor, name=name, scopes=scopes, days=days)
        if json_path:
            write_new_json({**_facts(token), "token": text}, json_path)
    if json_path != "-":
        console().print(_("The token, shown now and never again:"))
        console().print(text, soft_wrap=True)


@tokens.command("list")
@username_argument
@json_option
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def list_tokens(*, actor: Actor, username: str, json_path: str | None) -> None:
    """List an account's tokens, those taken back too."""
    account = account_named(username, home=actor.hospital)
    check_tokens(actor, account)
    found = tokens_of(account)
    if json_path:
        write_json([_facts(token) for token in found], json_path)
    if json_path == "-":
        return
    if not found:
        console().print(_("No token yet. First step: releve people tokens create"))
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("number"), _("name"), _("begins with"), _("last day"), _("last used")):
        table.add_column(heading)
    for token in found:
        last = _("taken back") if token.revoked_at else cell_text(token.expires_on)
        used = cell_text(token.last_used_on) or _("never")
        table.add_row(str(token.pk), token.name, token.prefix, last, used)
    console().print(table)


@tokens.command("revoke")
@username_argument
@click.argument("number", type=int)
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def revoke(*, actor: Actor, username: str, number: int) -> None:
    """Take back the token of that NUMBER, at once and for good."""
    account = account_named(username, home=actor.hospital)
    try:
        token = revoke_token(account, number, actor=actor)
    except ApiToken.DoesNotExist:
        message = _("the account {username} has no token {number}; open ones: {open}")
        numbers = open_tokens(account, on=localdate()).values_list("pk", flat=True)
        told = ", ".join(map(str, numbers)) or _("none")
        raise BadInputError(
            message.format(username=account.username, number=number, open=told)
        ) from None
    message = _("The token {name} of {username} is taken back.")
    console().print(message.format(name=token.name, username=account.username), soft_wrap=True)


def _facts(token: ApiToken) -> dict[str, object]:
    return {
        "number": token.pk,
        "name": token.name,
        "prefix": token.prefix,
        "scopes": list(token.permissions),
        "expires_on": cell_text(token.expires_on),
        "last_used_on": cell_text(token.last_used_on),
        "is_revoked": token.revoked_at is not None,
    }

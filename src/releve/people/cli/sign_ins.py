"""`releve people accounts …`: let somebody sign in again who no longer can."""

from __future__ import annotations

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option, console
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions import (
    link_directory,
    make_password_link,
    reset_second_factor,
    unlock,
)
from releve.people.queries import account_named
from releve.people.site import site_address

_ = translator("releve.people")

username_argument = click.argument("username")


@click.command("link")
@username_argument
@click.option("--site", metavar="ADDRESS", help="Where the pages are, as in https://releve.ch.")
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def make_link(*, username: str, site: str | None, actor: Actor) -> None:
    """Print a link with which somebody chooses her password.

    It works once, within a day. Her sessions end; hand it to her alone.
    """
    way = make_password_link(account_named(username, home=actor.hospital), actor=actor)
    console().print((site or site_address()).rstrip("/") + way, soft_wrap=True)


@click.command("unlock")
@username_argument
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def open_again(*, username: str, actor: Actor) -> None:
    """Let somebody sign in now whom wrong answers have shut out for a while."""
    account = account_named(username, home=actor.hospital)
    was_locked = unlock(account, actor=actor)
    sentence = (
        _("Account {username}: the wrong answers are forgotten; the sign-in is open.")
        if was_locked
        else _("Account {username}: no wrong answer was counted.")
    )
    console().print(sentence.format(username=account.username), soft_wrap=True)


@click.command("reset-second-factor")
@username_argument
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def reset_factor(*, username: str, actor: Actor) -> None:
    """Take away the second factor of somebody who lost her telephone and her codes.

    Her sessions end. Where her function asks for a second factor, she sets up a new one at her
    next sign-in.
    """
    account = account_named(username, home=actor.hospital)
    had_one = reset_second_factor(account, actor=actor)
    sentence = (
        _("Account {username} has no second factor any more; its sessions have ended.")
        if had_one
        else _("Account {username} had no second factor; its sessions have ended.")
    )
    console().print(sentence.format(username=account.username), soft_wrap=True)


@click.command("directory")
@username_argument
@click.argument("subject")
@as_option
@needs(Permission.MANAGE_ACCOUNTS)
def tie_to_directory(*, username: str, subject: str, actor: Actor) -> None:
    """Tie an account to a subject of the hospital's directory.

    SUBJECT is what the directory calls `sub`: the key of a person that never changes there.
    """
    account = account_named(username, home=actor.hospital)
    link_directory(account, subject, actor=actor)
    sentence = _("Account {username} opens with this subject of the directory.")
    console().print(sentence.format(username=account.username), soft_wrap=True)

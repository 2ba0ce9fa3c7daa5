"""`releve people notices …`: news by e-mail, for whoever runs an installation by its own clock."""

from __future__ import annotations

import click
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions import ask_letters
from releve.people.letters import can_mail
from releve.people.queries import check_anywhere, hospital_open_to, levels_for

_ = translator("releve.people")


@click.group()
def notices() -> None:
    """What people are told, by e-mail."""


@notices.command("send-due")
@click.option("--hospital", "hospital_code", metavar="CODE", help="Only this hospital.")
@json_option
@as_option
@needs(Permission.OPERATE)
def send_due(*, actor: Actor, hospital_code: str | None, json_path: str | None) -> int:
    """Hand the letters that are due now to the workers.

    A worker does it by itself every five minutes; this is for whoever wants another rhythm.
    `releve jobs work --once` then sends them where no worker runs.
    """
    if hospital_code:
        places = [hospital_open_to(actor, Permission.OPERATE, hospital_code)]
    else:
        check_anywhere(actor, Permission.OPERATE)
        places = list(levels_for(actor, Permission.OPERATE).filter(kind="hospital"))
    count = sum(ask_letters(place, actor=actor, at=timezone.now()) for place in places)
    if json_path:
        write_json({"letters": count, "mail_is_set": can_mail()}, json_path)
    if json_path != "-":
        if not can_mail():
            console().print(_("No mail server is set, so no letter leaves: see RELEVE_MAIL_URL."))
        else:
            said = _.plural("{n} letter is handed over.", "{n} letters are handed over.", count)
            console().print(said.format(n=count))
    return DONE

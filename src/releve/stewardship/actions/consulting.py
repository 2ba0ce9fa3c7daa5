"""Consultations written down: who was asked, on which day, and what they said, whatever it was."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Consultation, Tool
from releve.stewardship.vocabulary import CONSULTED, OPINIONS

_ = translator("releve.stewardship")


@needs(Permission.MANAGE_TOOLS)
def note_consultation(  # noqa: PLR0913 - what the minutes say, each by its name
    tool: Tool,
    level: Level,
    *,
    body: str,
    held_on: date,
    opinion: str,
    reference: str,
    actor: Actor,
) -> Consultation:
    """Write down that those concerned at a level, or a body, were consulted on a tool.

    ``reference``: where the minutes are found. Raises StewardshipError for a day to come, words
    that are none of the room's, or a level of another hospital; and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    if tool.hospital_id not in {level.pk, level.hospital_id}:
        raise StewardshipError(_("this is no level of the hospital of the tool"))
    if body not in CONSULTED or opinion not in OPINIONS:
        raise StewardshipError(_("this is no body, or no opinion, that the register knows"))
    if held_on > timezone.localdate():
        raise StewardshipError(_("a consultation is written down once it was held"))
    if not reference.strip():
        raise StewardshipError(_("say where the minutes are found"))
    with transaction.atomic():
        held = held_tool(tool)
        row = Consultation.objects.create(
            hospital_id=held.hospital_id,
            tool=held,
            level=level,
            body=body,
            held_on=held_on,
            opinion=opinion,
            reference=reference.strip()[:150],
            noted_at=timezone.now(),
        )
        after = {"level": level.code, "body": body, "held_on": held_on, "opinion": opinion}
        note_tool(actor, "stewardship.consultation.note", held, after=after)
    return row

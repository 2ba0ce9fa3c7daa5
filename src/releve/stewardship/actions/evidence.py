"""Evidence given and withdrawn: a file, an address or a text, sealed, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.days import check_meant
from releve.kit.faults import Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import account_of, check_at
from releve.stewardship import catalogue
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.evidence_files import check_file
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Evidence, Tool

_ = translator("releve.stewardship")

LONGEST_TITLE, LONGEST_TEXT = 150, 20_000


@dataclass(frozen=True, kw_only=True)
class Given:
    """What shows that a control is kept: exactly one of a text, an address and a file."""

    title: str
    text: str = ""
    address: str = ""
    file_name: str = ""
    content: bytes | None = None
    valid_until: date | None = None

    @property
    def kind(self) -> str:
        """What it is made of; empty where it is nothing, or several things."""
        made = {
            "file": self.content is not None,
            "link": bool(self.address.strip()),
            "text": bool(self.text.strip()),
        }
        found = [kind for kind, is_there in made.items() if is_there]
        return found[0] if len(found) == 1 else ""

    @property
    def sealed(self) -> bytes:
        """The bytes that its digest is taken over."""
        if self.content is not None:
            return self.content
        return (self.text.strip() or self.address.strip()).encode()


@needs(Permission.MANAGE_TOOLS)
def give_evidence(tool: Tool, control: str, given: Given, *, actor: Actor) -> Evidence:
    """Keep what shows that a control is kept for a tool.

    Raises StewardshipError, also for a file that is too large or of a kind that is not kept, and
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    check_control(control)
    check_given(given)
    with transaction.atomic():
        held = held_tool(tool)
        row = Evidence.objects.create(
            hospital_id=held.hospital_id,
            tool=held,
            control=control,
            kind=given.kind,
            title=given.title.strip(),
            text=given.text.strip(),
            address=given.address.strip(),
            content=given.content,
            file_name=given.file_name,
            sha256=sha256(given.sealed).hexdigest(),
            given_at=timezone.now(),
            given_by=None if actor == HOUSE else account_of(actor),
            valid_until=given.valid_until,
        )
        after = {"control": control, "sha256": row.sha256, "valid_until": row.valid_until}
        note_tool(actor, "stewardship.evidence.give", held, after={"evidence": row.pk, **after})
    return row


@needs(Permission.MANAGE_TOOLS)
def withdraw_evidence(row: Evidence, *, actor: Actor) -> bool:
    """Take evidence out of force; it stays to be seen. Return whether it still was in force."""
    check_at(actor, Permission.MANAGE_TOOLS, row.tool.hospital)
    with transaction.atomic():
        held_tool(row.tool)
        rows = Evidence.objects.for_hospital(row.hospital_id).filter(pk=row.pk)
        if not rows.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
            return False
        before = {"evidence": row.pk, "control": row.control, "sha256": row.sha256}
        note_tool(actor, "stewardship.evidence.withdraw", row.tool, before=before)
    return True


def check_control(control: str) -> None:
    """Raise StewardshipError where the catalogue has no such control."""
    if control not in catalogue.controls():
        message = _("there is no control {control!r}")
        raise StewardshipError(message.format(control=control), place=Place(field="control"))


def check_given(given: Given) -> None:
    """Raise StewardshipError where evidence is not one whole thing with a title."""
    if not given.title.strip() or len(given.title) > LONGEST_TITLE:
        message = _("evidence has a title, of {most} characters at most")
        raise StewardshipError(message.format(most=LONGEST_TITLE))
    if not given.kind:
        raise StewardshipError(_("give one thing: a file, an address, or a text"))
    if len(given.text) > LONGEST_TEXT:
        message = _("a text has {most} characters at most")
        raise StewardshipError(message.format(most=LONGEST_TEXT))
    check_meant(given.valid_until, field="valid_until")
    if given.valid_until is not None and given.valid_until < timezone.localdate():
        raise StewardshipError(_("evidence that is over already shows nothing"))
    if given.kind == "link":
        _check_address(given.address.strip())
    if given.content is not None:
        check_file(given.file_name, given.content)


def _check_address(address: str) -> None:
    try:
        URLValidator(schemes=("https", "http"))(address)
    except ValidationError as wrong:
        raise StewardshipError(_("this is no address, such as https://example.org/…")) from wrong
    if len(address) > 200:
        raise StewardshipError(_("this address is too long"))

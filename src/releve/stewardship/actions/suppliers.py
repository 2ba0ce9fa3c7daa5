"""Suppliers of tools, and whom to speak to about them at each level."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Interlocutor, Supplier
from releve.trail.actions import note_change

_ = translator("releve.stewardship")


@needs(Permission.MANAGE_TOOLS)
def add_supplier(hospital: Level, *, name: str, site: str = "", actor: Actor) -> Supplier:
    """Add a supplier to the register of a hospital; raises StewardshipError, NotAllowedError."""
    check_at(actor, Permission.MANAGE_TOOLS, hospital)
    if not name.strip() or len(name) > 150:
        raise StewardshipError(_("a supplier has a name, of 150 characters at most"))
    if site:
        try:
            URLValidator(schemes=("https", "http"))(site)
        except ValidationError as wrong:
            told = _("this is no address, such as https://example.org/…")
            raise StewardshipError(told) from wrong
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = Supplier.objects.create(hospital=hospital, name=name.strip(), site=site)
        except IntegrityError as there:
            raise StewardshipError(_("this supplier is in the register already")) from there
        _note(actor, "stewardship.supplier.add", row, after={"name": row.name, "site": row.site})
    return row


@needs(Permission.MANAGE_TOOLS)
def name_interlocutor(
    supplier: Supplier, level: Level, *, name: str, contact: str, actor: Actor
) -> Interlocutor:
    """Say whom to speak to about a supplier's tools at a level; one for each level.

    Raises StewardshipError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, supplier.hospital)
    if supplier.hospital_id not in (level.pk, level.hospital_id):
        raise StewardshipError(_("this level is not of the hospital of the supplier"))
    if not name.strip() or len(name) > 150 or not contact.strip() or len(contact) > 200:
        raise StewardshipError(_("say who it is, and how to reach them"))
    with transaction.atomic():
        rows = Interlocutor.objects.for_hospital(supplier.hospital_id)
        row, _is_new = rows.update_or_create(
            supplier=supplier,
            level=level,
            defaults={
                "hospital_id": supplier.hospital_id,
                "name": name.strip(),
                "contact": contact.strip(),
            },
        )
        after = {"level": level.code, "name": row.name, "contact": row.contact}
        _note(actor, "stewardship.interlocutor.name", supplier, after=after)
    return row


def _note(actor: Actor, verb: str, row: Supplier, *, after: dict[str, str]) -> None:
    note_change(actor, verb, kind="supplier", key=row.pk, hospital=row.hospital_id, after=after)

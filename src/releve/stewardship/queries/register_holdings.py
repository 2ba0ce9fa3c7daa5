"""What the register holds on one person: what she declared, signed and gave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.people.models import Level
from releve.stewardship.models import Declaration, Evidence, Exemption, Intake

_ = translator("releve.stewardship")


def _declared(subject: Subject) -> Iterator[Row]:
    keys = _keys(subject)
    for hospital in _hospitals(subject):
        rows = Declaration.objects.for_hospital(hospital).filter(declared_by__in=keys)
        for one in rows.select_related("unit").order_by("declared_at", "pk"):
            yield {
                "name": one.name,
                "purpose": one.purpose,
                "unit": one.unit.code if one.unit else "",
                "since_on": one.since_on,
                "declared_at": one.declared_at,
                "answer": one.answer,
                "answered_at": one.answered_at,
            }


def _signed(subject: Subject) -> Iterator[Row]:
    keys = _keys(subject)
    for hospital in _hospitals(subject):
        answers = Declaration.objects.for_hospital(hospital).filter(answered_by__in=keys)
        for one in answers.order_by("answered_at", "pk"):
            yield _row("declaration", "", one.name, one.answered_at)
        intakes = Intake.objects.for_hospital(hospital).filter(signed_by__in=keys)
        for intake in intakes.select_related("tool").order_by("signed_at", "pk"):
            yield _row("intake", intake.tool.key, intake.version, intake.signed_at)
        given = Evidence.objects.for_hospital(hospital).filter(given_by__in=keys)
        for proof in given.select_related("tool").order_by("given_at", "pk"):
            yield _row("evidence", proof.tool.key, proof.control, proof.given_at)
        exempt = Exemption.objects.for_hospital(hospital).filter(signed_by__in=keys)
        for row in exempt.select_related("tool").order_by("signed_at", "pk"):
            yield _row(row.kind, row.tool.key, row.control, row.signed_at)


def _row(what: str, tool: str, about: str, at: datetime | None) -> Row:
    return {"what": what, "tool": tool, "about": about, "at": at}


def _keys(subject: Subject) -> list[int]:
    return [key for key, _username in subject.accounts]


def _hospitals(subject: Subject) -> list[int]:
    if subject.hospital is not None:
        return [subject.hospital]
    return list(Level.objects.filter(kind="hospital").order_by("code").values_list("pk", flat=True))


HOLDINGS = (
    Holding(
        "tools_declared",
        lambda: _("Tools that you declared in your own name, and the answers"),
        "declarations",
        ("stewardship.declaration",),
        ("name", "purpose", "unit", "since_on", "declared_at", "answer", "answered_at"),
        _declared,
    ),
    Holding(
        "tools_signed",
        lambda: _("What you signed, gave or answered in the register of tools"),
        "tools",
        ("stewardship.intake", "stewardship.evidence", "stewardship.exemption"),
        ("what", "tool", "about", "at"),
        _signed,
    ),
)
"""What is yielded here, in the order in which a person reads it."""

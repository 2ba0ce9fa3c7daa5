"""Modules that tools ask for and that this installation no longer holds."""

from __future__ import annotations

from dataclasses import dataclass

from releve.people.models import Level
from releve.training.catalogue import shelf
from releve.training.models import Requirement


@dataclass(frozen=True)
class Gone:
    """A module that a tool of a hospital asks for, and that nobody can follow."""

    hospital: str
    tool: str
    module: str


def modules_gone() -> list[Gone]:
    """Return each module that is asked for and not there, by hospital, tool and module."""
    known = shelf().modules
    return [
        Gone(hospital.code, tool, module)
        for hospital in Level.objects.filter(kind="hospital").order_by("code")
        for tool, module in Requirement.objects.for_hospital(hospital)
        .order_by("tool", "module")
        .values_list("tool", "module")
        .distinct()
        if module not in known
    ]

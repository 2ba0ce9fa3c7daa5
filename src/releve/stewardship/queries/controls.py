"""How the controls of a tool stand: what is evidenced, what is computed, what holds a step back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.timezone import localdate

from releve.stewardship import catalogue
from releve.stewardship.engine.controls import (
    Bound,
    Control,
    ControlStanding,
    Exempt,
    Known,
    Shown,
    binds,
    due_on,
    standing,
)
from releve.stewardship.models import Evidence, Exemption, Tool
from releve.stewardship.queries.checks import checked
from releve.stewardship.queries.intake import intake_in_force

__all__ = [
    "ControlStanding",
    "bound_controls",
    "controls_lacking",
    "controls_of",
    "standing_of",
]


def controls_of(tool: Tool, *, on: date) -> tuple[ControlStanding, ...]:
    """Return how each control of the catalogue stands for a tool, those that do not bind too."""
    bound, known = bound_of(tool), _known(tool, on=on)
    return tuple(
        standing(
            control,
            bound,
            known.get(control.id, Known()),
            milestones=catalogue.milestones(),
            on=on,
        )
        for control in catalogue.controls().values()
    )


def standing_of(tool: Tool, control: str, *, on: date) -> ControlStanding:
    """Return how one control stands for a tool; raises KeyError where there is none such."""
    return {one.control.id: one for one in controls_of(tool, on=on)}[control]


def controls_lacking(tool: Tool, *, step: str, on: date) -> tuple[ControlStanding, ...]:
    """Return what still holds a step back (one of ``BLOCKS_AT``), in the catalogue's order."""
    return tuple(one for one in controls_of(tool, on=on) if one.holds_back(step, on=on))


def bound_of(tool: Tool) -> Bound:
    """Return what of a tool decides which controls bind it."""
    intake = intake_in_force(tool)
    return Bound(
        risk_class=tool.risk_class,
        role=tool.role,
        origin=tool.origin,
        sector=str(tool.fields.get("sector") or "public"),
        duties=frozenset() if intake is None else frozenset(intake.reasoning.get("duties", ())),
    )


def _known(tool: Tool, *, on: date) -> dict[str, Known]:
    shown: dict[str, list[Shown]] = {}
    rows = Evidence.objects.for_hospital(tool.hospital_id).filter(
        tool=tool, withdrawn_at__isnull=True
    )
    for control, given, valid in rows.values_list("control", "given_at", "valid_until"):
        shown.setdefault(control, []).append(Shown(localdate(given), valid))
    exempt = {
        row.control: Exempt(row.kind, row.reason, row.signer, row.until_on)
        for row in Exemption.objects.for_hospital(tool.hospital_id).filter(
            tool=tool, withdrawn_at__isnull=True
        )
    }
    lacks = checked(tool, on=on)
    return {
        control: Known(
            shown=tuple(shown.get(control, ())),
            exempt=exempt.get(control),
            lacks=lacks.get(control),
        )
        for control in {*shown, *exempt, *lacks}
    }


def bound_controls(
    tool: Tool, *, risk_class: str, duties: frozenset[str]
) -> list[tuple[Control, date | None]]:
    """Return the controls that would bind a tool of a class, each with when it is due."""
    bound = replace(bound_of(tool), risk_class=risk_class, duties=duties)
    milestones = catalogue.milestones()
    return [
        (one, due_on(one, risk_class=risk_class, milestones=milestones))
        for one in catalogue.controls().values()
        if binds(one, bound)
    ]

"""Everything that stands in the tables about one tool, as plain data for its audit file.

No person's name, but those who sign in public; of proposals and contests their number alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from releve.stewardship.models import (
    Alarm,
    Consultation,
    Contest,
    Evidence,
    Exemption,
    Proposal,
    RolloutPlan,
    StepDecision,
    Tool,
)
from releve.stewardship.queries.controls import controls_of
from releve.stewardship.queries.intake import intakes_of
from releve.stewardship.queries.rollout import is_as_locked
from releve.trail.queries.proofs import proof_of

Papers = dict[str, Any]


def evidence_of(tool: Tool) -> QuerySet[Evidence]:
    """Return the evidence of a tool, withdrawn too, the newest first."""
    rows = Evidence.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return rows.select_related("given_by").order_by("-given_at", "-pk")


def exemptions_of(tool: Tool) -> QuerySet[Exemption]:
    """Return the exemptions of a tool, withdrawn too, the newest first."""
    rows = Exemption.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return rows.order_by("-signed_at", "-pk")


def papers_of(tool: Tool, *, on: date) -> dict[str, Papers | list[Papers]]:
    """Return what an audit file holds of a tool, by the name of its part."""
    return {
        "entry": _entry(tool),
        "intakes": [_intake(one) for one in intakes_of(tool)],
        "controls": [_standing(one) for one in controls_of(tool, on=on)],
        "exemptions": [_exemption(one) for one in exemptions_of(tool)],
        "evidence": [_evidence(one) for one in evidence_of(tool)],
        "decisions": list(_decisions(tool)),
        "consultations": list(_consultations(tool)),
        "plans": list(_plans(tool)),
        "alarms": list(_alarms(tool)),
        "counts": _counts(tool),
        "trail": proof_of("tool", tool.key, hospital=tool.hospital_id),
    }


def _entry(tool: Tool) -> Papers:
    columns = ("key", "name_fr", "name_en", "kind", "origin", "role", "version", "state", "step")
    told: Papers = {name: getattr(tool, name) for name in columns}
    return {
        "hospital": tool.hospital.code,
        **told,
        "risk_class": tool.risk_class,
        "supplier": tool.supplier.name if tool.supplier else "",
        "declared_on": _day(tool.declared_on),
        "review_on": _day(tool.review_on),
        "retired_on": _day(tool.retired_on),
        "fields": tool.fields,
    }


def _intake(one: Any) -> Papers:
    told = {name: getattr(one, name) for name in ("version", "risk_class", "answers", "reasoning")}
    return {**told, "signed_at": one.signed_at.isoformat()}


def _standing(one: Any) -> Papers:
    return {
        "control": one.control.id,
        "state": one.state,
        "due_on": _day(one.due_on),
        "until_on": _day(one.until_on),
        "is_computed": one.is_computed,
        "lacks": [[lack.code, dict(lack.facts)] for lack in one.lacks],
    }


def _exemption(one: Exemption) -> Papers:
    return {
        **{name: getattr(one, name) for name in ("control", "kind", "reason", "signer")},
        "signed_at": one.signed_at.isoformat(),
        "until_on": _day(one.until_on),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
    }


def _evidence(one: Evidence) -> Papers:
    names = ("control", "kind", "title", "text", "address", "file_name", "sha256")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in names},
        "given_at": one.given_at.isoformat(),
        "valid_until": _day(one.valid_until),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
    }


def _decisions(tool: Tool) -> Iterator[Papers]:
    rows = StepDecision.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    for one in rows.select_related("unit").order_by("decided_at", "pk"):
        yield {
            **{name: getattr(one, name) for name in ("move", "step", "signer", "reason", "lacks")},
            "unit": one.unit.code if one.unit else "",
            "decided_at": one.decided_at.isoformat(),
            "is_override": one.is_override,
        }


def _consultations(tool: Tool) -> Iterator[Papers]:
    rows = Consultation.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    for one in rows.select_related("level").order_by("held_on", "pk"):
        told = {name: getattr(one, name) for name in ("body", "opinion", "reference")}
        yield {**told, "level": one.level.code, "held_on": _day(one.held_on)}


def _plans(tool: Tool) -> Iterator[Papers]:
    rows = RolloutPlan.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    for one in rows.order_by("number"):
        locked = one.locked_at.isoformat() if one.locked_at else None
        yield {
            "number": one.number,
            "body": one.body,
            "digest": one.digest,
            "locked_at": locked,
            "is_as_locked": is_as_locked(one),
        }


def _alarms(tool: Tool) -> Iterator[Papers]:
    rows = Alarm.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    for one in rows.select_related("unit").order_by("raised_at", "pk"):
        yield {
            **{name: getattr(one, name) for name in ("kind", "said", "closing")},
            "unit": one.unit.code if one.unit else "",
            "raised_at": one.raised_at.isoformat(),
            "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        }


def _counts(tool: Tool) -> Papers:
    proposals = Proposal.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    by_state = proposals.order_by("state").values_list("state").annotate(count=Count("pk"))
    contests = Contest.objects.for_hospital(tool.hospital_id).filter(proposal__tool=tool)
    by_contest = contests.order_by("state").values_list("state").annotate(count=Count("pk"))
    return {"proposals": dict(by_state), "contests": dict(by_contest)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

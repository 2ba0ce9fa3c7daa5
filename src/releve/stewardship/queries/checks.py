"""What Relève can check itself of a tool, from its own tables.

A check that has nothing to compute from is not here: then evidence is wanted. Each returns what
is missing, none where the control is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from releve.kit.gates import Lack
from releve.ledger.models import Entry
from releve.ledger.queries.pool import units_without_choice
from releve.stewardship.engine.rollout import is_as_sealed
from releve.stewardship.models import (
    Alarm,
    Consultation,
    Contest,
    Declaration,
    Proposal,
    RolloutPlan,
    StepDecision,
    Tool,
    ToolPlace,
)
from releve.stewardship.queries.bias import bias_standing
from releve.stewardship.queries.fields import missing_fields
from releve.stewardship.queries.intake import intake_in_force
from releve.stewardship.queries.operators import deciders_of
from releve.stewardship.vocabulary import ANSWER_DAYS, DECIDED_STATES
from releve.training.models import Requirement
from releve.training.queries.readiness import readiness_among

Check = Callable[[Tool, date], tuple[Lack, ...]]

LOG_MONTHS = 6
"""Months for which a deployer keeps the logs of a high-risk system (AI Act, article 26(6))."""


def checked(tool: Tool, *, on: date) -> Mapping[str, tuple[Lack, ...]]:
    """Return what each control that Relève computes misses, by the control's id."""
    return {control: check(tool, on) for control, check in CHECKS.items()}


def _complete(tool: Tool, _on: date) -> tuple[Lack, ...]:
    missing = missing_fields(tool)
    return _missing("missing_fields", [one.code for one in missing])


def _answered(tool: Tool, on: date) -> tuple[Lack, ...]:
    late = Declaration.objects.for_hospital(tool.hospital_id).filter(
        answered_at__isnull=True, declared_at__date__lt=on - timedelta(days=ANSWER_DAYS)
    )
    return _counted("declarations_late", late.count())


def _classed(tool: Tool, _on: date) -> tuple[Lack, ...]:
    if intake_in_force(tool) is None:
        return (Lack("no_intake", (("version", tool.version),), "ai_referent"),)
    if tool.risk_class == "prohibited":
        return (Lack("prohibited", (), "care_director"),)
    return ()


def _published(tool: Tool, on: date) -> tuple[Lack, ...]:
    lacks = _missing(
        "missing_public", [one.code for one in missing_fields(tool, public_alone=True)]
    )
    if tool.review_on is not None and tool.review_on < on:
        told = Lack("review_over", (("on", tool.review_on.isoformat()),), "ai_referent")
        return (*lacks, told)
    return lacks


def _overseen(tool: Tool, _on: date) -> tuple[Lack, ...]:
    return _filled(tool, "overseers")


def _told_impact(tool: Tool, _on: date) -> tuple[Lack, ...]:
    return _filled(tool, "fria_ref")


def _mentions(tool: Tool, _on: date) -> tuple[Lack, ...]:
    return _filled(tool, "crpa_mention")


def _in_duerp(tool: Tool, _on: date) -> tuple[Lack, ...]:
    return _filled(tool, "duerp_ref")


def _frugal(tool: Tool, _on: date) -> tuple[Lack, ...]:
    return _filled(tool, "energy_note")


def _logs(tool: Tool, _on: date) -> tuple[Lack, ...]:
    said = tool.fields.get("log_months")
    months = int(said) if str(said or "").isdigit() else 0
    if months >= LOG_MONTHS:
        return ()
    return (Lack("logs_short", (("months", str(months)), ("least", str(LOG_MONTHS)))),)


def _watched(tool: Tool, _on: date) -> tuple[Lack, ...]:
    alarms = Alarm.objects.for_hospital(tool.hospital_id).filter(tool=tool, closed_at__isnull=True)
    return _counted("alarms_open", alarms.count())


def _drilled(tool: Tool, _on: date) -> tuple[Lack, ...]:
    moves = StepDecision.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    drilled = moves.filter(move="suspend").exists() and moves.filter(move="resume").exists()
    return () if drilled else (Lack("no_drill", (), "ward_manager"),)


def _unbiased(tool: Tool, on: date) -> tuple[Lack, ...]:
    kept = bias_standing(tool, on=on).is_kept
    return () if kept else (Lack("no_bias_check", (), "ward_manager"),)


def _consulted(*bodies: str) -> Check:
    def check(tool: Tool, on: date) -> tuple[Lack, ...]:
        held = Consultation.objects.for_hospital(tool.hospital_id).filter(
            tool=tool, body__in=bodies, held_on__lte=on
        )
        if held.exists():
            return ()
        return (Lack("not_consulted", (("bodies", ", ".join(bodies)),), "ai_referent"),)

    return check


def _trained_for(tool: Tool, _on: date) -> tuple[Lack, ...]:
    asked = _requirements(tool)
    return () if asked.exists() else (Lack("no_requirement", (), "ai_referent"),)


def _renewed(tool: Tool, _on: date) -> tuple[Lack, ...]:
    asked = _requirements(tool).filter(Q(tool_major=tool.major) | Q(tool_major=""))
    told = Lack("no_requirement_of_version", (("major", tool.major),), "ai_referent")
    return () if asked.filter(valid_months__gt=0).exists() else (told,)


def _requirements(tool: Tool, audience: str = "operator") -> QuerySet[Requirement]:
    asked = Requirement.objects.for_hospital(tool.hospital_id)
    return asked.filter(tool=tool.key, audience=audience)


def _taught(tool: Tool, on: date) -> tuple[Lack, ...]:
    """Say what the measures of training lack: those that are asked for, and the hours they took.

    Coverage is a guard of its own in each unit.
    """
    return (*_trained_for(tool, on), *_paid(tool, on))


def _paid(tool: Tool, _on: date) -> tuple[Lack, ...]:
    """Say whether the ledger holds training for the tool: of its own, or in a module it asks for.

    An entry that was taken back no longer counts.
    """
    of_tool = Q(tool=tool.key)
    for module in set(_requirements(tool).values_list("module", flat=True)):
        of_tool |= Q(reference__startswith=f"training.proof:{module}@")
    rows = Entry.objects.for_hospital(tool.hospital_id).filter(
        of_tool, debit="training", reversed_by__isnull=True
    )
    return () if rows.exists() else (Lack("no_training_time", (), "ward_manager"),)


def _steered(tool: Tool, on: date) -> tuple[Lack, ...]:
    if not _requirements(tool, "decider").exists():
        return (Lack("no_requirement_of_deciders", (), "ai_referent"),)
    deciders = deciders_of(tool.hospital_id, on=on)
    if not deciders:
        return (Lack("nobody_decides", (), "administrator"),)
    found = readiness_among(deciders, tool.key, tool.major, on=on, audience="decider")
    ready = all(one.is_ready for one in found.values())
    return () if ready else (Lack("deciders_untrained", (), "care_director"),)


def _planned(tool: Tool, _on: date) -> tuple[Lack, ...]:
    plans = RolloutPlan.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    sealed = plans.exclude(digest="").order_by("-number").first()
    if sealed is None:
        return (Lack("no_plan", (), "ai_referent"),)
    if is_as_sealed(sealed.body, sealed.digest):
        return ()
    return (Lack("plan_changed", (("number", str(sealed.number)),), "ai_referent"),)


def _decided(tool: Tool, _on: date) -> tuple[Lack, ...]:
    hospital = tool.hospital_id
    opened = ToolPlace.objects.for_hospital(hospital).filter(tool=tool, opened_at__isnull=False)
    decided = StepDecision.objects.for_hospital(hospital).filter(
        Q(unit=OuterRef("unit")) | Q(unit__isnull=True),
        tool=tool,
        move__in=("pilot", "step", "generalise"),
    )
    return _counted("opened_undecided", opened.filter(~Exists(decided)).count())


def _spent(tool: Tool, _on: date) -> tuple[Lack, ...]:
    gave, undecided = units_without_choice(tool.hospital_id, tool.key)
    if not gave:
        return (Lack("nothing_given", (), "ward_manager"),)
    return _counted("units_without_choice", undecided)


def _objections(tool: Tool, _on: date) -> tuple[Lack, ...]:
    rows = Contest.objects.for_hospital(tool.hospital_id).filter(proposal__tool=tool, state="open")
    return _counted("contests_open", rows.count())


def _decided_by_people(tool: Tool, _on: date) -> tuple[Lack, ...]:
    rows = Proposal.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    decided = rows.filter(decided_by__isnull=False, state__in=DECIDED_STATES)
    return () if decided.exists() else (Lack("no_decided_proposal", (), "ward_manager"),)


def _filled(tool: Tool, code: str) -> tuple[Lack, ...]:
    held = tool.fields.get(code)
    said = held.get("fr") if isinstance(held, dict) else held
    return () if str(said or "").strip() else _missing("missing_fields", [code])


def _missing(code: str, fields: list[str]) -> tuple[Lack, ...]:
    if not fields:
        return ()
    return (Lack(code, (("count", str(len(fields))), ("fields", " ".join(fields))), "ai_referent"),)


def _counted(code: str, count: int) -> tuple[Lack, ...]:
    return (Lack(code, (("count", str(count)),), "ai_referent"),) if count else ()


CHECKS: Mapping[str, Check] = {
    "REG-01": _complete,
    "REG-02": _answered,
    "REG-03": _classed,
    "REG-04": _published,
    "DPIA-02": _told_impact,
    "DPIA-03": _decided_by_people,
    "OVS-01": _overseen,
    "OVS-04": _watched,
    "OVS-05": _logs,
    "OVS-06": _drilled,
    "OVS-07": _unbiased,
    "INF-01": _consulted("team", "cse", "f3sct"),
    "INF-07": _mentions,
    "SOC-01": _consulted("cse"),
    "SOC-02": _consulted("cse"),
    "SOC-03": _consulted("f3sct"),
    "SOC-04": _consulted("cse"),
    "SOC-05": _in_duerp,
    "TRN-01": _taught,
    "TRN-02": _trained_for,
    "TRN-03": _renewed,
    "TRN-04": _paid,
    "TRN-05": _steered,
    "ROL-01": _planned,
    "ROL-03": _decided,
    "EFF-02": _spent,
    "EFF-04": _frugal,
    "COM-02": _objections,
}
"""What Relève computes itself, by the control's id; the catalogue says what each decides."""

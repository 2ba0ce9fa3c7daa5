"""Which modules a tool asks for, of whom: said by whoever manages training."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.faults import Place
from releve.kit.permissions import Permission, needs
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level, Role
from releve.people.queries import check_at
from releve.trail.actions import note_change
from releve.training.actions.noting import requirement_facts
from releve.training.catalogue import curriculum, module_of, shelf
from releve.training.faults import TrainingError
from releve.training.models import Requirement
from releve.training.vocabulary import AUDIENCES

_ = translator("releve.training")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a tool asks for: a module, of an audience, of a profession or of all (empty)."""

    tool: str
    module: str
    audience: str = "operator"
    profession: str = ""
    valid_months: int = 24


@needs(Permission.MANAGE_TRAINING)
def require_module(hospital: Level, asked: Asked, *, actor: Actor) -> Requirement:
    """Say that a tool asks for a module; said again, how long a proof holds may change.

    A module of the tool itself ties the requirement to the tool's major version. Raises
    TrainingError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TRAINING, hospital)
    _check(asked)
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=hospital.pk)
        keys = {name: getattr(asked, name) for name in ("tool", "module", "audience", "profession")}
        rows = Requirement.objects.for_hospital(hospital)
        held = rows.filter(**keys).first()
        before = None if held is None else requirement_facts(held)
        one = held or Requirement(hospital=hospital, **keys)
        one.valid_months, one.tool_major = asked.valid_months, _major(asked)
        if before == requirement_facts(one):
            return one
        one.save()
        note_change(
            actor,
            "training.requirement.set",
            kind="tool",
            key=asked.tool,
            hospital=hospital.pk,
            before=before,
            after=asdict(asked),
        )
    return one


@needs(Permission.MANAGE_TRAINING)
def require_modules(
    hospital: Level,
    tool: str,
    *,
    actor: Actor,
    audience: str = "operator",
    modules: Iterable[str] | None = None,
) -> tuple[Requirement, ...]:
    """Say that a tool asks an audience for several modules: its curriculum where none is named.

    Each holds as long as the module says. Raises TrainingError and NotAllowedError; then nothing
    has changed.
    """
    check_at(actor, Permission.MANAGE_TRAINING, hospital)
    if audience not in AUDIENCES:
        _unknown("audience", audience, AUDIENCES)
    wanted = curriculum(audience, tool) if modules is None else tuple(modules)
    with transaction.atomic():
        return tuple(
            require_module(
                hospital,
                Asked(tool=tool, module=key, audience=audience, valid_months=_months(key)),
                actor=actor,
            )
            for key in wanted
        )


@needs(Permission.MANAGE_TRAINING)
def drop_requirement(requirement: Requirement, *, actor: Actor) -> bool:
    """Say that a tool no longer asks for a module; return whether it did.

    Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TRAINING, requirement.hospital)
    with transaction.atomic():
        rows = Requirement.objects.for_hospital(requirement.hospital_id)
        count, _tables = rows.filter(pk=requirement.pk).delete()
        if count:
            note_change(
                actor,
                "training.requirement.drop",
                kind="tool",
                key=requirement.tool,
                hospital=requirement.hospital_id,
                before=requirement_facts(requirement),
            )
    return bool(count)


def _check(asked: Asked) -> None:
    if not asked.tool.strip():
        raise TrainingError(_("name the tool by its key"), place=Place(field="tool"))
    if asked.audience not in AUDIENCES:
        _unknown("audience", asked.audience, AUDIENCES)
    if module_of(asked.module) is None:
        _unknown("module", asked.module, sorted(shelf().modules))
    if asked.profession and not Role.objects.filter(key=asked.profession).exists():
        roles = Role.objects.order_by("key").values_list("key", flat=True)
        _unknown("profession", asked.profession, list(roles))
    if not 0 <= asked.valid_months <= 120:
        what = _("a proof holds from 1 to 120 months, or 0 for ever")
        raise TrainingError(what, place=Place(field="valid_months"))


def _unknown(field: str, said: str, known: Iterable[str]) -> None:
    names = list(known)
    message = _("{said!r} is not known here{hint}; one of: {known}")
    what = message.format(said=said[:60], hint=closest(said, names), known=", ".join(names[:20]))
    raise TrainingError(what, place=Place(field=field))


def _major(asked: Asked) -> str:
    module = module_of(asked.module)
    return module.head.tool_major if module is not None and module.head.tool == asked.tool else ""


def _months(key: str) -> int:
    module = module_of(key)
    return 24 if module is None else module.head.valid_months

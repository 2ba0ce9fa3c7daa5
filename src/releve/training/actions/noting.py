"""Who acts on what is her own, and how what is done to training stands in the trail."""

from __future__ import annotations

from typing import Any

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import Permission
from releve.people.models import Person
from releve.people.queries import account_of
from releve.training.models import Assignment, Proof, Requirement


def check_own(actor: Actor, person: int) -> None:
    """Raise NotAllowedError to anybody but the person herself and the house."""
    account = None if actor == HOUSE else account_of(actor)
    if actor != HOUSE and (account is None or not account.is_active or account.person_id != person):
        raise NotAllowedError(Permission.SEE_READINESS, actor=actor)


def hold_person(person: Person) -> None:
    """Let one change at a time work on what a person has passed, until the transaction ends."""
    Person.objects.for_hospital(person.hospital_id).select_for_update(no_key=True).get(pk=person.pk)


def proof_facts(proof: Proof) -> dict[str, Any]:
    """Return what the trail keeps a digest of."""
    names = ("module", "module_version", "tool_major", "passed_on", "expires_on", "source")
    return {name: getattr(proof, name) for name in names}


def requirement_facts(one: Requirement) -> dict[str, Any]:
    """Return what the trail keeps a digest of."""
    names = ("tool", "audience", "profession", "module", "tool_major", "valid_months")
    return {name: getattr(one, name) for name in names}


def assignment_facts(one: Assignment) -> dict[str, Any]:
    """Return what the trail keeps a digest of."""
    return {"module": one.module, "due_on": one.due_on}

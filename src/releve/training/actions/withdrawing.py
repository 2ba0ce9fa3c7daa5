"""A proof withdrawn, with its reason: it no longer opens anything from then on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.faults import Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import check_at
from releve.trail.actions import note_change
from releve.training.actions.noting import proof_facts
from releve.training.faults import TrainingError
from releve.training.models import Proof
from releve.training.vocabulary import LONGEST_REASON

_ = translator("releve.training")


@needs(Permission.MANAGE_TRAINING)
def withdraw_proof(proof: Proof, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Withdraw a proof; return whether it stood. The reason is kept in the trail alone.

    The time that it took stays in the ledger: it was spent. Raises TrainingError without a
    reason, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TRAINING, proof.person.unit)
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        message = _("say why, in {most} characters at most")
        raise TrainingError(message.format(most=LONGEST_REASON), place=Place(field="reason"))
    with transaction.atomic():
        rows = Proof.objects.for_hospital(proof.hospital_id)
        held = rows.select_for_update(no_key=True).get(pk=proof.pk)
        if held.withdrawn_at is not None:
            return False
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        note_change(
            actor,
            "training.proof.withdraw",
            kind="person",
            key=held.person_id,
            hospital=held.hospital_id,
            before=proof_facts(held),
            reason=said,
        )
    return True

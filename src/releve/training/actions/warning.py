"""People told two weeks beforehand that a proof of theirs runs out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.actions import notify
from releve.people.models import Level, Person
from releve.people.queries import check_at
from releve.training.models import Proof
from releve.training.queries.ends import proofs_ending


@needs(Permission.MANAGE_TRAINING)
def warn_of_ends(hospital: Level, *, actor: Actor, at: datetime, on: date | None = None) -> int:
    """Tell each person once how many of her proofs end within two weeks; return how many people.

    Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TRAINING, hospital)
    day = on or localdate(at)
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=hospital.pk)
        found = proofs_ending(hospital, on=day)
        people: dict[int, Person] = {}
        ends: dict[int, list[date]] = {}
        for proof, end in found:
            people[proof.person_id] = proof.person
            ends.setdefault(proof.person_id, []).append(end)
        groups: dict[tuple[int, date], list[Person]] = {}
        for pk, days in ends.items():
            groups.setdefault((len(days), min(days)), []).append(people[pk])
        for (count, first), those in sorted(groups.items(), key=lambda one: one[0]):
            facts: dict[str, str | int] = {"count": count, "day": first.isoformat()}
            link = reverse("training:own")
            notify(those, "training.ending", facts, link=link, actor=actor, at=at)
        keys = [proof.pk for proof, _end in found]
        for start in range(0, len(keys), 500):
            rows = Proof.objects.for_hospital(hospital).filter(pk__in=keys[start : start + 500])
            rows.update(warned_on=day)
    return len(people)

"""What a random question leaves of somebody, for the tests of what is held on her."""

from __future__ import annotations

from datetime import timedelta

from releve.ledger.models import PromptMark
from releve.ledger.queries.prompts import questions_of
from releve.people.models import Person
from releve.shifts.models import PlannedShift


def leave_a_mark(person: Person) -> None:
    """Save that somebody answered a question about a shift of hers, which is moved to be drawn."""
    shift = PlannedShift.objects.for_hospital(person.hospital_id).filter(person=person).first()
    if shift is None:
        raise LookupError("she has no shift")
    shift.pk, shift.withdrawn_at = None, shift.published_at
    while not questions_of(shift):
        shift.starts_at += timedelta(minutes=1)
    shift.save()
    mark = questions_of(shift)[0].mark
    PromptMark.objects.create(hospital_id=person.hospital_id, mark=mark, day=shift.day)

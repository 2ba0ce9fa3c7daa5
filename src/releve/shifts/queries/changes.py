"""Changes of what was published, for the person whose days they are."""

from __future__ import annotations

from releve.people.models import Person
from releve.shifts.models import ShiftChange


def changes_to_acknowledge(person: Person) -> list[ShiftChange]:
    """Return the changes in a person's days that she has not acknowledged, the nearest first."""
    found = ShiftChange.objects.for_hospital(person.hospital_id).filter(
        person=person, acknowledged_at__isnull=True
    )
    return list(found.select_related("unit").order_by("earliest_at", "pk"))

"""Telling people what a publication is to them, in its transaction: their days, or changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from releve.kit.actors import Actor
from releve.people.actions import notify
from releve.people.models import Person
from releve.shifts.models import PlannedShift, Publication, ShiftChange
from releve.shifts.vocabulary import SHORT_NOTICE_MINUTES


def tell_changes(publication: Publication, changes: Iterable[ShiftChange], *, actor: Actor) -> None:
    """Tell each person once how many of her days a publication changes, and which comes first.

    Within 48 hours of one to come it is urgent; what lies behind is corrected at leisure. What
    she has agreed to she knows already.
    """
    hers: dict[int, list[ShiftChange]] = {}
    for change in changes:
        if change.acknowledged_at is None:
            hers.setdefault(change.person_id, []).append(change)
    groups: dict[tuple[str, str, int], list[Person]] = {}
    for found in hers.values():
        is_late = any(0 <= one.notice_minutes < SHORT_NOTICE_MINUTES for one in found)
        code = "shifts.changed_late" if is_late else "shifts.changed"
        days = {one.day for one in found}
        group = (code, min(days).isoformat(), len(days))
        groups.setdefault(group, []).append(found[0].person)
    for (code, day, count), persons in groups.items():
        notify(
            persons,
            code,
            {"unit": publication.unit.name, "day": day, "count": count},
            link=reverse("shifts:own"),
            actor=actor,
            at=publication.published_at,
        )


def tell_published(publication: Publication, new: Iterable[PlannedShift], *, actor: Actor) -> None:
    """Tell whoever is shown shifts on days never shown before that they are published.

    Nobody is told of days that lie behind, such as those of a history that is brought in.
    """
    if publication.to_on < timezone.localdate():
        return
    people = {row.person_id: row.person for row in new}
    first, last = publication.from_on.isoformat(), publication.to_on.isoformat()
    notify(
        [people[key] for key in sorted(people)],
        "shifts.published",
        {"unit": publication.unit.name, "first": first, "last": last},
        link=reverse("planning:now"),
        actor=actor,
        at=publication.published_at,
    )

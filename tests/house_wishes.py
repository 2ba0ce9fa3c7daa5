"""The wishes of the invented hospitals, for the tests of access: one person's, and a form's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.timezone import now

from releve.kit.actors import HOUSE
from releve.people.models import Level, Person
from releve.roster.actions import Ask, open_wishes, state_preference, state_wish
from releve.roster.models import WishPeriod

NOW = now()
"""Pages ask the clock: a period of wishes that is open to them is open around the real now."""

ANOTHER_PERIOD = {
    "starts_on": "2027-05-01",
    "ends_on": "2027-05-31",
    "opens_at": "2027-01-01T08:00",
    "closes_at": "2027-02-01T20:00",
    "budget": "9",
}
"""What the form sends that opens another period."""


def wishes_of(person: Person) -> dict[str, Any]:
    """Save an open period of wishes with one wish, and a preference, of one person."""
    period = open_wishes(
        person.unit,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 15),
        opens_at=NOW - timedelta(days=1),
        closes_at=NOW + timedelta(days=9),
        budget=9,
        actor=HOUSE,
    )
    ask = Ask(kind="off", day=date(2026, 3, 9))
    return {
        "wishes": period,
        "wish": state_wish(period, person, ask, actor=HOUSE, at=NOW),
        "preference": state_preference(
            person, kind="days", from_on=date(2026, 3, 9), actor=HOUSE, at=NOW
        ),
    }


def closed_wishes(hospital: Level) -> dict[str, Any]:
    """Close the periods of wishes of a hospital, and return what carrying one sends: nothing."""
    WishPeriod.objects.for_hospital(hospital).update(closed_at=NOW)
    return {}

"""The demo ward's wishes: a period that is over, with its memory, and one that is open now.

Who wishes what follows from the order of the team alone: the same demo has the same wishes. Two
people state none, since nobody has to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from releve.house.demo.calendars import Calendar, Month
from releve.house.demo.lines import ZONE
from releve.kit.actors import HOUSE
from releve.people.models import Level, Person
from releve.roster.actions import Ask, open_wishes, state_preference, state_wish
from releve.roster.models import WishPeriod

BUDGET = 12
OPEN_DAYS = timedelta(days=10)
SHARED_PLACE = 12
"""A day of the month that many wish to be off: the day after it, two of three people ask."""


def store_wishes(unit: Level, calendar: Calendar, *, now: datetime) -> None:
    """Save the periods of a unit with their wishes, in the caller's transaction."""
    people = Person.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit).order_by("code")
    team = list(people.select_related("unit"))
    over = calendar.published[1]
    # A demo may be made of months to come: its past period is closed by now all the same.
    planned = datetime.combine(over.first, time(8), tzinfo=ZONE) - timedelta(days=60)
    before = min(planned, now - timedelta(days=60))
    _store(unit, over, team, opens_at=before, now=before + timedelta(days=3))
    opens_at = now.replace(minute=0, second=0, microsecond=0) - timedelta(days=4)
    _store(unit, calendar.prepared, team, opens_at=opens_at, now=now)
    for person, kind in zip(team[3:7], ("nights", "days", "long", "short"), strict=False):
        first = calendar.prepared.first
        state_preference(person, kind=kind, from_on=first, actor=HOUSE, at=now)


def _store(
    unit: Level, month: Month, team: list[Person], *, opens_at: datetime, now: datetime
) -> WishPeriod:
    period = open_wishes(
        unit,
        starts_on=month.first,
        ends_on=month.last,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=4) + OPEN_DAYS,
        budget=BUDGET,
        actor=HOUSE,
    )
    for place, person in enumerate(team[:-2]):
        for ask in _asks(place, month):
            state_wish(period, person, ask, actor=HOUSE, at=now)
    return period


def _asks(place: int, month: Month) -> Iterator[Ask]:
    """Yield what the person of that place in the team wishes: never above the budget."""
    days = (month.last - month.first).days

    def day(number: int) -> date:
        return month.first + timedelta(days=number % days)

    taken = {3 * place % days, (3 * place + 5) % days}
    yield Ask(kind="off", day=day(3 * place), strength=1 + place % 3)
    yield Ask(kind="off" if place % 2 else "on", day=day(3 * place + 5), strength=1 + place % 2)
    if place % 3 and SHARED_PLACE not in taken:
        yield Ask(kind="off", day=day(SHARED_PLACE), strength=2)
    if place % 5 == 4:
        yield Ask(kind="off", weekdays=("wed",), strength=1)

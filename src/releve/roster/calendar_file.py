"""A person's shifts as iCalendar text (RFC 5545): codes and units, nothing of anybody else.

Times are local ones of Europe/Paris, whose rule of summer time is written out. An hour that the
clock repeats in autumn can be named in local time once only: its second pass is written in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

ZONE = "Europe/Paris"
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True)
class Entry:
    """One shift as a calendar is told it."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    code: str
    unit: str
    is_cancelled: bool


def calendar_file(entries: Iterable[Entry]) -> bytes:
    """Return a calendar as text, the same bytes for the same entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Relève//Planning//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Relève")
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC))
    event.add("last-modified", entry.stamped_at.astimezone(UTC))
    event.add("dtstart", _moment(entry.starts_at))
    event.add("dtend", _moment(entry.ends_at))
    event.add("summary", entry.code)
    event.add("location", entry.unit)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _moment(instant: datetime) -> datetime:
    local = instant.astimezone(ZoneInfo(ZONE))
    return instant.astimezone(UTC) if local.fold else local


def _zone() -> Timezone:
    """Return the time zone: on the last Sundays of March and October, at 01:00 UTC (2000/84/EC)."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    summer.add("tzname", "CEST")
    summer.add("dtstart", datetime(1996, 3, 31, 2))  # noqa: DTZ001 - the standard asks for a local time
    summer.add("tzoffsetfrom", WINTER)
    summer.add("tzoffsetto", SUMMER)
    summer.add("rrule", {"freq": "yearly", "bymonth": 3, "byday": "-1su"})
    winter.add("tzname", "CET")
    winter.add("dtstart", datetime(1996, 10, 27, 3))  # noqa: DTZ001 - see above
    winter.add("tzoffsetfrom", SUMMER)
    winter.add("tzoffsetto", WINTER)
    winter.add("rrule", {"freq": "yearly", "bymonth": 10, "byday": "-1su"})
    for part in (summer, winter):
        zone.add_component(part)
    return zone

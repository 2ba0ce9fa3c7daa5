"""Which rosters, searches, cycles and calendars are over long enough for the purge to look at."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from releve.people.models import Account, Level
from releve.roster.models import (
    Cycle,
    FedShift,
    Preference,
    Roster,
    Search,
    WishPeriod,
    WorkedBreach,
)
from releve.roster.queries.calendars import first_fed_day
from releve.roster.vocabulary import LIVE_STATES
from releve.shifts.queries.days import midnight


def rosters_over(hospital: Level, *, before: date) -> QuerySet[Roster]:
    """Return the periods of a hospital that ended before a day and in which nothing is sought."""
    live = Search.objects.for_hospital(hospital).filter(state__in=LIVE_STATES)
    found = Roster.objects.for_hospital(hospital).filter(ends_on__lt=before)
    return found.exclude(pk__in=live.values("roster")).order_by("ends_on", "pk")


def searches_over(hospital: Level, *, before: date) -> QuerySet[Search]:
    """Return the searches of a hospital that ended before a day; their versions stay."""
    found = Search.objects.for_hospital(hospital).exclude(state__in=LIVE_STATES)
    return found.filter(ended_at__date__lt=before).order_by("ended_at", "pk")


def told_over(hospital: Level, *, before: date, today: date) -> QuerySet[FedShift]:
    """Return what calendars of a hospital were told of the days before one.

    What they are still fed stays, however short the retention: told anew, it would stand in the
    calendar twice.
    """
    last = min(before, first_fed_day(today))
    return FedShift.objects.for_hospital(hospital).filter(day__lt=last).order_by("pk")


def owners_of_closed_addresses(hospital: Level, *, before: date) -> QuerySet[Account]:
    """Return the accounts of a hospital with a calendar address that was closed before a day."""
    closed = {"calendar_addresses__revoked_at__date__lt": before}
    return Account.objects.for_hospital(hospital).filter(**closed).order_by("pk").distinct()


def wishes_over(
    hospital: Level, *, before: date
) -> tuple[QuerySet[WishPeriod], QuerySet[Preference]]:
    """Return the periods of wishes and the preferences of a hospital that ended before a day."""
    periods = WishPeriod.objects.for_hospital(hospital).filter(ends_on__lt=before)
    ended = Q(to_on__lt=before) | Q(withdrawn_at__date__lt=before)
    preferences = Preference.objects.for_hospital(hospital).filter(ended)
    return periods.order_by("ends_on", "pk"), preferences.order_by("pk")


def breaches_over(hospital: Level, *, before: date) -> QuerySet[WorkedBreach]:
    """Return the breaches in a hospital's worked time that ended before a day."""
    found = WorkedBreach.objects.for_hospital(hospital).filter(until_at__lte=midnight(before))
    return found.order_by("until_at", "pk")


def cycles_over(hospital: Level, *, before: date) -> QuerySet[Cycle]:
    """Return the versions of cycles of a hospital that went out of use before a day."""
    found = Cycle.objects.for_hospital(hospital).filter(ended_at__date__lt=before)
    return found.order_by("ended_at", "pk")

"""Which rosters and searches are over long enough for the purge to look at them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from releve.people.models import Level
from releve.roster.models import Roster, Search
from releve.roster.vocabulary import LIVE_STATES


def rosters_over(hospital: Level, *, before: date) -> QuerySet[Roster]:
    """Return the periods of a hospital that ended before a day and in which nothing is sought."""
    live = Search.objects.for_hospital(hospital).filter(state__in=LIVE_STATES)
    found = Roster.objects.for_hospital(hospital).filter(ends_on__lt=before)
    return found.exclude(pk__in=live.values("roster")).order_by("ends_on", "pk")


def searches_over(hospital: Level, *, before: date) -> QuerySet[Search]:
    """Return the searches of a hospital that ended before a day; their versions stay."""
    found = Search.objects.for_hospital(hospital).exclude(state__in=LIVE_STATES)
    return found.filter(ended_at__date__lt=before).order_by("ended_at", "pk")

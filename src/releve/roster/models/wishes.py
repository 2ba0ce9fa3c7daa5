"""Tables of what people ask of a roster before it is made: periods, wishes, preferences.

Nothing here can hold a reason: no column takes a free text. A wish and a preference are never
changed; whoever changes her mind takes one back and states another.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from releve.people.models import HospitalTable, Level, Person
from releve.roster.engine.problem import WEEKDAYS, Weekday
from releve.roster.engine.wishes import Span, Stated
from releve.roster.vocabulary import (
    MOST_BUDGET,
    PREFERENCE_KINDS,
    STRENGTHS,
    WISH_KINDS,
    WISH_STATES,
)

OF_SHIFT = Q(kind__in=["shift", "not_shift"])


class WishPeriod(HospitalTable):
    """The days of a unit about which its people may say what they wish, and until when.

    ``budget``: points that each person may spend. ``closed_at``: where the manager closed it
    before ``closes_at``. ``carried_at``: when its wishes last became those of a month's demand.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)
    budget = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "starts_on"], name="wishperiod_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="wishperiod_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="wishperiod_instants_in_order"
            ),
            models.CheckConstraint(
                condition=Q(budget__gte=1, budget__lte=MOST_BUDGET), name="wishperiod_budget_bound"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: wishes from {self.starts_on} to {self.ends_on}"

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.starts_on, self.ends_on)

    @property
    def ends_at(self) -> datetime:
        """When the last wish may be stated: as planned, or earlier where it was closed by hand."""
        return self.closes_at if self.closed_at is None else min(self.closed_at, self.closes_at)

    def state(self, now: datetime) -> str:
        """Return how it stands at an instant: ``planned``, ``open`` or ``closed``."""
        planned, is_open, closed = WISH_STATES
        if now >= self.ends_at:
            return closed
        return is_open if now >= self.opens_at else planned


class Wish(HospitalTable):
    """What a person asks for one day, or for some weekdays of the whole period.

    ``points``: what it takes from her budget: its strength, once for each day that it names.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(WishPeriod, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=12)
    day = models.DateField(null=True)
    weekdays = models.CharField(max_length=27, blank=True)
    shift = models.CharField(max_length=12, blank=True)
    strength = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=list(WISH_KINDS)), name="%(class)s_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(strength__in=list(STRENGTHS)), name="%(class)s_strength_known"
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=False, weekdays="")
                | (Q(day__isnull=True) & ~Q(weekdays="")),
                name="%(class)s_day_or_weekdays",
            ),
            models.CheckConstraint(
                condition=(OF_SHIFT & ~Q(shift="")) | (~OF_SHIFT & Q(shift="")),
                name="%(class)s_shift_where_due",
            ),
            models.UniqueConstraint(
                fields=["person", "period", "day"],
                condition=Q(withdrawn_at__isnull=True, day__isnull=False),
                name="wish_one_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.day or self.weekdays}"

    @property
    def stated(self) -> Stated:
        """The wish as the engine knows it; its person and period are read with it."""
        return Stated(
            person=self.person.code,
            kind=self.kind,
            strength=self.strength,
            day=self.day,
            weekdays=weekdays_of(self.weekdays),
            shift=self.shift or None,
        )


class Preference(HospitalTable):
    """What a person prefers in general, from a day on: nights, days, long or short shifts."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=list(PREFERENCE_KINDS)), name="%(class)s_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="%(class)s_dates_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} from {self.from_on}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def weekdays_of(written: str) -> tuple[Weekday, ...]:
    """Return the weekdays that a column holds, as ``mon+wed``, in the order of the week."""
    named = written.split("+") if written else []
    return tuple(one for one in WEEKDAYS if one in named)

"""Breaches of working-time rules found in what was worked: recorded, never refused."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.models import HospitalTable, Level, Person

BREACH_UNITS = ("h", "min", "days", "parts")


class WorkedBreach(HospitalTable):
    """One rule broken once by what a person worked, as the independent judge found it.

    ``from_at`` and ``until_at``: the window, or the shift or gap, that breaks it; where
    ``by_days``, the first instant of its first day and of the day after its last. ``gone_at``: a
    correction has taken away what broke the rule; the row stays, since it was found once.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    article = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=24)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    by_days = models.BooleanField()
    value = models.DecimalField(max_digits=12, decimal_places=4)
    limit = models.DecimalField(max_digits=12, decimal_places=4)
    measure = models.CharField(max_length=8)
    to_confirm = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(rule=""), name="workedbreach_rule_filled"),
            models.CheckConstraint(
                condition=Q(until_at__gte=F("from_at")), name="workedbreach_instants_in_order"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=list(BREACH_UNITS)), name="workedbreach_measure_known"
            ),
            models.UniqueConstraint(
                fields=["unit", "person", "rule", "from_at", "until_at", "value"],
                condition=Q(gone_at__isnull=True),
                name="workedbreach_once",
            ),
        )
        indexes = (models.Index(fields=["unit", "from_at"], name="workedbreach_of_unit"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rule} {self.from_at}"

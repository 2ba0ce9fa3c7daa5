"""Tables of the roll-out: the locked plan, consultations, alarms, decisions, broken glass."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable, Level
from releve.stewardship.models.register import Tool
from releve.stewardship.vocabulary import ALARMS, CONSULTED, MOVES, OPINIONS


class RolloutPlan(HospitalTable):
    """How a tool is opened step by step, and what is measured; locked before step 1.

    ``body``: steps with their units and dates, outcome, margin, stop rules. ``digest`` is the
    SHA-256 of its canonical JSON, set when it is locked; a locked plan is followed by another
    number, never changed.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    drafted_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tool", "number"], name="rolloutplan_number_once"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, digest="")
                | (Q(locked_at__isnull=False) & ~Q(digest="")),
                name="rolloutplan_digest_where_locked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id}: {self.number}"


class Consultation(HospitalTable):
    """Those concerned, or a body that speaks for them, were consulted on a tool on a day.

    It covers ``level`` and everything below it. ``opinion`` is recorded whatever it is.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="consultations")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=6)
    held_on = models.DateField()
    opinion = models.CharField(max_length=12)
    reference = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("body", CONSULTED),
            one_of("opinion", OPINIONS),
            filled("reference"),
        )

    def __str__(self) -> str:
        return f"{self.tool_id}: {self.body} {self.held_on}"


class Alarm(HospitalTable):
    """Something that stops a tool until it is answered, in one unit or everywhere."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="alarms")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8)
    said = models.CharField(max_length=1000)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closing = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            one_of("kind", ALARMS),
            filled("said"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="")
                | (Q(closed_at__gte=F("raised_at")) & ~Q(closing="")),
                name="alarm_closed_with_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id}: {self.kind}"


class StepDecision(HospitalTable):
    """A named person moves a tool: opens a step in units, suspends, resumes, retires.

    ``lacks`` are the codes of what the gate missed; where there are any, the move is an override,
    its reason and signer are public. ``unit`` is empty where it holds for all units of the step.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="decisions")
    move = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField(default=0)
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    signer = models.CharField(max_length=150)
    reason = models.CharField(max_length=1000, blank=True)
    is_override = models.BooleanField(default=False)
    lacks = models.JSONField(default=list)

    class Meta:
        constraints = (
            one_of("move", MOVES),
            filled("signer"),
            models.CheckConstraint(
                condition=Q(is_override=False) | ~Q(reason=""),
                name="stepdecision_override_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id}: {self.move} {self.step}"


class BrokenGlass(HospitalTable):
    """A person used a tool in an emergency without its gate, for a day, and said why."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="broken_glasses")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            filled("reason"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")), name="brokenglass_instants_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id} in {self.unit_id} until {self.ends_at}"

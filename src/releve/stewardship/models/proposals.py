"""Tables of proposals: what a tool put forward, who decided, who contested, what was answered."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable, Level
from releve.stewardship.models.register import Tool
from releve.stewardship.vocabulary import CONTEST_STATES, DECIDED_STATES, PROPOSAL_STATES


class Proposal(HospitalTable):
    """One output of a tool, which takes effect by nobody's hand but a person's.

    ``subject`` names the row it is about in its own room (``roster.version:12``), once.
    ``payload`` is what is proposed, ``edited`` what a person made of it. ``reasons`` are codes
    with numbers and references (``kit.gates.Lack`` shape: code, facts), turned into sentences by
    pages. ``input_digest`` tells which question it answers.
    """

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="proposals")
    tool_version = models.CharField(max_length=40)
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=60, blank=True)
    input_digest = models.CharField(max_length=64)
    payload = models.JSONField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="proposed")
    proposed_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decision_reason = models.CharField(max_length=500, blank=True)
    edited = models.JSONField(null=True)

    class Meta:
        constraints = (
            filled("kind"),
            filled("tool_version"),
            one_of("state", PROPOSAL_STATES),
            models.CheckConstraint(
                condition=Q(state__in=list(DECIDED_STATES), decided_at__gte=F("proposed_at"))
                | (~Q(state__in=list(DECIDED_STATES)) & Q(decided_at__isnull=True)),
                name="proposal_decided_at_where_decided",
            ),
            models.UniqueConstraint(
                fields=["hospital", "subject"],
                condition=~Q(subject=""),
                name="proposal_subject_once",
            ),
        )
        indexes = (models.Index(fields=["unit", "state"], name="proposal_of_unit"),)

    def __str__(self) -> str:
        return f"{self.tool_id} {self.kind}: {self.state}"


class Contest(HospitalTable):
    """Somebody who is subject to a proposal contests it; it must be answered.

    ``person`` is she who contests. It is answered by another, and closed by her or by time.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="contests")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, default="open")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("state", CONTEST_STATES),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="contest_answered_before_closed",
            ),
            models.UniqueConstraint(
                fields=["proposal", "person"],
                condition=~Q(state="closed"),
                name="contest_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.state}"


class ContestMessage(HospitalTable):
    """One message of a contest's thread."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_answer = models.BooleanField(default=False)
    said = models.CharField(max_length=2000)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (filled("said"),)

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.said_at}"


class BiasCheck(HospitalTable):
    """A copy of a tool's output with planted errors, shown to a team to see if they are found.

    It can never take effect and is revealed at once. Only counts of the team are kept: no row
    says who looked. ``found`` and ``looked`` grow together; a rate is shown from eight people on.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="bias_checks")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    case = models.CharField(max_length=60)
    quarter_on = models.DateField()
    planted = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    critical_planted = models.PositiveIntegerField(default=0)
    critical_found = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tool", "unit", "case", "quarter_on"], name="biascheck_once"
            ),
            models.CheckConstraint(
                condition=Q(found__lte=F("planted"), critical_found__lte=F("critical_planted")),
                name="biascheck_found_within_planted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id} in {self.unit_id}: {self.found}/{self.planted}"


class BiasMark(HospitalTable):
    """That a person has done a check of a quarter, so that she is asked once; no result."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="+")
    case = models.CharField(max_length=60)
    quarter_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "tool", "case", "quarter_on"], name="biasmark_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.case} {self.quarter_on}"

"""Table of questions: what somebody asked a tool of a third party, until it is answered."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.constraints import one_of
from releve.people.models import HospitalTable, Level
from releve.stewardship.models.proposals import Proposal
from releve.stewardship.models.register import Tool
from releve.stewardship.vocabulary import FAULTS, QUESTION_STATES


class ToolQuestion(HospitalTable):
    """A text that somebody sends to a tool; it is hers alone, and its words are kept briefly.

    It stays where the tool cannot be reached, so that nothing she wrote is lost. ``text`` is
    emptied with time. ``fault``: why there is no answer. ``proposal``: the answer.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="questions")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default="waiting")
    fault = models.CharField(max_length=12, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    proposal = models.OneToOneField(
        Proposal, on_delete=models.SET_NULL, null=True, related_name="question"
    )

    class Meta:
        constraints = (
            one_of("state", QUESTION_STATES),
            one_of("fault", ("", *FAULTS)),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(fault="") | (~Q(state="failed") & Q(fault="")),
                name="toolquestion_fault_where_failed",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | (~Q(state="waiting") & Q(ended_at__gte=F("asked_at"))),
                name="toolquestion_ended_where_not_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id} in {self.unit_id}: {self.state}"

"""Tables of the room: what a tool asks for, who was asked, attempts and proofs.

Modules themselves are files (``data/modules``), each with its version. An attempt is read by
nobody but the person; others read whether she is ready.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable, Level, Person
from releve.training.vocabulary import AUDIENCES, PARTS, PROOF_SOURCES


class Requirement(HospitalTable):
    """A module that whoever has to do with a tool must have passed.

    ``profession`` is a role's key, empty for all. ``tool_major`` is the major version of the tool
    to which it is tied: a proof of an earlier one no longer holds. ``valid_months``: how long a
    proof holds, 0 for ever.
    """

    tool = models.CharField(max_length=40)
    audience = models.CharField(max_length=12, default="operator")
    profession = models.CharField(max_length=40, blank=True)
    module = models.CharField(max_length=40)
    tool_major = models.CharField(max_length=20, blank=True)
    valid_months = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = (
            filled("tool"),
            filled("module"),
            one_of("audience", AUDIENCES),
            models.UniqueConstraint(
                fields=["hospital", "tool", "audience", "profession", "module"],
                name="requirement_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool} {self.audience}: {self.module}"


class Assignment(HospitalTable):
    """A person was asked to follow a module, by a day, on working time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    module = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            filled("module"),
            models.UniqueConstraint(
                fields=["person", "module"],
                condition=Q(done_at__isnull=True),
                name="assignment_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module}"


class Attempt(HospitalTable):
    """One try at a module's questions or its case; hers alone to read.

    ``drawn`` are the ids of the questions asked, in order; ``answers`` what she said of each.
    For a case, ``answers`` are the passages that she marked. ``score`` is a percentage.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    module = models.CharField(max_length=40)
    module_version = models.CharField(max_length=20)
    part = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    drawn = models.JSONField()
    answers = models.JSONField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    is_passed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            filled("module"),
            one_of("part", PARTS),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, score__isnull=True, is_passed=False)
                | Q(ended_at__gte=F("begun_at"), score__isnull=False, score__lte=100),
                name="attempt_scored_when_ended",
            ),
        )
        indexes = (models.Index(fields=["person", "module"], name="attempt_of_person"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module} {self.part}"


class Proof(HospitalTable):
    """A person has passed a module, in one version, on a day, until another.

    ``tool_major`` is the tool's major version at which it was passed, empty for a module that is
    tied to no tool. ``reference`` tells the same proof when it comes again. ``unit`` is where she
    worked then, where the time was debited. ``warned_on``: when she was told that it runs out.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    module = models.CharField(max_length=40)
    module_version = models.CharField(max_length=20)
    tool_major = models.CharField(max_length=20, blank=True)
    passed_on = models.DateField()
    expires_on = models.DateField(null=True)
    source = models.CharField(max_length=6)
    reference = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    warned_on = models.DateField(null=True)

    class Meta:
        constraints = (
            filled("module"),
            filled("reference"),
            one_of("source", PROOF_SOURCES),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("passed_on")),
                name="proof_expires_later",
            ),
            models.UniqueConstraint(fields=["hospital", "reference"], name="proof_reference_once"),
        )
        indexes = (models.Index(fields=["person", "module"], name="proof_of_person"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module} {self.passed_on}"

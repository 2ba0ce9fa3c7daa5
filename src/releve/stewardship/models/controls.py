"""Tables of the controls: what the intake answered, evidence, and where a control does not bind."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable
from releve.stewardship.models.register import Tool
from releve.stewardship.vocabulary import EVIDENCE_KINDS, EXEMPTION_KINDS, RISK_CLASSES


class Intake(HospitalTable):
    """The seven questions answered for one version of a tool, and the class that follows.

    ``answers`` by question (``{"q1": {"answer": "yes", "reason": "…"}}``), ``reasoning`` as
    codes. A new major version needs a new one; the newest holds.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="intakes")
    version = models.CharField(max_length=40)
    answers = models.JSONField()
    reasoning = models.JSONField()
    risk_class = models.CharField(max_length=14)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (filled("version"), one_of("risk_class", RISK_CLASSES))

    def __str__(self) -> str:
        return f"{self.tool_id} {self.version}: {self.risk_class}"


class Evidence(HospitalTable):
    """What shows that a control is kept: a file, an address or a text, until a day.

    ``control`` is an id of the catalogue; ``sha256`` seals the content, also of a text. A file's
    bytes stand in ``content``; nothing is overwritten, ``withdrawn_at`` takes it out of force.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="evidence")
    control = models.CharField(max_length=10)
    kind = models.CharField(max_length=5)
    title = models.CharField(max_length=150)
    text = models.TextField(blank=True)
    address = models.URLField(blank=True)
    content = models.BinaryField(null=True)
    file_name = models.CharField(max_length=150, blank=True)
    sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    valid_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            filled("control"),
            filled("title"),
            one_of("kind", EVIDENCE_KINDS),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="evidence_withdrawn_later",
            ),
        )
        indexes = (models.Index(fields=["tool", "control"], name="evidence_of_control"),)

    def __str__(self) -> str:
        return f"{self.tool_id} {self.control}: {self.title}"


class Exemption(HospitalTable):
    """A control that does not bind a tool: not applicable, with its reason, or waived.

    A waiver is signed, ends on a day, and is public.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="exemptions")
    control = models.CharField(max_length=10)
    kind = models.CharField(max_length=14)
    reason = models.CharField(max_length=500)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    signer = models.CharField(max_length=150)
    until_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            filled("control"),
            filled("reason"),
            filled("signer"),
            one_of("kind", EXEMPTION_KINDS),
            models.CheckConstraint(
                condition=Q(kind="not_applicable") | Q(until_on__isnull=False),
                name="exemption_waiver_ends",
            ),
            models.UniqueConstraint(
                fields=["tool", "control"],
                condition=Q(withdrawn_at__isnull=True),
                name="exemption_one_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id} {self.control}: {self.kind}"

"""Tables of the register: tools, who supplies them, where they stand, and what people declare."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable, Level
from releve.stewardship.vocabulary import (
    CONNECTION_KINDS,
    DEPLOYER_ROLES,
    OPEN_STATES,
    ORIGINS,
    RISK_CLASSES,
    STATES,
    TOOL_KINDS,
)


class Supplier(HospitalTable):
    """A firm, a public body or a service of the hospital that supplies tools."""

    name = models.CharField(max_length=150)
    site = models.URLField(blank=True)

    class Meta:
        constraints = (
            filled("name"),
            models.UniqueConstraint(fields=["hospital", "name"], name="supplier_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Interlocutor(HospitalTable):
    """Whom to speak to about a supplier's tools at one level: a name of a post, and a way there."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="interlocutors")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    contact = models.CharField(max_length=200)

    class Meta:
        constraints = (
            filled("name"),
            models.UniqueConstraint(fields=["supplier", "level"], name="interlocutor_once"),
        )

    def __str__(self) -> str:
        return f"{self.supplier_id} at {self.level_id}: {self.name}"


class Tool(HospitalTable):
    """A digital tool in use or on trial in a hospital.

    ``key`` is its name in code and addresses. ``fields`` hold the register's further fields by
    code (``register/fields.yaml``): a text is ``{"fr": …, "en": …}``, anything else plain JSON.
    ``version`` is the supplier's; its first number is the major one, which training and intake
    go by. ``step`` counts from 1 where the state is ``step``; ``state_before`` is what a
    suspended tool goes back to. ``row_version`` goes up with each change, so that two who change
    it together are told.
    """

    key = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=14)
    origin = models.CharField(max_length=12)
    role = models.CharField(max_length=10, default="deployer")
    version = models.CharField(max_length=40)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="tools"
    )
    state = models.CharField(max_length=10, default="declared")
    step = models.PositiveSmallIntegerField(default=0)
    state_before = models.CharField(max_length=10, blank=True)
    risk_class = models.CharField(max_length=14, blank=True)
    fields = models.JSONField(default=dict)
    declared_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            filled("key"),
            filled("name_fr"),
            filled("version"),
            one_of("kind", TOOL_KINDS),
            one_of("origin", ORIGINS),
            one_of("role", DEPLOYER_ROLES),
            one_of("state", STATES),
            one_of("risk_class", ("", *RISK_CLASSES)),
            models.UniqueConstraint(fields=["hospital", "key"], name="tool_key_once"),
            models.CheckConstraint(
                condition=(Q(state="step", step__gte=1))
                | (Q(state="suspended") & ~Q(state_before=""))
                | (~Q(state__in=["step", "suspended"]) & Q(step=0)),
                name="tool_step_where_due",
            ),
            models.CheckConstraint(
                condition=(Q(state="suspended") & ~Q(state_before=""))
                | (~Q(state="suspended") & Q(state_before="")),
                name="tool_state_before_where_suspended",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def major(self) -> str:
        """The first number of its version, as training and intake are tied to."""
        return self.version.split(".", 1)[0]

    @property
    def is_in_use(self) -> bool:
        """Whether it may be open anywhere at all."""
        return self.state in OPEN_STATES

    def named(self, language: str) -> str:
        """Return what it is called in a language, in French where that is missing."""
        return (self.name_en if language == "en" else "") or self.name_fr

    def text(self, code: str, language: str) -> str:
        """Return a text of the register in a language, in French where that is missing."""
        held: Any = self.fields.get(code, "")
        if isinstance(held, dict):
            return str(held.get(language) or held.get("fr") or "")
        return str(held)


class ToolPlace(HospitalTable):
    """A unit in which a tool is used or planned, and from which step on.

    ``opened_at`` is empty until its step opened there; ``suspended_at`` is set while it is
    stopped in this unit alone.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tool", "unit"], name="toolplace_once"),
            models.CheckConstraint(
                condition=Q(suspended_at__isnull=True) | Q(opened_at__isnull=False),
                name="toolplace_suspended_was_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id} in {self.unit_id}: {self.step}"


class Declaration(HospitalTable):
    """Somebody says which tool she uses, in four fields and without blame.

    What, what for, in which unit, since when. ``declared_by`` is empty where she would rather
    not say. Whoever answers says what follows, within fifteen days; ``tool`` is the entry that
    came of it.
    """

    name = models.CharField(max_length=150)
    purpose = models.CharField(max_length=300)
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, related_name="+")
    since_on = models.DateField(null=True)
    declared_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    declared_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    tool = models.ForeignKey(
        Tool, on_delete=models.SET_NULL, null=True, related_name="declarations"
    )

    class Meta:
        constraints = (
            filled("name"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="declaration_answer_whole",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Connection(HospitalTable):
    """How a third party's tool is reached: configuration alone, no line of code.

    ``kind``: ``openai_compatible``. ``key_variable`` names the environment variable that holds
    its key, so that no secret stands in the database. ``instructions`` come before what a person
    asks, ``most_tokens`` bounds an answer. ``minutes_saved`` and ``minutes_checking`` are what
    the hospital estimates of one accepted answer, until it is measured. ``takes_identities``:
    whether a patient's identity may be sent to it; without that, what is written must name nobody.
    """

    tool = models.OneToOneField(Tool, on_delete=models.CASCADE, related_name="connection")
    kind = models.CharField(max_length=20)
    address = models.URLField()
    model = models.CharField(max_length=100)
    key_variable = models.CharField(max_length=60, blank=True)
    instructions = models.TextField(blank=True)
    most_tokens = models.PositiveIntegerField(default=800)
    activity = models.CharField(max_length=40)
    minutes_saved = models.PositiveSmallIntegerField(default=0)
    minutes_checking = models.PositiveSmallIntegerField(default=0)
    takes_identities = models.BooleanField(default=False)

    class Meta:
        constraints = (one_of("kind", CONNECTION_KINDS), filled("address"), filled("model"))

    def __str__(self) -> str:
        return f"{self.tool_id}: {self.address}"

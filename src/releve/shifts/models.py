"""Tables of the room: what was published, what changed, what was worked, what was needed.

Nothing here is overwritten. A publication withdraws rows and adds others, a correction supersedes
a row by another one, so that what the team was shown, and what was known to be worked, can be
rebuilt as they stood at any instant. Every table carries its hospital.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable, Level, Person
from releve.shifts.vocabulary import (
    CORRECTION_REASONS,
    DEVIATIONS,
    NO_WORK,
    OF_PLANNED,
    SHORT_NOTICE_MINUTES,
)


def _instants_in_order() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_at__gt=F("starts_at")), name="%(class)s_instants_in_order"
    )


def _ended_after(field: str, begun: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": F(begun)}),
        name=f"%(class)s_{field}_later",
    )


class Publication(HospitalTable):
    """One time at which a unit's days were shown to the team, or shown anew.

    ``source`` names the month in the room that published it, ``version`` its number there;
    ``digest`` tells the same content when it comes again.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    source = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            filled("source"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="publication_days_in_order"
            ),
        )
        indexes = (models.Index(fields=["unit", "from_on"], name="publication_of_unit"),)

    def __str__(self) -> str:
        return f"{self.source}/{self.version}"


class PlannedShift(HospitalTable):
    """A shift that the team was shown; in force while ``withdrawn_at`` is empty.

    ``day`` is the civil day of the roster to which it belongs, ``minutes`` what it counts for.
    ``publication``: the one with which it came; a later one that says the same leaves it.
    ``is_on_call``: reachability, no work. ``is_cover``: it counts towards the people required,
    as training does not.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="planned")
    day = models.DateField()
    code = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    is_night = models.BooleanField(default=False)
    is_on_call = models.BooleanField(default=False)
    is_cover = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            filled("code"),
            _instants_in_order(),
            _ended_after("withdrawn_at", "published_at"),
            models.UniqueConstraint(
                fields=["person", "starts_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="plannedshift_one_in_force",
            ),
        )
        indexes = (models.Index(fields=["unit", "starts_at"], name="plannedshift_of_unit"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.code} {self.starts_at}"


class RequiredCover(HospitalTable):
    """How many people a unit needed at least between two instants, as it was published.

    ``skill`` is the key of a role or a skill; empty, anybody counts.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="cover")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    least = models.PositiveSmallIntegerField()
    skill = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            _instants_in_order(),
            _ended_after("withdrawn_at", "published_at"),
            models.UniqueConstraint(
                fields=["unit", "starts_at", "ends_at", "skill"],
                condition=Q(withdrawn_at__isnull=True),
                name="requiredcover_one_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.least} from {self.starts_at}"


class ShiftChange(HospitalTable):
    """A difference between two publications in one person's days, for her to acknowledge.

    ``notice_minutes`` runs from the change to the earlier of the two starts; negative where that
    lay behind already. ``acknowledged_at`` is empty until she has said that she knows.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="changes")
    day = models.DateField()
    before_code = models.CharField(max_length=12, blank=True)
    before_starts_at = models.DateTimeField(null=True)
    before_ends_at = models.DateTimeField(null=True)
    after_code = models.CharField(max_length=12, blank=True)
    after_starts_at = models.DateTimeField(null=True)
    after_ends_at = models.DateTimeField(null=True)
    earliest_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    notice_minutes = models.IntegerField()
    reason = models.CharField(max_length=500, blank=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(before_code="") | ~Q(after_code=""), name="shiftchange_of_something"
            ),
            models.CheckConstraint(
                condition=Q(before_code="", before_starts_at__isnull=True)
                | (~Q(before_code="") & Q(before_starts_at__isnull=False)),
                name="shiftchange_before_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(after_code="", after_starts_at__isnull=True)
                | (~Q(after_code="") & Q(after_starts_at__isnull=False)),
                name="shiftchange_after_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(notice_minutes__gte=SHORT_NOTICE_MINUTES) | ~Q(reason=""),
                name="shiftchange_late_has_reason",
            ),
            _ended_after("acknowledged_at", "changed_at"),
        )
        indexes = (models.Index(fields=["unit", "earliest_at"], name="shiftchange_of_unit"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.day} {self.before_code} to {self.after_code}"


class WorkedShift(HospitalTable):
    """What was worked, where somebody has said so; a planned shift alone was worked as planned.

    ``planned`` is the shift to which it answers, ``break_minutes`` empty where nobody measured.
    A correction is a new row: ``supersedes`` names the one before, whose ``superseded_at`` is
    set. ``reason``, a code, is due once the month is closed.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    planned = models.ForeignKey(
        PlannedShift, on_delete=models.RESTRICT, null=True, related_name="worked"
    )
    code = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    break_minutes = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=14)
    is_night = models.BooleanField(default=False)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    validated_at = models.DateTimeField(null=True)
    validated_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, related_name="superseded_by"
    )
    reason = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (
            filled("code"),
            one_of("kind", DEVIATIONS),
            one_of("reason", ("", *CORRECTION_REASONS)),
            _instants_in_order(),
            _ended_after("validated_at", "declared_at"),
            _ended_after("superseded_at", "declared_at"),
            models.CheckConstraint(
                condition=~Q(kind__in=list(OF_PLANNED)) | Q(planned__isnull=False),
                name="workedshift_answers_to_a_plan",
            ),
            models.UniqueConstraint(
                fields=["person", "starts_at"],
                condition=Q(superseded_at__isnull=True) & ~Q(kind__in=list(NO_WORK)),
                name="workedshift_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["planned"],
                condition=Q(superseded_at__isnull=True),
                name="workedshift_one_answer",
            ),
        )
        indexes = (models.Index(fields=["unit", "starts_at"], name="workedshift_of_unit"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.code} {self.starts_at} {self.kind}"


class MonthClosure(HospitalTable):
    """A unit's civil month after which worked time changes only by a correction that says why."""

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "month"], name="monthclosure_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="monthclosure_first_day"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.month}"


class MonthTally(HospitalTable):
    """What a person's shifts of a closed month add up to in one unit, as its counters keep it.

    Written when the month is closed and again with each correction after; always what counting
    the shifts anew gives. See ``engine.counters.Measures`` for the columns.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    shifts = models.PositiveIntegerField()
    worked_minutes = models.PositiveIntegerField()
    overtime_minutes = models.PositiveIntegerField()
    nights = models.PositiveIntegerField()
    night_minutes = models.PositiveIntegerField()
    sundays = models.PositiveIntegerField()
    sunday_minutes = models.PositiveIntegerField()
    holidays = models.PositiveIntegerField()
    holiday_minutes = models.PositiveIntegerField()
    sundays_or_holidays = models.PositiveIntegerField()
    on_calls = models.PositiveIntegerField()
    on_call_minutes = models.PositiveIntegerField()
    call_out_minutes = models.PositiveIntegerField()
    recalls = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "unit", "month"], name="monthtally_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="monthtally_first_day"),
        )
        indexes = (models.Index(fields=["unit", "month"], name="monthtally_of_unit"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.month} {self.worked_minutes} min"

"""What people are told, and how they want it by e-mail."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import Q

from releve.people.constraints import filled, one_of
from releve.people.models.tables import HospitalTable, Person
from releve.people.vocabulary import MAIL_RHYTHMS, WEEKDAYS

DAYS_SEPARATOR = "+"


class Notice(HospitalTable):
    """Something that a person is told: a code and its facts, never a sentence.

    ``facts``: numbers, days, codes and names of units, no free text and no cause of an absence.
    ``link``: the page of this house where she sees the thing itself. ``read_at`` and
    ``mailed_at`` are empty until she has read it, and until a letter with it has left.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            filled("code"),
            models.CheckConstraint(
                condition=Q(link__startswith="/") & ~Q(link__startswith="//"),
                name="notice_link_within_the_house",
            ),
        )
        indexes = (
            # The head of every page counts them; those that are read are not in it.
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["person", "-made_at"], name="notice_of_person"),
            models.Index(fields=["hospital", "made_at"], name="notice_age"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.code}"


class MailHabit(HospitalTable):
    """How a person wants her news by e-mail; without a row, not at all.

    Nothing leaves before ``confirmed_at``, when she typed the code sent to ``address``, and
    nothing that was made before it. ``refused_at``: when the mail server would not have that
    address, for good; it is not confirmed then. ``left_address``: the confirmed one that it has
    taken the place of, until that one was told.

    ``hour`` belongs to *daily* and *weekly*, ``weekday`` to *weekly*. Nothing leaves from
    ``quiet_from`` o'clock to ``quiet_to``, nor on ``quiet_days`` (written ``sat+sun``), save an
    urgent notice where ``urgent_in_quiet``. ``letter_key``: the key of the job that writes her
    next letter.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(max_length=254)
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    left_address = models.EmailField(max_length=254, blank=True)
    rhythm = models.CharField(max_length=10)
    hour = models.PositiveSmallIntegerField(default=18)
    weekday = models.CharField(max_length=3, default="mon")
    quiet_from = models.PositiveSmallIntegerField(default=20)
    quiet_to = models.PositiveSmallIntegerField(default=8)
    quiet_days = models.CharField(max_length=27, blank=True)
    urgent_in_quiet = models.BooleanField(default=False)
    letter_key = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person"], name="mailhabit_once"),
            filled("address"),
            one_of("rhythm", MAIL_RHYTHMS),
            one_of("weekday", WEEKDAYS),
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_to__lte=23),
                name="mailhabit_hours_of_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"

    @property
    def days(self) -> tuple[str, ...]:
        """The days on which no letter leaves, as codes."""
        return tuple(self.quiet_days.split(DAYS_SEPARATOR)) if self.quiet_days else ()

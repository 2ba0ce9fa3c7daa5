"""Tables of the ledger. No person appears in it: units, activities, professions and periods do.

An entry takes minutes from one account and puts them into another, so that whatever is written
the accounts add up to nothing. Entries are never changed: a correction is a reversal and a new one.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q

from releve.ledger.vocabulary import (
    ACCOUNTS,
    ACTIVITIES,
    ALERTS,
    LEAST_PEOPLE,
    PURPOSES,
    QUESTIONS,
    SOURCES,
)
from releve.people.constraints import filled, one_of
from releve.people.models import HospitalTable, Level


class Entry(HospitalTable):
    """Minutes of a unit that go from one account to another in a quarter.

    ``quarter_on`` is the quarter's first day; ``activity`` and ``profession`` (a role's key) are
    empty where they mean nothing. ``reference`` says where it comes from, once for each pair of
    accounts (``training.proof:verify@2:…`` never names a person). ``tool`` is a tool's key.
    ``is_first``: whether it is the first one of its person in the unit, the quarter and the tool,
    so that people can be counted without any being known.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    quarter_on = models.DateField()
    debit = models.CharField(max_length=10)
    credit = models.CharField(max_length=10)
    minutes = models.PositiveIntegerField()
    activity = models.CharField(max_length=20, blank=True)
    profession = models.CharField(max_length=40, blank=True)
    tool = models.CharField(max_length=40, blank=True)
    is_first = models.BooleanField(default=True)
    source = models.CharField(max_length=10)
    reference = models.CharField(max_length=120)
    written_on = models.DateField()
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )

    class Meta:
        constraints = (
            one_of("debit", ACCOUNTS),
            one_of("credit", ACCOUNTS),
            one_of("source", SOURCES),
            one_of("activity", ("", *ACTIVITIES)),
            filled("reference"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_between_two"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="entry_of_something"),
            models.CheckConstraint(
                condition=Q(quarter_on__day=1, quarter_on__month__in=[1, 4, 7, 10]),
                name="entry_first_day_of_quarter",
            ),
            models.UniqueConstraint(
                fields=["hospital", "reference", "debit", "credit"], name="entry_reference_once"
            ),
        )
        indexes = (models.Index(fields=["unit", "quarter_on"], name="entry_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.quarter_on}: {self.debit} to {self.credit} {self.minutes}"


class PromptPeriod(HospitalTable):
    """Days on which a unit is asked at random what it does, as was decided and told before.

    ``reference``: where it was decided with the team (a meeting, an opinion). Outside such days
    nobody is asked anything.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    reference = models.CharField(max_length=150)

    class Meta:
        constraints = (
            filled("reference"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="promptperiod_days_in_order"
            ),
        )
        indexes = (models.Index(fields=["unit", "from_on"], name="promptperiod_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.from_on} to {self.to_on}"


def _any_number() -> int:
    """Return a key drawn at random: the order of answers would tell when each was given."""
    return secrets.randbelow(2**62) + 1


class PromptAnswer(HospitalTable):
    """What somebody of a unit answered to a random question, without who and without when.

    The week is all that is kept of the moment, and keys are drawn at random, so that no order
    tells more. ``question``: what she was doing, or whether she left on time. Of what she would
    rather not say, neither ``activity`` nor ``left_on_time`` is there: it counts as no answer.
    """

    id = models.BigIntegerField(primary_key=True, default=_any_number, editable=False)
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    week_on = models.DateField()
    profession = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=7)
    activity = models.CharField(max_length=20, blank=True)
    left_on_time = models.BooleanField(null=True)

    class Meta:
        constraints = (
            one_of("question", QUESTIONS),
            one_of("activity", ("", *ACTIVITIES)),
            models.CheckConstraint(
                condition=Q(question="doing", left_on_time__isnull=True)
                | Q(question="leaving", activity=""),
                name="promptanswer_fits_question",
            ),
        )
        indexes = (models.Index(fields=["unit", "week_on"], name="promptanswer_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.week_on}: {self.question}"


class PromptMark(HospitalTable):
    """That a question of a shift was answered, so that it is asked once; never what was said.

    ``mark`` is a keyed digest of the shift and the question: nobody reads a person from it.
    """

    mark = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = (
            filled("mark"),
            models.UniqueConstraint(fields=["hospital", "mark"], name="promptmark_once"),
        )

    def __str__(self) -> str:
        return f"{self.day}"


class MinuteCell(HospitalTable):
    """Minutes of an activity that a unit measured in a week, as a sum over several people.

    Brought in from a file: fewer people than eight are refused.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    week_on = models.DateField()
    profession = models.CharField(max_length=40, blank=True)
    activity = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (
            one_of("activity", ACTIVITIES),
            models.CheckConstraint(
                condition=Q(people__gte=LEAST_PEOPLE), name="minutecell_enough_people"
            ),
            models.UniqueConstraint(
                fields=["unit", "week_on", "profession", "activity"], name="minutecell_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.week_on}: {self.activity} {self.minutes}"


class Quarter(HospitalTable):
    """What a tool gave a unit in a quarter, settled: estimate, its interval, what may be spent.

    In minutes; ``net`` may be negative, ``spendable`` is the lower bound or nothing. Without an
    interval both bounds are empty. ``source`` is the least certain of what went in. ``reasons``:
    codes of why nothing may be spent. ``activities``: those that it relieved, joined by ``+``:
    no other tool of the unit may claim them in the same quarter; ``baseline``: they and the days
    before. ``asked``: random moments asked about, answered, rather not said. ``costs_told``: its
    costs come from enough entries to be told apart from the gain. ``digest`` tells the input, so
    that it is not settled twice alike.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    quarter_on = models.DateField()
    tool = models.CharField(max_length=40)
    activities = models.CharField(max_length=200)
    baseline = models.CharField(max_length=300)
    gross = models.IntegerField()
    checking = models.PositiveIntegerField()
    training = models.PositiveIntegerField()
    incidents = models.PositiveIntegerField()
    clicks = models.PositiveIntegerField()
    net = models.IntegerField()
    net_low = models.IntegerField(null=True)
    net_high = models.IntegerField(null=True)
    spendable = models.PositiveIntegerField()
    source = models.CharField(max_length=10)
    reasons = models.CharField(max_length=300, blank=True)
    people = models.PositiveIntegerField()
    worked = models.PositiveIntegerField()
    asked = models.CharField(max_length=40, blank=True)
    costs_told = models.BooleanField(default=False)
    ratio = models.FloatField(null=True)
    digest = models.CharField(max_length=64)
    settled_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("source", SOURCES),
            filled("tool"),
            models.CheckConstraint(
                condition=Q(net_low__isnull=True, net_high__isnull=True)
                | Q(net_low__lte=F("net"), net_high__gte=F("net")),
                name="quarter_bounds_around_net",
            ),
            models.CheckConstraint(
                condition=Q(spendable=0) | Q(net_low__isnull=False, spendable__lte=F("net_low")),
                name="quarter_spendable_within_bound",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=LEAST_PEOPLE), name="quarter_enough_people"
            ),
            models.UniqueConstraint(fields=["unit", "quarter_on", "tool"], name="quarter_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.quarter_on} {self.tool}: {self.net}"


class QuarterPart(HospitalTable):
    """What a profession of at least eight people gained in a settled quarter, or several merged.

    ``share`` of the net gain and ``due``, its share of the work, in thousandths.
    """

    quarter = models.ForeignKey(Quarter, on_delete=models.CASCADE, related_name="parts")
    profession = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField()
    net = models.IntegerField()
    net_low = models.IntegerField(null=True)
    net_high = models.IntegerField(null=True)
    share = models.IntegerField(null=True)
    due = models.PositiveIntegerField()
    source = models.CharField(max_length=10, blank=True)
    alert = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (
            one_of("source", ("", *SOURCES)),
            one_of("alert", ("", *ALERTS)),
            models.CheckConstraint(
                condition=Q(people__gte=LEAST_PEOPLE), name="quarterpart_enough_people"
            ),
            models.UniqueConstraint(fields=["quarter", "profession"], name="quarterpart_once"),
        )

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.profession}: {self.net}"


class Spending(HospitalTable):
    """A team's recorded choice of what minutes given back are for, from a day to a day.

    ``minutes`` for the whole of it; it protects as many in rosters of these days where the
    purpose asks for time. ``reference`` is where the choice was recorded (a team meeting); more
    activity and fewer posts need ``signer`` and ``consultation``. ``given`` is what was found to
    have been given, in the next quarter.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    quarter_on = models.DateField()
    purpose = models.CharField(max_length=16)
    minutes = models.PositiveIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    chosen_on = models.DateField()
    reference = models.CharField(max_length=150)
    signer = models.CharField(max_length=150, blank=True)
    consultation = models.CharField(max_length=150, blank=True)
    given = models.PositiveIntegerField(null=True)
    given_source = models.CharField(max_length=10, blank=True)
    checked_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = (
            one_of("purpose", PURPOSES),
            one_of("given_source", ("", *SOURCES)),
            filled("reference"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="spending_of_something"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="spending_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(purpose__in=["more_activity", "fewer_posts"])
                | (~Q(signer="") & ~Q(consultation="")),
                name="spending_signed_where_due",
            ),
        )
        indexes = (models.Index(fields=["unit", "from_on"], name="spending_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.purpose}: {self.minutes}"

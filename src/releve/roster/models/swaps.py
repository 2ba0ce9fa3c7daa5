"""Tables of what changes hands after publication: exchanges, open shifts, who takes some.

Nothing here can hold a reason, and nothing counts what somebody did not take: a refusal leaves
the state of its one row, which only the two of them see.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from releve.people.models import HospitalTable, Level, Person
from releve.roster.engine.live import Move
from releve.roster.models.tables import Roster
from releve.roster.vocabulary import ALLOTMENTS, OPENING_STATES, SWAP_LIVE, SWAP_STATES


class Swap(HospitalTable):
    """A shift that somebody offers a colleague, for one of the colleague's or as a gift.

    ``decided_at`` and ``decided_by``: when it came to its end and by whom; nobody where a rule
    of the manager or the calendar ended it.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="swaps")
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    gives_day = models.DateField()
    gives_shift = models.CharField(max_length=12)
    colleague = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    takes_day = models.DateField(null=True)
    takes_shift = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=12, default="asked")
    made_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=list(SWAP_STATES)), name="%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=Q(takes_day__isnull=True, takes_shift="")
                | (Q(takes_day__isnull=False) & ~Q(takes_shift="")),
                name="swap_takes_a_shift_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(asker=models.F("colleague")), name="swap_between_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.roster_id}: swap {self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in SWAP_LIVE

    @property
    def is_gift(self) -> bool:
        """Whether nothing is taken in return."""
        return self.takes_day is None

    @property
    def first_day(self) -> date:
        """The earlier of its days: after its start nothing changes hands any more."""
        return min(self.gives_day, self.takes_day or self.gives_day)

    @property
    def facts(self) -> dict[str, str | int]:
        """What people are told of it: the day and the shift that are given."""
        return {"day": self.gives_day.isoformat(), "shift": self.gives_shift}

    @property
    def moves(self) -> tuple[Move, ...]:
        """What changes hands; both persons are read with it."""
        asker, colleague = self.asker.code, self.colleague.code
        there = Move(self.gives_day, self.gives_shift, taker=colleague, giver=asker)
        if self.takes_day is None:
            return (there,)
        return there, Move(self.takes_day, self.takes_shift, taker=asker, giver=colleague)


class SwapRule(HospitalTable):
    """What the manager of a unit lets happen by itself.

    ``accepts``: an agreed exchange that is lawful, between people of the same role and skills,
    that leaves the cover as it is, at least ``days_ahead`` days before, is accepted at once.
    """

    unit = models.OneToOneField(Level, on_delete=models.CASCADE, related_name="+")
    accepts = models.BooleanField(default=False)
    days_ahead = models.PositiveSmallIntegerField(default=7)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(days_ahead__lte=90), name="swaprule_days_bound"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: accepts {self.accepts}"


class OpenShift(HospitalTable):
    """A shift of a published month that nobody has, offered to those who want such offers.

    ``way``: how it is allotted. ``fills_hole``: the roster lacked somebody there when it was
    offered, so that it is over once nobody is lacking. ``seed``: drawn when it is opened, so that
    a draw between equals can be made again and shown.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="openings")
    day = models.DateField()
    shift = models.CharField(max_length=12)
    role = models.CharField(max_length=40, blank=True)
    skill = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=12, default="fewest")
    seed = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closes_at = models.DateTimeField()
    fills_hole = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="open")
    filled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=list(OPENING_STATES)), name="%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=Q(way__in=list(ALLOTMENTS)), name="%(class)s_way_known"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opened_at")), name="openshift_window_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.roster_id}: open shift {self.pk}"

    @property
    def facts(self) -> dict[str, str | int]:
        """What people are told of it: its day and its shift."""
        return {"day": self.day.isoformat(), "shift": self.shift}

    def move(self, person: str) -> Move:
        """Return that somebody takes it."""
        return Move(self.day, self.shift, taker=person)

    def is_waiting(self, at: datetime) -> bool:
        """Whether it still takes volunteers at an instant."""
        return self.state == "open" and at < self.closes_at


class Volunteer(HospitalTable):
    """Somebody who would take an open shift; taken back, it leaves no mark but this row."""

    opening = models.ForeignKey(OpenShift, on_delete=models.CASCADE, related_name="volunteers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["opening", "person"],
                condition=Q(withdrawn_at__isnull=True),
                name="volunteer_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.opening_id}: {self.person_id}"


class OptIn(HospitalTable):
    """Whether a person wants to hear of open shifts; off at first."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    wants = models.BooleanField(default=False)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: wants offers {self.wants}"

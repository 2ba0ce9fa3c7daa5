"""Tables of the room: a ward's period, what was asked of it, its versions, searches, its cycle.

What is asked and what is answered are kept as the engine's own JSON, whole and never changed:
a version always stands beside the very demand that it answers. Figures that lists show
(holes, breaches) stand in columns of their own. Every table carries its hospital.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import F, Q

from releve.people.models import Account, HospitalTable, Level, Person
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Result, Verdict
from releve.roster.engine.stored import read_problem, read_result, read_verdict
from releve.roster.grid import Grid, grid
from releve.roster.vocabulary import (
    AIMS,
    ASKED_AIMS,
    EDIT_KINDS,
    EDIT_REASONS,
    LIVE_STATES,
    SEARCH_STATES,
    VERSION_STATES,
)


def _one_of(field: str, codes: tuple[str, ...]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": list(codes)}), name=f"%(class)s_{field}_known"
    )


class Roster(HospitalTable):
    """One unit's period. ``chosen`` is the version that the ward manager has picked.

    ``revision`` grows with each change of what the period stands at (its demand, the version
    chosen, the one published), so that whoever changes it says which state she has seen.
    ``published_at``: when the team was shown it first; empty where that was not kept.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    chosen = models.ForeignKey(
        "Version", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "starts_on"], name="roster_period_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="roster_dates_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.starts_on} to {self.ends_on}"


class Demand(HospitalTable):
    """What is asked of a period, as it stood at one moment; a change is a new demand."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="demands")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["roster", "number"], name="demand_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.roster_id}: demand {self.number}"

    @property
    def problem(self) -> Problem:
        """The engine's problem; the same text is read once in a process."""
        return read_problem(self.content)


class Version(HospitalTable):
    """One roster for a period: the answer, how it was found, and what the judge said of it.

    ``packs`` (versions by id) and ``engine_version``: the rules and the program by which it was
    judged last; empty where that was not kept. ``begun_from``: the version that it is a copy of.
    ``published_at``: when it was put in force last.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="versions")
    demand = models.ForeignKey(Demand, on_delete=models.RESTRICT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="draft")
    aim = models.CharField(max_length=12, default="balanced")
    found = models.TextField()
    judged = models.TextField()
    holes = models.PositiveIntegerField()
    breaches = models.PositiveIntegerField()
    cost = models.BigIntegerField()
    packs = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=40, blank=True)
    begun_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="revisions"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["roster", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["roster"], condition=Q(state="published"), name="version_published_once"
            ),
            models.UniqueConstraint(
                fields=["roster"], condition=Q(state="proposed"), name="version_proposed_once"
            ),
            _one_of("state", VERSION_STATES),
            _one_of("aim", AIMS),
        )

    def __str__(self) -> str:
        return f"{self.roster_id}: version {self.number}"

    @cached_property
    def result(self) -> Result:
        """The answer with its score and what is proven of it."""
        return read_result(self.found)

    @cached_property
    def drawn(self) -> Grid:
        """The picture of the answer, as every page and export draws it."""
        return grid(self.demand.problem, self.result.answer)

    @cached_property
    def verdict(self) -> Verdict:
        """What the audit found when the version was saved."""
        return read_verdict(self.judged)


class CellEdit(HospitalTable):
    """One change of one cell of a draft by hand; rows are added and never changed.

    The version holds its answer as it stands; each edit holds what the cell held before and
    after, so that every state it went through can be built again. ``of``: the edit that an undo
    takes back or a redo makes again. ``overrides``: the soft rules, and ``wishes``, set aside.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, default="edit")
    of = models.PositiveIntegerField(null=True)
    person = models.TextField()
    day = models.DateField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=12, blank=True)
    overrides = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "number"], name="celledit_number_once"),
            _one_of("kind", EDIT_KINDS),
            _one_of("reason", ("", *EDIT_REASONS)),
            models.CheckConstraint(
                condition=Q(kind="edit", of__isnull=True) | Q(~Q(kind="edit"), of__isnull=False),
                name="celledit_says_of_which",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id}: edit {self.number}"


class Search(HospitalTable):
    """One search under way or ended, for all who look at the page.

    The process that searches writes its progress here and reads ``stop_asked``; it is taken for
    lost when ``heard_at`` grows old. ``best`` holds the best answer so far, so that nothing found
    is lost with the process, and ``aim_now`` the aim under which it was found: a search for a
    choice has several, one after another. ``incumbent`` and ``bound`` are the points of the
    stage. ``version``: what it found, the last of a choice; the reference where nothing is better.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="searches")
    demand = models.ForeignKey(Demand, on_delete=models.RESTRICT, related_name="+")
    aim = models.CharField(max_length=12, default="balanced")
    aim_now = models.CharField(max_length=12, blank=True)
    reference = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    seconds = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="waiting")
    stop_asked = models.BooleanField(default=False)
    stage = models.CharField(max_length=12, blank=True)
    incumbent = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    elapsed_seconds = models.FloatField(default=0)
    best = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    reasons_are_irreducible = models.BooleanField(default=True)
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            _one_of("state", SEARCH_STATES),
            _one_of("aim", ASKED_AIMS),
            models.UniqueConstraint(
                fields=["roster"],
                condition=Q(state__in=list(LIVE_STATES)),
                name="search_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.roster_id}: search {self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in LIVE_STATES


class CalendarAddress(models.Model):
    """The private address under which an account's own shifts are read by a calendar.

    Read through its account, which carries the hospital. ``digest``: of the address's secret.
    ``fed_from``: which published rosters the feed was last worked out from.
    """

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="calendar_addresses"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    fed_from = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(revoked_at__isnull=True),
                name="calendaraddress_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"calendar of {self.account_id}"


class FedShift(HospitalTable):
    """A shift that a person's calendar has been told: what it was last, and under which number.

    ``slot`` tells apart the shifts of one day, by their start. ``sequence`` grows with each
    change that the calendar is told (RFC 5545, section 3.8.7.4); ``stamped_at`` is when.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField()
    uid = models.UUIDField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    stamped_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "day", "slot"], name="fedshift_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="fedshift_instants_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.day} {self.code}"


class Cycle(HospitalTable):
    """One version of a unit's cycle: the engine's own JSON, never changed.

    A change is a new version; the one before it then has ``ended_at``, as one that is retired.
    """

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "number"], name="cycle_number_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at__isnull=True), name="cycle_one_in_use"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: cycle {self.number}"

    @cached_property
    def cycle(self) -> EngineCycle:
        """The engine's cycle."""
        return EngineCycle.from_json(self.content)


class CyclePlace(HospitalTable):
    """Who walks which line of one version of a cycle, from which week on, between which dates."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    line = models.CharField(max_length=40)
    offset = models.PositiveSmallIntegerField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="cycleplace_dates_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.person_id}"

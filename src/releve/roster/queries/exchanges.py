"""What changes hands in a published month: what stands, what the law says of it, who may see it.

Judged on the version that the team sees. A refusal is read by the two whom it concerns and by
nobody else; nothing here counts what somebody did not take.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from releve.people.models import Level, Person
from releve.roster.engine.live import LiveJudge, Move, Together, edits_for
from releve.roster.engine.problem import Problem
from releve.roster.models import (
    OpenShift,
    OptIn,
    Swap,
    SwapRule,
    Version,
    Volunteer,
)
from releve.roster.queries.edits import asked_allows, asked_judge, live_judge
from releve.roster.vocabulary import GIVEN_UP_SECONDS, RECENT_DAYS, SWAP_LIVE


@dataclass(frozen=True)
class Rule:
    """What a unit's rule says; without a row nothing is accepted by itself."""

    accepts: bool = False
    days_ahead: int = 7
    row: SwapRule | None = None


class _Cells:
    """What the cells of a version hold: quick enough to be asked inside a transaction."""

    def __init__(self, version: Version) -> None:
        self._starts: dict[tuple[str, date], tuple[str, ...]] = {}
        for one in version.result.answer:
            held = self._starts.get((one.person, one.day), ())
            self._starts[one.person, one.day] = (*held, one.shift)

    def shifts_at(self, person: str, day: date) -> tuple[str, ...]:
        """Return the codes that start in a cell."""
        return self._starts.get((person, day), ())


def starts_at(problem: Problem, day: date, shift: str) -> datetime:
    """Return the instant at which a shift of a day starts."""
    return problem.shift_by_code[shift].local_bounds(day)[0].replace(tzinfo=problem.zone)


def is_past(problem: Problem, moves: Iterable[Move], at: datetime) -> bool:
    """Whether one of some shifts has begun at an instant."""
    return any(starts_at(problem, move.day, move.shift) <= at for move in moves)


def holds(version: Version, moves: Iterable[Move]) -> bool:
    """Whether a version still has those shifts where they are to be taken from and given to.

    Not where one of those concerned has no line in it any more.
    """
    known = version.demand.problem.person_by_id
    moved = tuple(moves)
    if not {who for one in moved for who in (one.giver, one.taker) if who} <= set(known):
        return False
    try:
        edits_for(moved, _Cells(version))
    except ValueError:
        return False
    return True


def judged(version: Version, moves: Iterable[Move]) -> Together:
    """Return what some moves do to a version; ValueError where they do not fit it."""
    judge = live_judge(version)
    return judge.judge_together(edits_for(moves, judge))


def is_lawful(version: Version, told: Together) -> bool:
    """Whether neither what a version answers nor what is asked now forbids what was judged."""
    return told.is_allowed and asked_allows(asked_judge(version), told.edits)


def are_alike(problem: Problem, moves: Iterable[Move]) -> bool:
    """Whether those between whom shifts move have the same role and skills."""
    known = problem.person_by_id
    codes = {who for move in moves for who in (move.giver, move.taker) if who}
    return len({(known[one].role, frozenset(known[one].skills)) for one in codes}) == 1


def rule_of(unit: Level) -> Rule:
    """Return what a unit's manager lets happen by itself."""
    found = SwapRule.objects.for_hospital(unit.hospital_id or 0).select_related("set_by")
    row = found.filter(unit=unit).first()
    return Rule() if row is None else Rule(row.accepts, row.days_ahead, row)


def fits_rule(rule: Rule, version: Version, swap: Swap, told: Together, at: datetime) -> bool:
    """Whether an agreed exchange is one that the unit's rule accepts by itself."""
    problem = version.demand.problem
    first = min(starts_at(problem, move.day, move.shift) for move in swap.moves)
    is_early = first - at >= timedelta(days=rule.days_ahead)
    return (
        rule.accepts
        and is_early
        and told.is_allowed
        and not told.cover
        and are_alike(problem, swap.moves)
    )


# -- exchanges ---------------------------------------------------------------------------------


def swaps_in(hospital: int) -> QuerySet[Swap]:
    """Return the exchanges of a hospital with their people and place."""
    found = Swap.objects.for_hospital(hospital)
    return found.select_related("roster__unit", "roster__hospital", "asker", "colleague")


def swap_of(person: Person, pk: int) -> Swap:
    """Return an exchange that is hers, asked by her or of her. Raises Swap.DoesNotExist."""
    return swaps_of(person).get(pk=pk)


def swaps_of(person: Person) -> QuerySet[Swap]:
    """Return what she asked and was asked, the latest first."""
    hers = Q(asker=person) | Q(colleague=person)
    return swaps_in(person.hospital_id).filter(hers).order_by("-made_at", "-pk")


def swap_in(unit: Level, pk: int) -> Swap:
    """Return an exchange that a unit's manager may see. Raises Swap.DoesNotExist."""
    return swaps_seen(unit).get(pk=pk)


def swaps_seen(unit: Level) -> QuerySet[Swap]:
    """Return what two people of a unit have agreed on, and what became of it, the latest first.

    What is only asked, and what a colleague did not take up, is between the two of them.
    """
    found = swaps_in(unit.hospital_id or 0).filter(roster__unit=unit, agreed_at__isnull=False)
    return found.exclude(state="refused").order_by("-agreed_at", "-pk")


def swaps_awaiting(unit: Level) -> QuerySet[Swap]:
    """Return the exchanges that wait for a unit's manager, the earliest day first."""
    return swaps_seen(unit).filter(state="agreed").order_by("gives_day", "pk")


def swaps_overdue(unit: Level, *, today: date) -> QuerySet[Swap]:
    """Return the exchanges of a unit whose first day is past and that nobody has ended."""
    live = swaps_in(unit.hospital_id or 0).filter(roster__unit=unit, state__in=SWAP_LIVE)
    return live.filter(Q(gives_day__lt=today) | Q(takes_day__lt=today)).order_by("pk")


# -- open shifts -------------------------------------------------------------------------------


def openings_in(hospital: int) -> QuerySet[OpenShift]:
    """Return the open shifts of a hospital with their place."""
    found = OpenShift.objects.for_hospital(hospital)
    return found.select_related("roster__unit", "roster__hospital", "opened_by", "filled_by")


def openings_of(unit: Level) -> QuerySet[OpenShift]:
    """Return the open shifts of a unit, the latest day first, each with its volunteers counted."""
    found = openings_in(unit.hospital_id or 0).filter(roster__unit=unit)
    live = Count("volunteers", filter=Q(volunteers__withdrawn_at__isnull=True))
    return found.annotate(live_volunteers=live).order_by("-day", "-pk")


def opening_of(unit: Level, pk: int) -> OpenShift:
    """Return an open shift of a unit. Raises OpenShift.DoesNotExist."""
    return openings_of(unit).get(pk=pk)


def openings_due(unit: Level, *, at: datetime) -> list[OpenShift]:
    """Return the open shifts of a unit to be settled, the earliest end first.

    Their window is over, or whoever said yes first to one of those has not settled it.
    """
    live = openings_in(unit.hospital_id or 0).filter(roster__unit=unit, state="open")
    given_up = Volunteer.objects.for_hospital(unit.hospital_id or 0).filter(
        withdrawn_at__isnull=True, at__lt=at - timedelta(seconds=GIVEN_UP_SECONDS)
    )
    left = Q(way="first", pk__in=given_up.values("opening"))
    return list(live.filter(Q(closes_at__lte=at) | left).order_by("closes_at", "pk"))


def volunteers_of(opening: OpenShift) -> list[Volunteer]:
    """Return who would take an open shift, in the order in which they said so."""
    found = Volunteer.objects.for_hospital(opening.hospital_id).filter(opening=opening)
    live = found.filter(withdrawn_at__isnull=True).select_related("person__unit", "opening")
    return list(live.order_by("pk"))


def volunteers_count(opening: OpenShift) -> int:
    """Return how many would take an open shift, as it was counted when it was read."""
    counted: int | None = getattr(opening, "live_volunteers", None)
    return len(volunteers_of(opening)) if counted is None else counted


def recent_extras(people: Iterable[Person], hospital: int, *, today: date) -> dict[int, int]:
    """Return how many open shifts people took of late, those to come among them, by key."""
    keys = [one.pk for one in people]
    counts = dict.fromkeys(keys, 0)
    since = today - timedelta(days=RECENT_DAYS)
    taken = OpenShift.objects.for_hospital(hospital).filter(state="filled", day__gte=since)
    for key in taken.filter(filled_by__in=keys).values_list("filled_by", flat=True):
        counts[key] += 1
    return counts


def suits(problem: Problem, opening: OpenShift, person: str) -> bool:
    """Whether somebody has the role and skill that an open shift asks for."""
    who = problem.person_by_id.get(person)
    if who is None:
        return False
    role = not opening.role or who.role == opening.role
    return role and (not opening.skill or opening.skill in who.skills)


def may_take(version: Version, opening: OpenShift, person: str) -> bool:
    """Whether the judge finds no hard rule against somebody's taking an open shift."""
    return can_take(version, opening, person, asked=asked_judge(version))


def can_take(version: Version, opening: OpenShift, person: str, *, asked: LiveJudge | None) -> bool:
    """Whether somebody may take an open shift; ``asked``: the judge by what is asked now."""
    if not suits(version.demand.problem, opening, person):
        return False
    judge = live_judge(version)
    try:
        edits = edits_for([opening.move(person)], judge)
        return judge.allows(edits) and asked_allows(asked, edits)
    except ValueError:
        return False


def wish_to_hear(person: Person) -> OptIn | None:
    """Return what a person said about offers; nothing where she never did."""
    found = OptIn.objects.for_hospital(person.hospital_id).filter(person=person)
    return found.select_related("person__unit").first()

"""A period of wishes opened and closed by the manager; wishes stated and taken back by each.

A wish is spent from a budget. Everybody who states one holds the period's row while the budget
is counted again, so that two taps, two telephones or a closing in the same moment take turns:
what is kept never exceeds the budget, and nothing comes in after the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.actions import notify
from releve.people.models import Level, Person
from releve.people.queries import account_of, check_at
from releve.roster.engine.problem import WEEKDAYS, Weekday
from releve.roster.engine.wishes import Stated
from releve.roster.models import Preference, Wish, WishPeriod
from releve.roster.models.wishes import weekdays_of
from releve.roster.vocabulary import MOST_BUDGET, PREFERENCE_KINDS, STRENGTHS, WISH_KINDS
from releve.trail.actions import note_change

NAMES_SHIFT = ("shift", "not_shift")
LONGEST_DAYS = 366


class WishRefusedError(ValueError):
    """A wish, or a period of wishes, that cannot be; nothing has changed.

    ``code``: *planned*, *closed*, *budget*, *kind*, *day*, *weekdays*, *twice*, *shift*,
    *strength*, *dates*, *overlap*. ``left``: points that are left, where the budget refuses.
    """

    def __init__(self, code: str, *, left: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.left = left


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks: one day, or some weekdays of the whole period; no reason."""

    kind: str
    strength: int = 1
    day: date | None = None
    weekdays: Sequence[Weekday] = ()
    shift: str = ""


@needs(Permission.MANAGE_ROSTER)
def open_wishes(  # noqa: PLR0913 - the facts of a period, each by its name
    unit: Level,
    *,
    starts_on: date,
    ends_on: date,
    opens_at: datetime,
    closes_at: datetime,
    budget: int,
    actor: Actor,
) -> WishPeriod:
    """Open a period of wishes for the people of a unit.

    Raises WishRefusedError where its dates are out of order or another period of the unit has
    some of the days, ValueError where the level is no unit of a hospital, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    hospital = unit.hospital
    if hospital is None or unit.kind != "unit":
        raise ValueError(f"{unit.code} is no unit of a hospital")
    days = (ends_on - starts_on).days
    if not 0 <= days < LONGEST_DAYS or closes_at <= opens_at:
        raise WishRefusedError("dates")
    if not 1 <= budget <= MOST_BUDGET:
        raise WishRefusedError("budget")
    with transaction.atomic():
        # Two who open overlapping periods would not see each other's: the unit serves as lock.
        Level.objects.select_for_update(no_key=True).get(pk=unit.pk)
        others = WishPeriod.objects.for_hospital(hospital).filter(unit=unit)
        if others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise WishRefusedError("overlap")
        dates = {"starts_on": starts_on, "ends_on": ends_on}
        facts = {**dates, "opens_at": opens_at, "closes_at": closes_at, "budget": budget}
        period = WishPeriod.objects.create(hospital=hospital, unit=unit, **facts)
        note_period(actor, "roster.wishes.open", period, after=facts)
        _tell(period, "roster.wishes_opened", actor=actor, at=timezone.now())
    return period


@needs(Permission.MANAGE_ROSTER)
def close_wishes(period: WishPeriod, *, actor: Actor, at: datetime) -> WishPeriod:
    """Close a period before its time; one that is closed stays as it is.

    Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, period.unit)
    with transaction.atomic():
        held = hold_period(period)
        if held.state(at) != "closed":
            held.closed_at = at
            held.save(update_fields=["closed_at"])
            note_period(actor, "roster.wishes.close", held, after={"closed_at": at})
            _tell(held, "roster.wishes_closed", actor=actor, at=at)
    return held


def _tell(period: WishPeriod, code: str, *, actor: Actor, at: datetime) -> None:
    """Tell the people of a period's unit that it opens, or has closed."""
    team = Person.objects.for_hospital(period.hospital_id).filter(unit=period.unit_id)
    dates = {"first": period.starts_on, "last": period.ends_on}
    if code == "roster.wishes_opened":
        opens = timezone.localdate(period.opens_at)
        # One that ends with a day, at midnight, is open until that day, not the next one.
        closes = timezone.localdate(period.closes_at - datetime.resolution)
        dates |= {"opens": opens, "closes": closes}
    facts = {"unit": period.unit.name, **{name: day.isoformat() for name, day in dates.items()}}
    link = reverse("planning:wishes")
    notify(list(team.order_by("pk")), code, facts, link=link, actor=actor, at=at)


@needs(SIGNED_IN)
def state_wish(period: WishPeriod, person: Person, ask: Ask, *, actor: Actor, at: datetime) -> Wish:
    """Keep a wish of one's own; a wish for the same day takes the place of the earlier one.

    Raises WishRefusedError where the period is not open or the budget does not hold it, and
    NotAllowedError to anybody but the person herself.
    """
    check_own(actor, person)
    with transaction.atomic():
        held = hold_period(period)
        _check_open(held, person, at)
        live = live_wishes(held, person)
        _check_ask(held, ask, live)
        for replaced in live.filter(day=ask.day) if ask.day is not None else ():
            _withdraw(replaced, actor=actor, at=at)
        stated = _stated(person, ask)
        points, left = stated.points(held.span), held.budget - spent(held, person)
        if points > left:
            raise WishRefusedError("budget", left=left)  # and what it would replace stays
        wish = Wish.objects.create(
            hospital_id=held.hospital_id,
            person=person,
            period=held,
            kind=ask.kind,
            day=ask.day,
            weekdays="+".join(stated.weekdays),
            shift=ask.shift,
            strength=ask.strength,
            points=points,
            made_at=at,
        )
        _note_wish(actor, "roster.wish.state", wish)
    return wish


@needs(SIGNED_IN)
def withdraw_wish(wish: Wish, *, actor: Actor, at: datetime) -> None:
    """Take back a wish of one's own while the period is open; twice is once.

    Raises WishRefusedError where the period is not open, and NotAllowedError to anybody but the
    person herself.
    """
    check_own(actor, wish.person)
    with transaction.atomic():
        held = hold_period(wish.period)
        _check_open(held, wish.person, at)
        for there in live_wishes(held, wish.person).filter(pk=wish.pk):
            _withdraw(there, actor=actor, at=at)


@needs(SIGNED_IN)
def state_preference(
    person: Person,
    *,
    kind: str,
    from_on: date,
    to_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Preference:
    """Keep a preference of one's own; one that is stated already is not kept twice.

    Raises WishRefusedError where its dates are out of order, and NotAllowedError to anybody but
    the person herself.
    """
    check_own(actor, person)
    if kind not in PREFERENCE_KINDS:
        raise WishRefusedError("kind")
    if to_on is not None and to_on < from_on:
        raise WishRefusedError("dates")
    with transaction.atomic():
        Person.objects.for_hospital(person.hospital_id).select_for_update(no_key=True).get(
            pk=person.pk
        )
        facts = {"person": person, "kind": kind, "from_on": from_on, "to_on": to_on}
        live = Preference.objects.for_hospital(person.hospital_id).filter(withdrawn_at__isnull=True)
        there = live.filter(**facts).first()
        if there is not None:
            return there
        made = Preference.objects.create(hospital_id=person.hospital_id, made_at=at, **facts)
        _note_preference(actor, "roster.preference.state", made)
    return made


@needs(SIGNED_IN)
def withdraw_preference(preference: Preference, *, actor: Actor, at: datetime) -> None:
    """Take back a preference of one's own; twice is once.

    Raises NotAllowedError to anybody but the person herself.
    """
    check_own(actor, preference.person)
    with transaction.atomic():
        live = Preference.objects.for_hospital(preference.hospital_id)
        if live.filter(pk=preference.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
            _note_preference(actor, "roster.preference.withdraw", preference)


def check_own(actor: Actor, person: Person) -> None:
    """Raise NotAllowedError where an actor is not that person; the house may, for its demo."""
    account = account_of(actor)
    if actor != HOUSE and (account is None or account.person_id != person.pk):
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor, where=person.unit.code)


def hold_period(period: WishPeriod) -> WishPeriod:
    """Return a period as it stands, held until the end of the caller's transaction."""
    found = WishPeriod.objects.for_hospital(period.hospital_id).select_for_update(no_key=True)
    return found.get(pk=period.pk)


def live_wishes(period: WishPeriod, person: Person) -> QuerySet[Wish]:
    """Return the wishes of a person that stand."""
    found = Wish.objects.for_hospital(period.hospital_id).filter(period=period, person=person)
    return found.filter(withdrawn_at__isnull=True)


def spent(period: WishPeriod, person: Person) -> int:
    """Return the points that a person's standing wishes take."""
    return int(live_wishes(period, person).aggregate(points=Sum("points"))["points"] or 0)


def _withdraw(wish: Wish, *, actor: Actor, at: datetime) -> None:
    wish.withdrawn_at = at
    wish.save(update_fields=["withdrawn_at"])
    _note_wish(actor, "roster.wish.withdraw", wish)


def _check_open(period: WishPeriod, person: Person, at: datetime) -> None:
    if person.unit_id != period.unit_id:
        raise WishRefusedError("closed")
    state = period.state(at)
    if state != "open":
        raise WishRefusedError(state)


def _check_ask(period: WishPeriod, ask: Ask, live: QuerySet[Wish]) -> None:
    if ask.kind not in WISH_KINDS:
        raise WishRefusedError("kind")
    if ask.strength not in STRENGTHS:
        raise WishRefusedError("strength")
    if (ask.kind in NAMES_SHIFT) != bool(ask.shift) or len(ask.shift) > 12:
        raise WishRefusedError("shift")
    if (ask.day is None) == (not ask.weekdays):
        raise WishRefusedError("day")
    if ask.day is not None and not period.starts_on <= ask.day <= period.ends_on:
        raise WishRefusedError("day")
    if not set(ask.weekdays) <= set(WEEKDAYS):
        raise WishRefusedError("weekdays")
    taken = {one for row in live.exclude(weekdays="") for one in weekdays_of(row.weekdays)}
    if taken & set(ask.weekdays):
        raise WishRefusedError("twice")


def _stated(person: Person, ask: Ask) -> Stated:
    weekdays = tuple(one for one in WEEKDAYS if one in ask.weekdays)
    facts = {"day": ask.day, "weekdays": weekdays, "shift": ask.shift or None}
    return Stated(person.code, ask.kind, ask.strength, **facts)  # type: ignore[arg-type]  # each by its name


def note_period(actor: Actor, verb: str, period: WishPeriod, *, after: object) -> None:
    """Note what is done to a period of wishes, in the caller's transaction."""
    key = f"{period.unit.code}/{period.starts_on.isoformat()}"
    note_change(actor, verb, kind="wish_period", key=key, hospital=period.hospital_id, after=after)


def _note_wish(actor: Actor, verb: str, wish: Wish) -> None:
    facts = {"kind": wish.kind, "points": wish.points, "shift": wish.shift}
    when = {"day": wish.day, "weekdays": wish.weekdays}
    note_change(
        actor, verb, kind="wish", key=wish.pk, hospital=wish.hospital_id, after={**facts, **when}
    )


def _note_preference(actor: Actor, verb: str, one: Preference) -> None:
    facts = {"kind": one.kind, "from_on": one.from_on, "to_on": one.to_on}
    note_change(actor, verb, kind="preference", key=one.pk, hospital=one.hospital_id, after=facts)

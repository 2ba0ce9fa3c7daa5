"""Two people exchange shifts of a published month: asked, agreed, then accepted or not.

Everything holds the period's row while it looks again: two answers in the same moment take
turns, and what has gone stale is said, never written. Saying no leaves no line in the trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.models import Account, Level, Person
from releve.people.queries import account_of, actor_of, check_at, may_at
from releve.roster.actions.changing import (
    ChangeUnlawfulError,
    Prepared,
    prepared_change,
    write_change,
)
from releve.roster.actions.noting import RULE, decider, note_swap
from releve.roster.actions.telling import tell, tell_managers
from releve.roster.actions.versions import ATTEMPTS, StaleRosterError, hold
from releve.roster.actions.wishes import check_own
from releve.roster.engine.live import Edit, Move, Together
from releve.roster.models import Roster, Swap, Version
from releve.roster.queries.exchanges import (
    fits_rule,
    holds,
    is_lawful,
    is_past,
    judged,
    rule_of,
    swaps_in,
    swaps_overdue,
)
from releve.roster.queries.publication import published_of
from releve.roster.vocabulary import SWAP_LIVE
from releve.shifts.faults import ClashError, ShiftsError

AGREED = "agreed"
"""Why shifts change, as ``shifts`` has it: agreed between the people."""


class ExchangeRefusedError(ValueError):
    """An exchange or an offer that cannot be; nothing has changed.

    ``code``: *published*, *gone*, *past*, *unlawful*, *person*, *same*, *state*, *lapsed*,
    *busy*, *days*, *window*, *filled*, *closed*, *covered*, *offered*, *not_opted*, *nobody*,
    *shift*, *role*, *clash*, *month*, *unlisted*.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A shift that somebody gives, and what she takes for it; nothing is a gift."""

    gives_day: date
    gives_shift: str
    takes_day: date | None = None
    takes_shift: str = ""


@needs(SIGNED_IN)
def ask_swap(
    roster: Roster, asker: Person, colleague: Person, offer: Offer, *, actor: Actor, at: datetime
) -> Swap:
    """Ask a colleague of the unit for an exchange; the same one asked twice is one.

    Raises ExchangeRefusedError, *unlisted* for whatever her page would not list, and
    NotAllowedError to anybody but the asker herself, and where she may not see the roster.
    """
    check_own(actor, asker)
    is_same = (offer.takes_day, offer.takes_shift) == (offer.gives_day, offer.gives_shift)
    if colleague.pk == asker.pk or is_same or (offer.takes_day is None) != (not offer.takes_shift):
        raise ExchangeRefusedError("same")
    if {asker.unit_id, colleague.unit_id} != {roster.unit_id}:
        raise ExchangeRefusedError("person")
    check_at(actor, Permission.SEE_ROSTER, roster.unit)
    facts = {"asker": asker, "colleague": colleague, **vars(offer)}
    moves = Swap(roster=roster, **facts).moves
    _check_listed(published(roster), moves, at)
    with transaction.atomic():
        held = hold(roster)
        if not holds(published(held), moves):
            raise ExchangeRefusedError("unlisted")
        facts["roster"] = held
        there = swaps_in(held.hospital_id).filter(state__in=SWAP_LIVE, **facts).first()
        if there is not None:
            return there
        swap = Swap.objects.create(hospital_id=held.hospital_id, made_at=at, **facts)
        note_swap(actor, "roster.swap.ask", swap)
        _tell(swap, "swap_asked", [colleague], actor=actor, at=at)
    return swap


@needs(SIGNED_IN)
def agree_swap(swap: Swap, *, actor: Actor, at: datetime) -> Swap:
    """Say yes to a colleague; where the unit's rule covers it, it is accepted in the same step.

    Raises ExchangeRefusedError, and NotAllowedError to anybody but the colleague herself.
    """
    check_own(actor, swap.colleague)
    for _attempt in range(ATTEMPTS):
        try:
            return _ended(_agree(swap, actor, at))
        except StaleRosterError:
            continue
    raise ExchangeRefusedError("busy")


def _agree(swap: Swap, actor: Actor, at: datetime) -> Swap:
    rule = rule_of(swap.roster.unit)
    version = published(swap.roster)
    told = _told(version, swap, at)
    by_rule = None
    if told is not None and rule.row is not None and fits_rule(rule, version, swap, told, at):
        by_rule = ruling(rule.row.set_by, swap.roster.unit)
    prepared = None
    if by_rule is not None and told is not None:
        prepared = prepared_for(version, told.edits, at)
    with transaction.atomic():
        held = _held(swap)
        _check_state(held, "asked")
        if not _stands(held, actor=actor, at=at):
            return held
        if told is None:
            raise StaleRosterError  # it did not fit the version read, and fits the one held
        held.state, held.agreed_at = "agreed", at
        held.save(update_fields=["state", "agreed_at"])
        note_swap(actor, "roster.swap.agree", held)
        if prepared is not None and by_rule is not None:
            _accept(held, prepared, actor=by_rule, at=at)
        else:
            _tell(held, "swap_answered", [held.asker], actor=actor, at=at)
            tell_managers(held.roster.unit, "swap_agreed", held.facts, actor=actor, at=at)
    return held


@needs(SIGNED_IN)
def refuse_swap(swap: Swap, *, actor: Actor, at: datetime) -> Swap:
    """Say not this time; the asker is told, nobody else, and nothing counts it.

    Raises ExchangeRefusedError where it is answered already, and NotAllowedError to anybody but
    the colleague herself.
    """
    check_own(actor, swap.colleague)
    with transaction.atomic():
        held = _held(swap)
        _check_state(held, "asked")
        _end(held, "refused", at)
        _tell(held, "swap_answered", [held.asker], actor=actor, at=at)
    return held


@needs(SIGNED_IN)
def withdraw_swap(swap: Swap, *, actor: Actor, at: datetime) -> Swap:
    """Take back what one has asked, until it is accepted; twice is once.

    Raises ExchangeRefusedError where it has come to another end, and NotAllowedError to anybody
    but the asker herself.
    """
    check_own(actor, swap.asker)
    with transaction.atomic():
        held = _held(swap)
        if held.state == "withdrawn":
            return held
        _check_state(held, *SWAP_LIVE)
        was_agreed = held.state == "agreed"
        _end(held, "withdrawn", at, by=account_of(actor))
        note_swap(actor, "roster.swap.withdraw", held)
        _tell(held, "swap_withdrawn", [held.colleague], actor=actor, at=at)
        if was_agreed:
            tell_managers(held.roster.unit, "swap_taken_back", held.facts, actor=actor, at=at)
    return held


@needs(Permission.MANAGE_ROSTER)
def accept_swap(swap: Swap, *, actor: Actor, at: datetime) -> Swap:
    """Accept what two people have agreed on: the published month changes.

    Raises ExchangeRefusedError (*lapsed* where the shifts are no longer theirs, which is then
    written down) and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, swap.roster.unit)
    for _attempt in range(ATTEMPTS):
        try:
            return _ended(_accepted(swap, actor, at))
        except StaleRosterError:
            continue
    raise ExchangeRefusedError("busy")


def _accepted(swap: Swap, actor: Actor, at: datetime) -> Swap:
    version = published(swap.roster)
    told = _told(version, swap, at)
    prepared = None if told is None else prepared_for(version, told.edits, at)
    with transaction.atomic():
        held = _held(swap)
        _check_state(held, "agreed")
        if _stands(held, actor=actor, at=at):
            if prepared is None:
                raise StaleRosterError  # it did not fit the version read, and fits the one held
            _accept(held, prepared, actor=actor, at=at)
    return held


@needs(Permission.MANAGE_ROSTER)
def decline_swap(swap: Swap, *, actor: Actor, at: datetime) -> Swap:
    """Leave the month as it is: both are told.

    Raises ExchangeRefusedError where it does not wait for an answer, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, swap.roster.unit)
    with transaction.atomic():
        held = _held(swap)
        _check_state(held, "agreed")
        _end(held, "declined", at, by=account_of(actor))
        note_swap(actor, "roster.swap.decline", held)
        _tell(held, "swap_declined", [held.asker, held.colleague], actor=actor, at=at)
    return held


@needs(Permission.MANAGE_ROSTER)
def expire_swaps(unit: Level, *, actor: Actor, at: datetime) -> int:
    """Write down that exchanges whose day came first are over; return how many.

    Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    count = 0
    for swap in swaps_overdue(unit, today=timezone.localdate(at)):
        with transaction.atomic():
            held = _held(swap)
            if held.is_live:
                both = [held.asker, *([held.colleague] if held.state == "agreed" else [])]
                _end(held, "expired", at)
                note_swap(actor, "roster.swap.expire", held)
                _tell(held, "swap_expired", both, actor=actor, at=at)
                count += 1
    return count


# -- what exchanges and open shifts share -------------------------------------------------------


def published(roster: Roster) -> Version:
    """Return the version that the team sees. Raises ExchangeRefusedError where there is none."""
    found = published_of(roster)
    if found is None:
        raise ExchangeRefusedError("published")
    return found


def check_lawful(version: Version, moves: tuple[Move, ...], at: datetime) -> Together:
    """Return what moves do to a version. Raises ExchangeRefusedError where they cannot be."""
    problem = version.demand.problem
    known = {person for move in moves for person in (move.giver, move.taker) if person}
    if not known <= set(problem.person_by_id):
        raise ExchangeRefusedError("person")
    if any(move.shift not in problem.shift_by_code for move in moves):
        raise ExchangeRefusedError("gone")
    if is_past(problem, moves, at):
        raise ExchangeRefusedError("past")
    try:
        told = judged(version, moves)
    except ValueError:
        raise ExchangeRefusedError("gone") from None
    if not is_lawful(version, told):
        raise ExchangeRefusedError("unlawful")
    return told


def prepared_for(version: Version, edits: Iterable[Edit], at: datetime) -> Prepared:
    """Return a change of the very version that was judged. Raises ExchangeRefusedError."""
    try:
        return prepared_change(version, edits, at=at)
    except ChangeUnlawfulError:
        raise ExchangeRefusedError("unlawful") from None
    except ValueError:  # somebody or something that is no longer asked for
        raise ExchangeRefusedError("gone") from None


def ruling(manager: Account | None, unit: Level) -> Actor | None:
    """Return a manager's standing word as an actor; none once she may no longer manage there."""
    if manager is None:
        return None
    actor = Actor(RULE, hospital=unit.hospital_id, on_behalf_of=actor_of(manager).key)
    return actor if may_at(actor, Permission.MANAGE_ROSTER, unit) else None


# -- inside --------------------------------------------------------------------------------------


def _check_listed(version: Version, moves: tuple[Move, ...], at: datetime) -> None:
    """Refuse with one word what a page would not list: why is not hers to know of a colleague."""
    try:
        check_lawful(version, moves, at)
    except ExchangeRefusedError as refused:
        if refused.code == "past":
            raise
        raise ExchangeRefusedError("unlisted") from None


def _told(version: Version, swap: Swap, at: datetime) -> Together | None:
    """Return what an exchange does now; nothing where its shifts are no longer theirs."""
    if not holds(version, swap.moves):
        return None
    return check_lawful(version, swap.moves, at)


def _held(swap: Swap) -> Swap:
    """Return an exchange as it stands; its period is held first, always in this order."""
    hold(swap.roster)
    return swaps_in(swap.hospital_id).select_for_update(of=("self",), no_key=True).get(pk=swap.pk)


def _check_state(swap: Swap, *wanted: str) -> None:
    if swap.state not in wanted:
        raise ExchangeRefusedError("state")


def _stands(swap: Swap, *, actor: Actor, at: datetime) -> bool:
    """Whether its shifts are still theirs; where they are not, it lapses here."""
    if holds(published(swap.roster), swap.moves):
        return True
    _end(swap, "lapsed", at)
    note_swap(actor, "roster.swap.lapse", swap)
    _tell(swap, "swap_lapsed", [swap.asker, swap.colleague], actor=actor, at=at)
    return False


def _ended(swap: Swap) -> Swap:
    if swap.state == "lapsed":
        raise ExchangeRefusedError("lapsed")
    return swap


def _accept(swap: Swap, prepared: Prepared, *, actor: Actor, at: datetime) -> None:
    try:
        both = (swap.asker, swap.colleague)
        write_change(prepared, actor=actor, reason=AGREED, agreed_by=both)
    except ClashError:  # one of them has a shift at that time elsewhere
        raise ExchangeRefusedError("clash") from None
    except ShiftsError:  # a closed month, or a change that somebody has answered for
        raise ExchangeRefusedError("month") from None
    _end(swap, "accepted", at, by=decider(actor))
    note_swap(actor, "roster.swap.accept", swap)
    _tell(swap, "swap_accepted", [swap.asker, swap.colleague], actor=actor, at=at)


def _end(swap: Swap, state: str, at: datetime, *, by: Account | None = None) -> None:
    swap.state, swap.decided_at, swap.decided_by = state, at, by
    swap.save(update_fields=["state", "decided_at", "decided_by"])


def _tell(swap: Swap, code: str, persons: list[Person], *, actor: Actor, at: datetime) -> None:
    tell(persons, code, swap.facts, actor=actor, at=at)

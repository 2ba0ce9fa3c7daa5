"""``releve roster wishes open``, ``close`` and ``carry``."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.console import DONE, console, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import Level
from releve.roster.actions import WishRefusedError, carry_wishes, close_wishes, open_wishes
from releve.roster.cli.months.places import unit_of
from releve.roster.models import WishPeriod
from releve.roster.phrases import period_text
from releve.roster.queries import wish_periods
from releve.roster.wish_words import refusal_text

_ = translator("releve.roster")


def open_here(
    unit_code: str,
    days: tuple[date, date],
    instants: tuple[datetime | None, datetime],
    *,
    actor: Actor,
    points: int,
) -> int:
    """Open a period; instants are read by the local clock, and none is now."""
    opens, closes = instants
    try:
        period = open_wishes(
            unit_of(unit_code, actor=actor),
            starts_on=days[0],
            ends_on=days[1],
            opens_at=timezone.now() if opens is None else timezone.make_aware(opens),
            closes_at=timezone.make_aware(closes),
            budget=points,
            actor=actor,
        )
    except WishRefusedError as refused:
        raise BadInputError(refusal_text(refused.code), place=Place(field="--from")) from None
    _say(_("{unit}, {period}: wishes are open."), unit_code, period)
    return DONE


def close_here(unit_code: str, starts_on: date, *, actor: Actor) -> int:
    """Close a period."""
    period = period_of(unit_of(unit_code, actor=actor), starts_on)
    close_wishes(period, actor=actor, at=timezone.now())
    _say(_("{unit}, {period}: wishes are closed."), unit_code, period)
    return DONE


def carry_here(unit_code: str, starts_on: date, json_path: str | None, *, actor: Actor) -> int:
    """Carry the wishes of a period into its month, and say how many."""
    period = period_of(unit_of(unit_code, actor=actor), starts_on)
    try:
        told = carry_wishes(period, actor=actor, at=timezone.now())
    except WishRefusedError as refused:
        raise BadInputError(refusal_text(refused.code), place=Place(field="--from")) from None
    if json_path:
        facts = {"wishes": told.wishes, "preferences": told.preferences}
        write_json({**facts, "left_out": told.left_out}, json_path)
    if json_path != "-":
        _say(_("{unit}, {period}: the wishes are in the month now."), unit_code, period)
        counted = _("Days with a wish: {wishes}. Not held by the month: {left_out}.")
        console().print(counted.format(wishes=told.wishes, left_out=told.left_out))
    return DONE


def period_of(unit: Level, starts_on: date) -> WishPeriod:
    """Return a unit's period of wishes by its first day. Raises BadInputError."""
    known = {one.starts_on.isoformat(): one for one in wish_periods(unit)}
    day = starts_on.isoformat()
    if day not in known:
        message = _("{unit} has no period of wishes from {day}{hint}")
        told = message.format(unit=unit.code, day=day, hint=closest(day, sorted(known)))
        raise BadInputError(told, place=Place(field="--from"))
    return known[day]


def _say(sentence: str, unit_code: str, period: WishPeriod) -> None:
    told = period_text(period.starts_on, period.ends_on)
    console().print(sentence.format(unit=unit_code, period=told))

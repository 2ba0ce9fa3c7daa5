"""Unavailability and restrictions, imported from tables: dates and facts, never why."""

from __future__ import annotations

from collections.abc import Sequence

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions.lines import Line
from releve.people.actions.saving import ImportReport
from releve.people.actions.spans import Shape, import_spans, person_and_start
from releve.people.models import Level, Person, Restriction, Unavailability
from releve.people.vocabulary import (
    DAYS_OFF,
    MAX_MINUTES,
    PLAIN_RESTRICTIONS,
    RESTRICTION_KINDS,
    WEEKDAYS,
)

_ = translator("releve.people")

MINUTES_A_DAY = 1440


@needs(Permission.MANAGE_PEOPLE)
def import_unavailability(
    rows: Sequence[Row], *, actor: Actor, hospital_code: str | None = None
) -> ImportReport:
    """Add days on which people cannot work, or update the end of those known.

    Raises BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    shape = Shape(
        model=Unavailability,
        kind="unavailability",
        verb="people.unavailability.import",
        same=person_and_start,
        identity=("person_id", "from_on"),
        facts=("to_on",),
        read=_unavailability,
    )
    return import_spans(rows, shape=shape, actor=actor, hospital_code=hospital_code)


@needs(Permission.MANAGE_PEOPLE)
def import_restrictions(
    rows: Sequence[Row], *, actor: Actor, hospital_code: str | None = None
) -> ImportReport:
    """Add what people may not be given, or update the end and measure of what is known.

    Raises BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    shape = Shape(
        model=Restriction,
        kind="restriction",
        verb="people.restriction.import",
        same=_person_start_and_kind,
        identity=("person_id", "kind", "from_on"),
        facts=("to_on", "minutes", "weekdays"),
        read=_restriction,
    )
    return import_spans(rows, shape=shape, actor=actor, hospital_code=hospital_code)


def _unavailability(line: Line, hospital: Level, person: Person | None) -> Unavailability | None:
    from_on = line.day("from")
    to_on = line.last_day("to", first=from_on)
    if to_on is None:
        line.fault("to", _("a date is missing"))
    if person is None or to_on is None or not line.sound:
        return None
    return Unavailability(hospital=hospital, person=person, from_on=from_on, to_on=to_on)


def _restriction(line: Line, hospital: Level, person: Person | None) -> Restriction | None:
    from_on = line.day("from")
    to_on = line.last_day("to", first=from_on)
    kind, minutes, weekdays = _measure(line)
    if person is None or not line.sound:
        return None
    return Restriction(
        hospital=hospital,
        person=person,
        from_on=from_on,
        to_on=to_on,
        kind=kind,
        minutes=minutes,
        weekdays=weekdays,
    )


def _person_start_and_kind(row: Row) -> tuple[str, ...]:
    return *person_and_start(row), row.get("restriction").partition("=")[0].strip()


def _measure(line: Line) -> tuple[str, int | None, str]:
    """Read ``no_nights``, ``max_minutes_a_day=450`` or ``days_off=mon+wed``."""
    said = line.text("restriction", most=80)
    kind, equals, measure = (part.strip() for part in said.partition("="))
    if said and kind not in RESTRICTION_KINDS:
        line.stranger("restriction", said, RESTRICTION_KINDS)
    elif kind in PLAIN_RESTRICTIONS:
        if equals:
            line.fault("restriction", _("{kind} takes no value").format(kind=kind))
    elif kind == MAX_MINUTES:
        return kind, _minutes(line, measure), ""
    elif kind == DAYS_OFF:
        return kind, None, _weekdays(line, measure)
    return kind, None, ""


def _minutes(line: Line, said: str) -> int | None:
    if said.isascii() and said.isdigit() and len(said) < 5 and 0 < int(said) <= MINUTES_A_DAY:
        return int(said)
    message = _("write the minutes, like {kind}=450").format(kind=MAX_MINUTES)
    line.fault("restriction", message)
    return None


def _weekdays(line: Line, said: str) -> str:
    days = [day.strip().lower() for day in said.replace(",", "+").split("+")]
    if all(day in WEEKDAYS for day in days) and len(set(days)) == len(days):
        return "+".join(sorted(days, key=WEEKDAYS.index))
    message = _("write the days, like {kind}=mon+wed, among: {known}")
    line.fault("restriction", message.format(kind=DAYS_OFF, known=" ".join(WEEKDAYS)))
    return ""

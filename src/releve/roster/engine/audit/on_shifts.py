"""Rules about one shift by itself, and about the rest between two.

Décret 2002-9, art. 6 (daily rest) and 7 (length and amplitude of a day's work, split days,
breaks). Amplitude runs from first start to last end, handover included.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from releve.roster.engine.audit.case import Case, Unit, hours
from releve.roster.engine.audit.worked import Shift
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import Variant
from releve.roster.engine.rules.forms import Gap, ShiftBound


def judge_shifts(case: Case, variant: Variant, form: ShiftBound) -> Iterator[Breach]:
    """Yield the shifts of the period that break a bound on a single shift."""
    for shift in case.timeline.work_shifts:
        if shift.day not in case.scope.judged or not _concerns(form, shift):
            continue
        for start, end, value in _measured(form, shift):
            limit = _broken(form, value)
            if limit is None or not _holds(variant, shift.day):
                continue
            shown, bound, unit = _shown(form, value, limit)
            yield case.moment_breach(variant, start, end, value=shown, limit=bound, unit=unit)


def judge_gaps(case: Case, variant: Variant, form: Gap) -> Iterator[Breach]:
    """Yield the rests before a shift of the period that are too short."""
    shifts, reach = case.timeline.work_shifts, case.timeline.reach
    for index in range(1, len(shifts)):
        later, ended = shifts[index], reach[index - 1]
        rest = later.start - ended
        if rest < form.minimum and later.day in case.scope.judged and _holds(variant, later.day):
            yield case.moment_breach(
                variant,
                ended,
                later.start,
                value=hours(max(0, rest)),
                limit=hours(form.minimum),
                unit="h",
            )


def _holds(variant: Variant, day: int) -> bool:
    on = date.fromordinal(day)
    return variant.holds(on, on)


def _concerns(form: ShiftBound, shift: Shift) -> bool:
    team = form.team == "any" or (form.team == "night") == shift.night
    split = len(shift.parts) > 1
    return team and (form.continuity == "any" or (form.continuity == "split") == split)


def _measured(form: ShiftBound, shift: Shift) -> Iterator[tuple[int, int, int]]:
    """Yield what is measured with the instants that it lies between."""
    if form.measure == "break":
        for part in shift.parts:
            if form.when_work_above is None or part.work > form.when_work_above:
                yield part.start, part.end, part.break_taken
        return
    value = {
        "amplitude": shift.amplitude,
        "work": shift.work,
        "parts": len(shift.parts),
        "shortest_part": min(part.span for part in shift.parts),
    }[form.measure]
    yield shift.start, shift.end, value


def _broken(form: ShiftBound, value: int) -> int | None:
    if form.maximum is not None and value > form.maximum:
        return form.maximum
    if form.minimum is not None and value < form.minimum:
        return form.minimum
    return None


def _shown(form: ShiftBound, value: int, limit: int) -> tuple[Fraction, Fraction, Unit]:
    """Return value and limit in the unit in which people say them."""
    if form.measure == "parts":
        return Fraction(value), Fraction(limit), "parts"
    if form.measure == "break":
        return Fraction(value), Fraction(limit), "min"
    return hours(value), hours(limit), "h"

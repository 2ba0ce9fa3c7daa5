"""Rules about windows of civil days: minutes summed, days counted, rest that must lie inside.

Décret 2002-9, art. 6 (48 hours, 36 hours of rest, four rest days a fortnight), 9, 11, 15, 23.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from releve.roster.engine.audit.case import Case, hours
from releve.roster.engine.audit.timeline import FREE
from releve.roster.engine.audit.windows import Days, Looked
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import Variant
from releve.roster.engine.rules.forms import Count, RestBlock, RestInWindow, WindowSum


def judge_sums(case: Case, variant: Variant, form: WindowSum) -> Iterator[Breach]:
    """Yield the windows in which too many or too few minutes are summed."""
    scale = case.timeline.scale
    for window in case.scope.windows(form.window):
        if not _is_judged(case, window):
            continue
        parts = case.timeline.parts(form.measure, window.seen)
        most, least = sum_limits(form, window.days)
        over = most is not None and parts > most * scale
        under = window.whole and least is not None and parts < least * scale
        if not (over or under) or not variant.holds(window.first_on, window.last_on):
            continue
        value, limit = Fraction(parts, scale), Fraction((most if over else least) or 0)
        if over and case.history is not None:
            limit = max(limit, case.history.minutes(form.measure, window.seen))
        if value > limit or under:
            yield case.window_breach(
                variant,
                window.days,
                value=hours(value),
                limit=hours(limit),
                unit="h",
                excess=hours(ceil(abs(value - limit))),
            )


def sum_limits(form: WindowSum, days: Days) -> tuple[int | Fraction | None, int | Fraction | None]:
    """Return the most and the fewest minutes over these days; means are times their weeks."""
    if not form.per_week:
        return form.maximum, form.minimum
    weeks = Fraction(days.count, 7)
    return (
        None if form.maximum is None else form.maximum * weeks,
        None if form.minimum is None else form.minimum * weeks,
    )


def judge_counts(case: Case, variant: Variant, form: Count) -> Iterator[Breach]:
    """Yield the windows in which too many or too few days of a kind are counted."""
    for window in case.scope.windows(form.window):
        if not _is_judged(case, window):
            continue
        value = case.timeline.count(form.of, window.seen)
        over = form.maximum is not None and value > form.maximum
        under = window.whole and form.minimum is not None and value < form.minimum
        if not (over or under) or not variant.holds(window.first_on, window.last_on):
            continue
        limit = _most(case, form, window) if over else _least(case, form, window)
        if value > limit if over else value < limit:
            yield case.window_breach(
                variant, window.days, value=value, limit=limit, excess=abs(value - limit)
            )


def _most(case: Case, form: Count, window: Looked) -> int:
    """Return the most that may be counted, given what the past has already spent."""
    most = form.maximum or 0
    if case.history is None:
        return most
    if form.of.kind in FREE:
        # Free days that lie in the past cannot be undone; those of the period can.
        before = case.days_before(window.seen)
        return max(most, case.timeline.count(form.of, before) if before.count else 0)
    return max(most, case.history.count(form.of, window.seen))


def _least(case: Case, form: Count, window: Looked) -> int:
    """Return the fewest that may be counted; work cannot bring back free days already lost."""
    least = form.minimum or 0
    if case.history is None or form.of.kind not in FREE:
        return least
    return min(least, case.history.count(form.of, window.seen))


def judge_rests(case: Case, variant: Variant, form: RestInWindow) -> Iterator[Breach]:
    """Yield the windows without one stretch of rest that is long enough."""
    for window in case.scope.windows(form.window):
        if not window.whole:
            continue
        value, limit = case.timeline.longest_rest(window.days), form.minimum
        if value >= limit or not variant.holds(window.first_on, window.last_on):
            continue
        if case.history is not None:
            limit = min(limit, case.history.longest_rest(window.days))
        if value < limit:
            yield case.window_breach(
                variant, window.days, value=hours(value), limit=hours(limit), unit="h"
            )


def judge_blocks(case: Case, variant: Variant, form: RestBlock) -> Iterator[Breach]:
    """Yield the windows without enough consecutive rest days."""
    with_sunday = form.including == "sunday"
    for window in case.scope.windows(form.window):
        if not window.whole:
            continue
        value = case.timeline.longest_block(window.days, with_sunday=with_sunday)
        limit = form.days
        if value >= limit or not variant.holds(window.first_on, window.last_on):
            continue
        if case.history is not None:
            limit = min(limit, case.history.longest_block(window.days, with_sunday=with_sunday))
        if value < limit:
            yield case.window_breach(variant, window.days, value=value, limit=limit)


def _is_judged(case: Case, window: Looked) -> bool:
    """Whether anything can be said: a record is judged on whole windows only."""
    return window.whole or case.scope.is_plan

"""Rules about days that follow one another: runs of one kind, sequences to avoid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releve.roster.engine.audit.case import Case
from releve.roster.engine.audit.timeline import FREE
from releve.roster.engine.audit.windows import Days
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import Variant
from releve.roster.engine.rules.forms import Days as Kind
from releve.roster.engine.rules.forms import Run, Sequence


def judge_runs(case: Case, variant: Variant, form: Run) -> Iterator[Breach]:
    """Yield the maximal runs that are too long or too short, history continuing them."""
    known, judged = case.timeline.known, case.scope.judged
    for run in _runs(case.timeline.flags(form.of), known):
        here = run.within(judged)
        if not here.count:
            continue
        on = date.fromordinal(run.last)
        if form.maximum is not None and run.count > form.maximum:
            excess = min(run.count - form.maximum, _made(case, form.of, here))
            if excess and variant.holds(on, on):
                yield case.window_breach(
                    variant, run, value=run.count, limit=form.maximum, excess=excess
                )
        inside = known.first < run.first and run.last < known.last
        if form.minimum is not None and run.count < form.minimum and inside:
            excess = form.minimum - run.count
            if variant.holds(on, on):
                yield case.window_breach(
                    variant, run, value=run.count, limit=form.minimum, excess=excess
                )


def judge_sequences(case: Case, variant: Variant, form: Sequence) -> Iterator[Breach]:
    """Yield each place where the days follow one another as they should not."""
    steps = [case.timeline.flags(of) for of in form.steps]
    known, judged, length = case.timeline.known, case.scope.judged, len(steps)
    for last in range(max(judged.first, known.first + length - 1), judged.last + 1):
        start = last - length + 1 - known.first
        if all(flags[start + step] for step, flags in enumerate(steps)):
            on, days = date.fromordinal(last), Days(last - length + 1, last)
            if _is_open(case, form, days) and variant.holds(on, on):
                yield case.window_breach(variant, days, value=1, limit=0)


def _is_open(case: Case, form: Sequence, days: Days) -> bool:
    """Whether the plan has a say in a sequence: history alone has not settled every step."""
    if case.history is None:
        return True
    judged = case.scope.judged
    return any(
        day >= judged.first and _made(case, of, Days(day, day))
        for day, of in zip(range(days.first, days.last + 1), form.steps, strict=True)
    )


def _runs(flags: list[bool], known: Days) -> Iterator[Days]:
    first: int | None = None
    for index, flag in enumerate(flags):
        if flag and first is None:
            first = index
        elif not flag and first is not None:
            yield Days(known.first + first, known.first + index - 1)
            first = None
    if first is not None:
        yield Days(known.first + first, known.last)


def _made(case: Case, of: Kind, days: Days) -> int:
    """Count the days that are of this kind by the plan, not by history alone; records: all."""
    if case.history is None or of.kind in FREE:
        return days.count
    before = case.history.flags(of)
    first = case.timeline.known.first
    return sum(not before[day - first] for day in range(days.first, days.last + 1))

"""Record mode: hours as they were planned or worked anywhere, judged by one pack.

Windows must lie wholly inside the period that is judged; those that do not are listed, never
guessed. What lies before the period is history: it serves the rest before the first shift, runs
and sequences that reach back, and names whoever is beyond a limit in a window that slides into
the period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from releve.kit.faults import BadInputError
from releve.roster.engine.audit.case import Case, Scope, hours
from releve.roster.engine.audit.clock import Clock
from releve.roster.engine.audit.on_windows import sum_limits
from releve.roster.engine.audit.timeline import Timeline
from releve.roster.engine.audit.verdicts import judge
from releve.roster.engine.audit.windows import Days, Looked
from releve.roster.engine.audit.worked import Shift, WorkedShift, shifts_of
from releve.roster.engine.result import NotJudged, Verdict
from releve.roster.engine.rules import Decision, Pack, Rule, Variant, variants
from releve.roster.engine.rules.forms import (
    Count,
    Form,
    RestBlock,
    RestInWindow,
    Run,
    Window,
    WindowSum,
)
from releve.roster.engine.rules.forms import Sequence as SequenceForm

HISTORY_DAYS = 366
"""Rows older than this before the period are not looked at: no run reaches so far back."""

ONCE = ("sliding", "sliding_weeks")
"""Windows that slide: the period holds whole ones unless it is shorter than they are."""


def audit_record(  # noqa: PLR0913 - a judgement needs its whole context, by keyword
    shifts: Iterable[WorkedShift],
    *,
    pack: Pack,
    from_on: date,
    to_on: date,
    zone: ZoneInfo,
    decisions: Sequence[Decision] = (),
    cycle_weeks: int | None = None,
    holidays: frozenset[date] = frozenset(),
    unit: str | None = None,
) -> Verdict:
    """Judge the shifts that start from ``from_on`` to ``to_on``, both included.

    ``from_on`` is the Monday from which fortnights and cycles count; ``cycle_weeks`` absent
    leaves cycles unjudged. ``unit`` is that of all the shifts; where it is not known, any
    decision counts.
    Raises ``BadInputError`` where the period is not one.
    """
    _check_period(from_on, to_on)
    judged = Days(from_on.toordinal(), to_on.toordinal())
    scope = Scope(
        clock=Clock(zone),
        judged=judged,
        known=judged,
        anchor=judged.first,
        cycle_weeks=cycle_weeks,
        holidays=frozenset(day.toordinal() for day in holidays),
        is_plan=False,
    )
    people = _people(shifts, scope)
    on_call_known = any(shift.on_call for case in people for shift in case.timeline.shifts)
    asked = [
        variant
        for variant in variants(pack.rules, unit=unit, decisions=decisions)
        if variant.version is None or variant.version.suits_cycle(cycle_weeks)
    ]
    unknown = [(variant, _unknown(variant.form, scope, on_call=on_call_known)) for variant in asked]
    able = [variant for variant, reason in unknown if reason is None]
    return Verdict(
        breaches=tuple(breach for case in people for breach in judge(case, able)),
        not_judged=(
            *_never_judged(pack.rules, from_on, to_on),
            *_once(NotJudged(v.rule_id, why, None, from_on, to_on) for v, why in unknown if why),
            *cut_windows(able, scope, people),
            *_once(_crossing(able, scope, people)),
        ),
    )


def _check_period(from_on: date, to_on: date) -> None:
    if from_on.weekday() != 0:
        raise BadInputError(f"fortnights count from a Monday, and {from_on} is not one")
    if to_on < from_on:
        raise BadInputError(f"the period ends on {to_on}, before it starts on {from_on}")


def _people(shifts: Iterable[WorkedShift], scope: Scope) -> list[Case]:
    rows: dict[str, list[WorkedShift]] = {}
    for row in shifts:
        rows.setdefault(row.person, []).append(row)
    return [
        Case(person, scope, _timeline(shifts_of(rows[person], clock=scope.clock), scope))
        for person in sorted(rows)
    ]


def _timeline(shifts: Sequence[Shift], scope: Scope) -> Timeline:
    oldest = scope.judged.first - HISTORY_DAYS
    looked = [shift for shift in shifts if oldest <= shift.day <= scope.judged.last]
    first = min((shift.day for shift in looked), default=scope.judged.first)
    known = Days(min(first, scope.judged.first), scope.judged.last)
    return Timeline(looked, known=known, clock=scope.clock, holidays=scope.holidays)


def _never_judged(rules: Iterable[Rule], from_on: date, to_on: date) -> Iterator[NotJudged]:
    for rule in rules:
        if rule.not_judged is not None:
            yield NotJudged(rule.id, rule.not_judged, None, from_on, to_on)


def _unknown(form: Form, scope: Scope, *, on_call: bool) -> str | None:
    """Return what a table of worked hours does not say and this form asks for."""
    if not on_call and _is_about_on_call(form):
        return "no_on_call_in_file"
    window = window_of(form)
    if window is not None and window.kind == "cycle" and scope.cycle_weeks is None:
        return "cycle_unknown"
    if "shifts" in _kinds(form):
        return "no_shift_codes_in_file"
    return None


def window_of(form: Form) -> Window | None:
    """Return the window over which a form looks, if it has one."""
    if isinstance(form, WindowSum | Count | RestInWindow | RestBlock):
        return form.window
    return None


def _is_about_on_call(form: Form) -> bool:
    if isinstance(form, WindowSum):
        return form.measure == "on_call"
    return any(kind.startswith("on_call") for kind in _kinds(form))


def _kinds(form: Form) -> list[str]:
    if isinstance(form, Run | Count):
        return [form.of.kind]
    return [step.kind for step in form.steps] if isinstance(form, SequenceForm) else []


def cut_windows(
    asked: Iterable[Variant], scope: Scope, people: Sequence[Case]
) -> Iterator[NotJudged]:
    """Yield the windows that an end of what is known cuts, once for each rule and window.

    In a record, a person whose visible part is already beyond an upper bound is named too.
    """
    seen: set[tuple[str, Days]] = set()
    for variant in asked:
        for cut in _cut(scope, variant.form):
            if not variant.holds(cut.first_on, cut.last_on):
                continue
            key = (variant.rule_id, cut.days)
            if key not in seen:
                yield NotJudged(
                    variant.rule_id, "window_incomplete", None, cut.first_on, cut.last_on
                )
            seen.add(key)
            if not scope.is_plan:
                yield from _already_over(variant, cut, people)


def _cut(scope: Scope, form: Form) -> list[Looked]:
    window = window_of(form)
    if window is None:
        return []
    windows = scope.windows(window)
    if window.kind not in ONCE:
        return [looked for looked in windows if not looked.whole]
    if any(looked.whole for looked in windows):
        return []
    # Too little is known for one whole window: an entry over all of it stands for all positions.
    known = scope.known
    first_on, last_on = date.fromordinal(known.first), date.fromordinal(known.last)
    return [replace(windows[0], seen=known, first_on=first_on, last_on=last_on)]


def _already_over(variant: Variant, cut: Looked, people: Sequence[Case]) -> Iterator[NotJudged]:
    for case in people:
        yield from _over(variant, case, cut, reason="window_incomplete_already_over")


def _crossing(
    asked: Iterable[Variant], scope: Scope, people: Sequence[Case]
) -> Iterator[NotJudged]:
    """Yield who is beyond a limit in a window that slides across the start of the period.

    Its days before the period are history, of which only some may be known.
    """
    for variant in asked:
        window = window_of(variant.form)
        if window is None or window.kind not in ONCE:
            continue
        for looked in scope.windows(window):
            days = looked.days
            crosses = days.first < scope.judged.first and days.last <= scope.judged.last
            if not crosses or not variant.holds(looked.first_on, looked.last_on):
                continue
            for case in people:
                known = replace(looked, seen=days.within(case.timeline.known))
                yield from _over(variant, case, known, reason="window_crosses_from_over")


def _over(variant: Variant, case: Case, window: Looked, *, reason: str) -> Iterator[NotJudged]:
    found = _visible(variant.form, case.timeline, window)
    if found is not None:
        value, limit = found
        yield NotJudged(
            variant.rule_id,
            reason,
            case.person,
            window.first_on,
            window.last_on,
            value=value,
            limit=limit,
        )


def _visible(form: Form, timeline: Timeline, cut: Looked) -> tuple[Fraction, Fraction] | None:
    """Return the value and limit of an upper bound that the visible part already exceeds."""
    if isinstance(form, WindowSum):
        most, _ = sum_limits(form, cut.days)
        if most is not None and timeline.parts(form.measure, cut.seen) > most * timeline.scale:
            return hours(timeline.minutes(form.measure, cut.seen)), hours(most)
    if isinstance(form, Count) and form.maximum is not None:
        value = timeline.count(form.of, cut.seen)
        if value > form.maximum:
            return Fraction(value), Fraction(form.maximum)
    return None


def _once(entries: Iterable[NotJudged]) -> list[NotJudged]:
    return list(dict.fromkeys(entries))

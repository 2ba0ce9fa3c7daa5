"""Consistency of a cycle and of what is asked of one: every name exists, every row is whole.

A fault raises ``FieldError`` with the path of the field, so that the reader of a file can name
its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from releve.roster.engine.cycle.fields import CycleFields, CycleLine, CycleTerms, NeedsFields
from releve.roster.engine.problem import Need, ShiftKind, ShiftType
from releve.roster.engine.problem.checks import FIRST_YEAR, LAST_YEAR, FieldError, Path
from releve.roster.engine.rules import Decision, legal_pack_ids, pack_ids

Faults = Iterator[tuple[Path, str]]


def check_cycle(cycle: CycleFields) -> None:
    """Raise ``FieldError`` at the first fault of a cycle."""
    for part in (_terms(cycle), _lines(cycle)):
        _raise_first(part)


def check_needs(needs: NeedsFields) -> None:
    """Raise ``FieldError`` at the first fault of what is asked of a cycle."""
    for part in (_terms(needs), _needs(needs)):
        _raise_first(part)


def _raise_first(faults: Faults) -> None:
    for path, what in faults:
        raise FieldError(path, what)


def _terms(terms: CycleTerms) -> Faults:
    yield from _anchor(terms.anchor_on)
    yield from _shifts(terms.shifts)
    if terms.pack is not None and terms.pack not in legal_pack_ids():
        known = ", ".join(legal_pack_ids())
        yield ("pack",), f"no pack of binding rules is called {terms.pack!r}; known packs: {known}"
    for at, pack in enumerate(terms.packs):
        if pack not in pack_ids():
            yield ("packs", at), f"no rule pack is called {pack!r}"
    yield from _decisions(terms.decisions)


def _anchor(anchor_on: date) -> Faults:
    if anchor_on.weekday() != 0:
        yield ("anchor_on",), f"{anchor_on} is not a Monday"
    # A year is kept on either side for the repeats that the judge looks at.
    if not FIRST_YEAR < anchor_on.year < LAST_YEAR - 1:
        yield ("anchor_on",), f"{anchor_on} is not between {FIRST_YEAR + 1} and {LAST_YEAR - 2}"


def _shifts(shifts: Sequence[ShiftType]) -> Faults:
    codes: set[str] = set()
    for at, shift in enumerate(shifts):
        if shift.code in codes:
            yield ("shifts", at, "code"), f"{shift.code!r} is there twice"
        codes.add(shift.code)
        if shift.kind is ShiftKind.ON_CALL:
            yield ("shifts", at, "kind"), "a cycle holds work; on-call time is given in the month"
        if shift.break_minutes >= shift.span_minutes:
            yield ("shifts", at, "break_minutes"), "the break is as long as the shift"
        if shift.paid_minutes is not None and shift.paid_minutes > shift.span_minutes:
            yield ("shifts", at, "paid_minutes"), "more minutes are paid than the shift lasts"


def _decisions(decisions: Sequence[Decision]) -> Faults:
    for at, decision in enumerate(decisions):
        if not decision.signer.strip():
            yield ("decisions", at, "signer"), "a decision without a signer lifts nothing"
        if decision.to_on < decision.from_on:
            yield ("decisions", at, "to"), "the decision ends before it starts"


def _lines(cycle: CycleFields) -> Faults:
    ids: set[str] = set()
    codes = {shift.code for shift in cycle.shifts}
    for at, line in enumerate(cycle.lines):
        if line.id in ids:
            yield ("lines", at, "id"), f"{line.id!r} is there twice"
        ids.add(line.id)
        yield from _line(at, line, weeks=cycle.weeks, codes=codes)


def _line(at: int, line: CycleLine, *, weeks: int, codes: set[str]) -> Faults:
    if len(line.weeks) != weeks:
        yield ("lines", at, "weeks"), f"{len(line.weeks)} weeks are given, the cycle has {weeks}"
    for number, week in enumerate(line.weeks):
        for day, code in enumerate(week):
            if code is not None and code not in codes:
                path: Path = ("lines", at, "weeks", number, day)
                yield path, f"no shift has the code {code!r}"
    for index, offset in enumerate(line.offsets):
        if offset >= weeks:
            yield (
                ("lines", at, "offsets", index),
                f"the cycle has no week {offset}; weeks count from 0",
            )
        if offset in line.offsets[:index]:
            yield ("lines", at, "offsets", index), f"{offset} is there twice"


def _needs(needs: NeedsFields) -> Faults:
    codes = {shift.code for shift in needs.shifts}
    ids: set[str] = set()
    for at, need in enumerate(needs.needs):
        if need.id in ids:
            yield ("needs", at, "id"), f"{need.id!r} is there twice"
        ids.add(need.id)
        if need.shift is None:
            yield ("needs", at, "shift"), "a need of a cycle names a shift"
        elif need.shift not in codes:
            yield ("needs", at, "shift"), f"no shift has the code {need.shift!r}"
        yield from _need(at, need)


def _need(at: int, need: Need) -> Faults:
    if need.period is not None or need.days is not None or need.except_days:
        yield ("needs", at), "a need of a cycle is about weekdays, not about dates or hours"
    if need.role is not None or need.skill is not None:
        yield ("needs", at), "everybody walks the same cycle: its needs name no role and no skill"
    target = need.minimum if need.target is None else need.target
    if target < need.minimum:
        yield ("needs", at, "target"), "the target is below the minimum"
    if need.maximum is not None and need.maximum < target:
        yield ("needs", at, "maximum"), "the maximum is below the target"

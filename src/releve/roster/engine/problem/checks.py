"""Consistency of a problem: every name exists, every date lies where it must.

A fault raises ``FieldError``: a ``ValueError`` that carries the path of the field, so that the
reader of a file can name its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from releve.roster.engine.problem.fields import Fields
from releve.roster.engine.rules.pack import legal_pack_ids, load_pack, pack_ids
from releve.roster.engine.rules.reading import form_faults, shift_codes

Path = tuple[str | int, ...]

MIN_HISTORY_DAYS = 14
MAX_DAYS = 400
MAX_WEIGHT = 1000
COUNTED_GOALS = ("hours", "nights", "sundays", "weekends", "holidays", "unneeded", "protected")
"""Goals whose weight a problem may set, beside those of soft rules."""

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Years whose time zones and public holidays are known well enough to plan by."""


class FieldError(ValueError):
    """A fault at a path of the document, as ``("people", 3, "role")``."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        super().__init__(what)


def check(problem: Fields) -> None:
    """Raise ``FieldError`` at the first fault found."""
    for part in (
        _reach,
        _period,
        _names,
        _shifts,
        _people,
        _needs,
        _requests,
        _protected,
        _goals,
        _rules,
        _decisions,
    ):
        for path, what in part(problem):
            raise FieldError(path, what)


Faults = Iterator[tuple[Path, str]]


def _period(problem: Fields) -> Faults:
    if problem.ends_on < problem.starts_on:
        yield ("ends_on",), f"the period ends on {problem.ends_on}, before it starts"
    if (problem.ends_on - problem.starts_on).days >= MAX_DAYS:
        yield ("ends_on",), f"a period lasts at most {MAX_DAYS} days"
    if problem.anchor_on is not None and problem.anchor_on.weekday() != 0:
        yield ("anchor_on",), f"{problem.anchor_on} is not a Monday"
    if problem.anchor_on is not None and problem.anchor_on > problem.starts_on:
        yield ("anchor_on",), "fortnights must count from the start of the period or before"
    if problem.time_zone not in _time_zones():
        yield ("time_zone",), f"no time zone is called {problem.time_zone!r}"
    latest = problem.starts_on - timedelta(days=MIN_HISTORY_DAYS)
    if problem.history_from is not None and problem.history_from > latest:
        yield ("history_from",), f"history must be known from {latest} at the latest"


@cache
def _time_zones() -> frozenset[str]:
    """Return the names of all time zones, which take a walk through many folders to find."""
    return frozenset(available_timezones())


def _reach(problem: Fields) -> Faults:
    for field in ("starts_on", "ends_on", "history_from"):
        day: date | None = getattr(problem, field)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield (field,), f"{day} is not between the years {FIRST_YEAR} and {LAST_YEAR}"
    if problem.history_from is not None:
        longest = problem.starts_on - timedelta(days=MAX_DAYS)
        if problem.history_from < longest:
            yield ("history_from",), f"history reaches back at most {MAX_DAYS} days"


def _names(problem: Fields) -> Faults:
    yield from _twice("people", (person.id for person in problem.people), field="id")
    yield from _twice("shifts", (shift.code for shift in problem.shifts), field="code")
    yield from _twice("needs", (need.id for need in problem.needs), field="id")
    yield from _twice("rules", (rule.id for rule in problem.rules), field="id")


def _twice(group: str, names: Iterable[str], *, field: str) -> Faults:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield (group, index, field), f"{name!r} is there twice"
        seen.add(name)


def _shifts(problem: Fields) -> Faults:
    for index, shift in enumerate(problem.shifts):
        if shift.break_minutes >= shift.span_minutes:
            yield ("shifts", index, "break_minutes"), "the break is as long as the shift"
        if shift.paid_minutes is not None and shift.paid_minutes > shift.span_minutes:
            yield ("shifts", index, "paid_minutes"), "more minutes are paid than the shift lasts"


def _people(problem: Fields) -> Faults:
    codes = {shift.code for shift in problem.shifts}
    for index, person in enumerate(problem.people):
        pack = person.contract.pack
        if pack is not None and pack not in legal_pack_ids():
            known = ", ".join(legal_pack_ids())
            yield (
                ("people", index, "contract", "pack"),
                f"no pack of binding rules is called {pack!r}; known packs: {known}",
            )
        yield from _restrictions(problem, index)
        days: set[date] = set()
        for at, past in enumerate(person.history):
            path: Path = ("people", index, "history", at)
            if past.shift not in codes:
                yield (*path, "shift"), f"no shift has the code {past.shift!r}"
            if past.day >= problem.starts_on:
                yield (*path, "day"), f"{past.day} is not before the period"
            if problem.history_from is None:
                yield (*path, "day"), "history is given but history_from is not"
            elif past.day < problem.history_from:
                yield (*path, "day"), f"{past.day} is before history_from"
            if past.day in days:
                yield (*path, "day"), f"{person.id!r} has two shifts on {past.day}"
            days.add(past.day)


def _restrictions(problem: Fields, index: int) -> Faults:
    for at, restriction in enumerate(problem.people[index].restrictions):
        path: Path = ("people", index, "restrictions", at)
        if (restriction.kind == "max_minutes_a_day") != (restriction.minutes is not None):
            yield (*path, "minutes"), "minutes belong to max_minutes_a_day, which demands them"
        if (restriction.kind == "days_off") != bool(restriction.weekdays):
            yield (*path, "weekdays"), "weekdays belong to days_off, which demands them"
        start, end = restriction.from_on, restriction.to_on
        if start is not None and end is not None and end < start:
            yield (*path, "to"), "the restriction ends before it starts"


def _needs(problem: Fields) -> Faults:
    codes = {shift.code for shift in problem.shifts}
    roles = {person.role for person in problem.people}
    skills = {skill for person in problem.people for skill in person.skills}
    for index, need in enumerate(problem.needs):
        if (need.shift is None) == (need.period is None):
            yield ("needs", index), "a need names either a shift or a period"
        if need.shift is not None and need.shift not in codes:
            yield ("needs", index, "shift"), f"no shift has the code {need.shift!r}"
        if need.role is not None and need.role not in roles:
            yield ("needs", index, "role"), f"nobody has the role {need.role!r}"
        if need.skill is not None and need.skill not in skills:
            yield ("needs", index, "skill"), f"nobody has the skill {need.skill!r}"
        target = need.minimum if need.target is None else need.target
        if target < need.minimum:
            yield ("needs", index, "target"), "the target is below the minimum"
        if need.maximum is not None and need.maximum < target:
            yield ("needs", index, "maximum"), "the maximum is below the target"
        for at, day in enumerate(need.days or ()):
            if not problem.starts_on <= day <= problem.ends_on:
                yield ("needs", index, "days", at), f"{day} is outside the period"


def _requests(problem: Fields) -> Faults:
    people = {person.id for person in problem.people}
    codes = {shift.code for shift in problem.shifts}
    cells: dict[tuple[str, date], str | None] = {}
    for index, cell in enumerate(problem.fixed):
        path: Path = ("fixed", index)
        yield from _known(path, cell.person, cell.shift, people, codes)
        if not problem.starts_on <= cell.day <= problem.ends_on:
            yield (*path, "day"), f"{cell.day} is outside the period"
        if (cell.person, cell.day) in cells:
            yield path, f"the cell of {cell.person!r} on {cell.day} is fixed twice"
        cells[cell.person, cell.day] = cell.shift
    for index, away in enumerate(problem.unavailable):
        yield from _known(("unavailable", index), away.person, None, people, codes)
        if away.to_on < away.from_on:
            yield ("unavailable", index, "to"), "the unavailability ends before it starts"
    for index, wish in enumerate(problem.wishes):
        path = ("wishes", index)
        yield from _known(path, wish.person, wish.shift, people, codes)
        if not problem.starts_on <= wish.day <= problem.ends_on:
            yield (*path, "day"), f"{wish.day} is outside the period"
        if (wish.wish in ("shift", "avoid")) != (wish.shift is not None):
            yield (*path, "shift"), "wishes for or against a shift name it; others do not"


def _protected(problem: Fields) -> Faults:
    for index, time in enumerate(problem.protected):
        if time.to_on < time.from_on:
            yield ("protected", index, "to"), "the protected time ends before it starts"
        for field, day in (("from", time.from_on), ("to", time.to_on)):
            if not problem.starts_on <= day <= problem.ends_on:
                yield ("protected", index, field), f"{day} is outside the period"


def _known(path: Path, person: str, shift: str | None, people: set[str], codes: set[str]) -> Faults:
    if person not in people:
        yield (*path, "person"), f"nobody has the id {person!r}"
    if shift is not None and shift not in codes:
        yield (*path, "shift"), f"no shift has the code {shift!r}"


def _goals(problem: Fields) -> Faults:
    soft = {rule.id for rule in problem.rules if rule.status == "soft"}
    used = {*problem.packs, *(p.contract.pack for p in problem.people if p.contract.pack)}
    for pack in used & set(pack_ids()):
        soft |= {rule.id for rule in load_pack(pack).rules if not rule.is_hard}
    for goal, points in problem.goals.items():
        if goal not in soft and goal not in COUNTED_GOALS:
            near = get_close_matches(goal, [*COUNTED_GOALS, *soft], n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(COUNTED_GOALS)}"
            yield ("goals", goal), f"no soft goal is called {goal!r}; {hint}"
        if not 0 <= points <= MAX_WEIGHT:
            yield ("goals", goal), f"a weight is a whole number from 0 to {MAX_WEIGHT}"


def _rules(problem: Fields) -> Faults:
    people = {person.id for person in problem.people}
    codes = {shift.code for shift in problem.shifts}
    for index, pack in enumerate(problem.packs):
        if pack not in pack_ids():
            yield ("packs", index), f"no rule pack is called {pack!r}"
    known_rules = _rule_ids()
    for index, rule in enumerate(problem.rules):
        if rule.id in known_rules or rule.id in COUNTED_GOALS:
            yield ("rules", index, "id"), f"{rule.id!r} is already the name of a rule or goal"
        for at, person in enumerate(rule.people or ()):
            if person not in people:
                yield ("rules", index, "people", at), f"nobody has the id {person!r}"
        for what in form_faults(rule.form):
            yield ("rules", index, "form"), what
        for code in sorted(shift_codes(rule.form) - codes):
            yield ("rules", index, "form"), f"no shift has the code {code!r}"


def _decisions(problem: Fields) -> Faults:
    known_rules = _rule_ids()
    for index, decision in enumerate(problem.decisions):
        if not decision.signer.strip():
            yield ("decisions", index, "signer"), "a decision without a signer lifts nothing"
        if decision.rule not in known_rules:
            near = get_close_matches(decision.rule, known_rules, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            yield ("decisions", index, "rule"), f"no rule is called {decision.rule!r}{hint}"
        if decision.to_on < decision.from_on:
            yield ("decisions", index, "to"), "the decision ends before it starts"


def _rule_ids() -> frozenset[str]:
    return frozenset(rule.id for pack in pack_ids() for rule in load_pack(pack).rules)

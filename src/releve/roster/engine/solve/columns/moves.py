"""What a person can start on a day, and what each such move makes of the civil day.

A *choice* is the set of shift codes that start on one day: none, one of work, one on call, or
one of each. A *move* is a choice after what yesterday's choice still holds of today (*carry*)
and, on a Sunday, whether Saturday was worked. Everything a rule, a goal or a need can ask of a
day is a function of its move, so rules become small automata over moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from releve.roster.engine.calendar import midnight
from releve.roster.engine.problem import Person
from releve.roster.engine.rules.forms import Days
from releve.roster.engine.solve.line import Slot, Slots, starts_as

ONE_DAY = timedelta(days=1)

Choice = tuple[str, ...]
"""Codes that start on one day, those of work first."""

NOTHING: Choice = ()

WORKED_KINDS = ("worked_day", "saturday", "sunday", "holiday")
"""Kinds of day that a shift of the day before can make true."""


@dataclass(frozen=True)
class Move:
    """One civil day of one person.

    ``started``: slots that start today; ``carried``: those of yesterday with minutes today.
    ``after_saturday``: on a Sunday, whether a minute was worked on Saturday. ``is_settled``:
    whether history alone already makes it a worked day.
    """

    day: date
    started: tuple[Slot, ...]
    carried: tuple[Slot, ...]
    after_saturday: bool
    is_settled: bool
    is_holiday: bool

    @cached_property
    def worked(self) -> bool:
        """Whether a minute is worked today."""
        return any(not slot.on_call for slot in self._here)

    @cached_property
    def work(self) -> Slot | None:
        """The shift of work that starts today."""
        return next((slot for slot in self.started if not slot.on_call), None)

    @cached_property
    def _here(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in (*self.carried, *self.started) if self.day in slot.days)

    def minutes(self, slots: Slots, *, on_call: bool) -> int:
        """Return today's minutes of work or on call, times the problem's scale."""
        return sum(
            slots.whole_minutes[slot.day, slot.shift.code, self.day]
            for slot in self._here
            if slot.on_call == on_call
        )

    def is_true(self, of: Days) -> bool:
        """Whether the day is of that kind; weekends are counted elsewhere."""
        kind = of.kind
        if kind == "off":
            return self.work is None
        if kind == "rest_day":
            return not self.worked
        if kind in WORKED_KINDS:
            return self.worked and self._is_calendar(kind)
        if kind in ("on_call_saturday", "on_call_sunday", "on_call_holiday"):
            there = any(slot.on_call for slot in self._here)
            return there and self._is_calendar(kind.removeprefix("on_call_"))
        test = starts_as(of)
        return any(test(slot) for slot in self.started)

    def _is_calendar(self, kind: str) -> bool:
        weekday = {"saturday": 5, "sunday": 6}.get(kind)
        if weekday is not None:
            return self.day.weekday() == weekday
        return kind != "holiday" or self.is_holiday

    def is_settled_as(self, of: Days) -> bool:
        """Whether history alone makes it a day of that kind."""
        return self.is_settled and of.kind in WORKED_KINDS and self.is_true(of)

    def counts_weekend(self, *, saturday_counts: bool) -> bool:
        """Whether today is the first worked day of its weekend, of those that count."""
        if not self.worked or self.day.weekday() < 5:
            return False
        return self.day.weekday() == 5 or not (self.after_saturday and saturday_counts)


@dataclass(frozen=True)
class Tag:
    """What a day inherits: yesterday's choice where it reaches into today, and Saturday."""

    carry: Choice = NOTHING
    saturday: bool = False


class Moves:
    """Every move of a problem, made when first asked for and shared by everybody."""

    def __init__(self, slots: Slots) -> None:
        self.slots = slots
        self.problem = slots.problem
        self.choices = tuple(_choices(slots))
        self._made: dict[tuple[date, Tag, Choice], Move] = {}

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """What a day can inherit but for Saturday: nothing, or a choice that lasts into it."""
        lasting = {
            (day, code) for (day, code), slot in self.slots.by_key.items() if len(slot.days) > 1
        }
        codes = {code for _, code in lasting}
        carried = {tuple(code for code in choice if code in codes) for choice in self.choices}
        return tuple(Tag(choice) for choice in sorted(carried))

    def move(self, day: date, tag: Tag, choice: Choice) -> Move:
        """Return the move of a choice on a day that inherits ``tag``."""
        key = (day, tag, choice)
        if key not in self._made:
            before = day - ONE_DAY
            known = self.slots.by_key
            carried = tuple(known[before, c] for c in tag.carry if (before, c) in known)
            settled = day == self.problem.starts_on and any(not s.on_call for s in carried)
            self._made[key] = Move(
                day=day,
                started=tuple(self.slots.by_key[day, code] for code in choice),
                carried=carried,
                after_saturday=tag.saturday,
                is_settled=settled,
                is_holiday=day in self.slots.holidays,
            )
        return self._made[key]

    def tag_after(self, move: Move, choice: Choice) -> Tag:
        """Return what the next day inherits."""
        following = move.day + ONE_DAY
        carry = tuple(c for c, s in zip(choice, move.started, strict=True) if following in s.days)
        return Tag(carry, move.day.weekday() == 5 and move.worked)

    def past(self, person: Person) -> Iterator[tuple[Move, Choice]]:
        """Yield a person's known days before the period, in order."""
        starts: dict[date, list[str]] = {}
        for past in person.history:
            starts.setdefault(past.day, []).append(past.shift)
        day, tag = self.slots.first, Tag()
        while day < self.problem.starts_on:
            choice = self._ordered(starts.get(day, []))
            move = self.move(day, tag, choice)
            yield move, choice
            tag, day = self.tag_after(move, choice), day + ONE_DAY

    def root_tag(self, person: Person) -> Tag:
        """Return what the first day of the period inherits from history."""
        tag = Tag()
        for move, choice in self.past(person):
            tag = self.tag_after(move, choice)
        return tag

    def _ordered(self, codes: Sequence[str]) -> Choice:
        def rank(code: str) -> tuple[bool, str]:
            return self.problem.shift_by_code[code].kind.value == "on_call", code

        return tuple(sorted(codes, key=rank))

    def span_minutes(self, day: date) -> int:
        """Return the real minutes of a civil day: 1,440 but for the clock changes."""
        zone = self.problem.zone
        return int((midnight(day + ONE_DAY, zone) - midnight(day, zone)).total_seconds()) // 60

    def since_midnight(self, day: date, minute: int) -> int:
        """Return an instant, in minutes of the epoch, as minutes after a day's midnight."""
        return minute - int(midnight(day, self.problem.zone).timestamp()) // 60


def _choices(slots: Slots) -> Iterator[Choice]:
    shifts = slots.problem.shifts
    on_call = [shift.code for shift in shifts if shift.kind.value == "on_call"]
    work = [shift.code for shift in shifts if shift.kind.value != "on_call"]
    yield NOTHING
    for code in (*work, *on_call):
        yield (code,)
    for code in work:
        for other in on_call:
            yield (code, other)

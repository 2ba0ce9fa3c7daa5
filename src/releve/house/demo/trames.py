"""Published months laid out day by day: quick, lawful, and with few holes.

Each post of the day goes to whoever owes most hours and may lawfully take it; those already in
a row of the same shift go on, and a weekend worked is worked whole, one in two. This is no
search: a published month of the demo is what an experienced hand would write, not an optimum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from releve.house.demo.calendars import ANCHOR, is_feast
from releve.house.demo.kinds import SHIFTS, Kind, Post
from releve.house.demo.leaves import Away
from releve.house.demo.lines import Line, Slot, slot
from releve.house.demo.needs import asked, shift_on
from releve.house.demo.staff import Member
from releve.roster.engine.calendar import is_night
from releve.roster.engine.problem import WEEKDAYS, ShiftKind, Wish

MOST_AHEAD = 14 * 60
"""Minutes above her due beyond which a post rather stays open."""

BEHIND = 4 * 60
"""Minutes below her due from which somebody is asked for a post that is only wished for."""

FAR_BEHIND = 9 * 60
"""Minutes below her due from which somebody comes as one more on a weekday."""


@dataclass(eq=False)
class Candidate:
    """Somebody of the unit, with her line and what she owes so far, in minutes."""

    member: Member
    line: Line
    away: frozenset[int]
    wished_off: frozenset[int]
    owed: float = 0.0
    nights: int = 0
    on_call: set[tuple[int, str]] = field(default_factory=set)


def lay_out(  # noqa: PLR0913 - the facts of a layout, each by its name
    members: Sequence[Member],
    kind: Kind,
    *,
    away: Away,
    wishes: Sequence[Wish],
    days: range,
    draw: Random,
    beside: Mapping[str, Sequence[Slot]] | None = None,
) -> Mapping[str, Line]:
    """Return everybody's line over the days, by number.

    ``beside``: shifts of other days that stand already, which each line holds as well.
    """
    off: dict[str, set[int]] = {}
    for wish in wishes:
        if wish.wish == "off":
            off.setdefault(wish.person, set()).add(wish.day.toordinal())
    crew = [
        Candidate(
            member,
            _line((beside or {}).get(member.code, ())),
            away[member.code],
            frozenset(off.get(member.code, ())),
        )
        for member in members
        if member.is_rostered
    ]
    for week in _weeks(days):
        for one in crew:
            one.owed += sum(_due(one, day) for day in week)
        for wished in (False, True):
            for post, day in _tasks(kind, week):
                _fill(post, day, crew, kind, draw, wished=wished)
        for day in week:
            _reinforce(kind, day, crew)
    return {one.member.code: one.line for one in crew}


def _line(standing: Sequence[Slot]) -> Line:
    line = Line(ANCHOR.toordinal())
    for one in standing:
        line.give(one)
    return line


def _weeks(days: range) -> Iterator[range]:
    """Yield the civil weeks of days that begin with a Monday."""
    for first in range(days.start, days.stop, 7):
        yield range(first, min(first + 7, days.stop))


def _tasks(kind: Kind, week: range) -> list[tuple[Post, int]]:
    """Return the posts of a week, those that are hardest to fill first."""
    return sorted(((post, day) for post in kind.posts for day in week), key=_hardest_first)


def _hardest_first(task: tuple[Post, int]) -> tuple[int, int, int]:
    """Put weekends before weekdays, nights before evenings, evenings before mornings."""
    post, day = task
    shift = SHIFTS[post.shift]
    if shift.kind is ShiftKind.ON_CALL:
        return 0, 0, day
    late = shift.starts_at.hour * 60 + shift.starts_at.minute
    at_weekend = (day - 1) % 7 >= 5 or is_feast(day)
    if is_night(shift):
        return 1, 0 if at_weekend or (day - 1) % 7 == 4 else 1, day
    return 2 if at_weekend else 3, -late if at_weekend else day, day if at_weekend else -late


def _due(one: Candidate, day: int) -> float:
    weekly = one.member.due_weekly
    absent = day in one.away and (day - 1) % 7 < 5
    return weekly / 7 - (weekly / 5 if absent else 0)


def _fill(
    post: Post, day: int, crew: Sequence[Candidate], kind: Kind, draw: Random, *, wished: bool
) -> None:
    """Fill a post up to what safety asks, or then up to what the unit wishes."""
    least, target = asked(post, day)
    new = slot(day, shift_on(post.shift, day))
    there = [one for one in crew if _holds(one, post, new)]
    lacking = [need.skill for need in kind.skill_needs if need.shift in ("", post.shift)]
    seats = (target if wished else least) - len(there)
    able = [one for one in crew if _may_take(one, post, new, wished=wished)] if seats > 0 else []
    for _seat in range(min(seats, len(able))):
        missing = {s for s in lacking if all(s not in one.member.skills for one in there)}
        best = max(able, key=lambda one: _worth(one, new, missing) + draw.random())
        _give(best, new)
        able.remove(best)
        there.append(best)


def _holds(one: Candidate, post: Post, new: Slot) -> bool:
    return one.member.role == post.role and one.line.given.get(new.day) == new


def _reinforce(kind: Kind, day: int, crew: Sequence[Candidate]) -> None:
    """Ask whoever is far behind her hours to come as one more, on weekdays."""
    for post in kind.posts:
        least, _target = asked(post, day)
        if not least or (day - 1) % 7 >= 5 or is_feast(day):
            continue
        new = slot(day, shift_on(post.shift, day))
        for one in crew:
            is_asked = new.is_work and one.owed > FAR_BEHIND and day not in one.wished_off
            if is_asked and _may_take(one, post, new, wished=True):
                _give(one, new)
                break


def _give(one: Candidate, new: Slot) -> None:
    one.line.give(new)
    if new.is_work:
        one.owed -= new.minutes
        one.nights += new.night
    else:
        one.on_call.update(_on_call_keys(new.day))


def _may_take(one: Candidate, post: Post, new: Slot, *, wished: bool) -> bool:
    member = one.member
    if member.role != post.role or new.day in one.line.given:
        return False
    if new.is_work and (member.regime == "night") != new.night and member.regime != "variable":
        return False
    floor = BEHIND if wished else -MOST_AHEAD
    if new.is_work and one.owed < floor:
        return False
    touched = [day for day, _minutes in new.pieces]
    if any(day in one.away for day in touched) or _is_restricted(member, new, touched):
        return False
    if not new.is_work and one.on_call & _on_call_keys(new.day):
        return False
    return one.line.fits(new)


def _is_restricted(member: Member, new: Slot, touched: Sequence[int]) -> bool:
    for restriction in member.restrictions:
        if restriction.kind == "no_nights" and new.night:
            return True
        barred = _barred(restriction.kind, restriction.weekdays)
        if any((day - 1) % 7 in barred for day in touched):
            return True
    return False


def _barred(kind: str, weekdays: Sequence[str]) -> tuple[int, ...]:
    if kind == "no_weekends":
        return 5, 6
    return tuple(WEEKDAYS.index(day) for day in weekdays) if kind == "days_off" else ()


def _on_call_keys(day: int) -> set[tuple[int, str]]:
    """Return what being on call on a day uses up of a month: one Sunday, one holiday and so on."""
    on = date.fromordinal(day)
    month = on.year * 12 + on.month
    kinds = {5: "saturday", 6: "sunday"}
    keys = {(month, kinds[on.weekday()])} if on.weekday() in kinds else set()
    return keys | {(month, "holiday")} if is_feast(day) else keys


def _worth(one: Candidate, new: Slot, missing: set[str]) -> float:
    """Return how well a shift suits somebody among those who may take it."""
    member, line, day = one.member, one.line, new.day
    worth = one.owed / 240
    last = new.pieces[-1][0]
    for neighbour in (line.given.get(day - 1), line.given.get(day + 1)):
        if neighbour is not None:
            worth += 2.0 if neighbour.shift.code == new.shift.code else 0.5
    if day - 1 not in line.busy and day - 2 in line.busy:
        worth -= 1.5  # a single day off between two shifts
    if last + 1 not in line.busy and last + 2 in line.busy:
        worth -= 1.5
    worth -= 0.8 * max(0, line.running_before(day) + line.running_after(last) - 3)
    if member.regime == "variable" and new.night:
        worth -= one.nights / (2.0 * member.share)
    worth += sum(2.5 for skill in missing if skill in member.skills)
    worth -= sum(4.0 for touched, _minutes in new.pieces if touched in one.wished_off)
    return worth + _weekend_worth(member, line, new)


def _weekend_worth(member: Member, line: Line, new: Slot) -> float:
    weekend = [day for day, _minutes in new.pieces if (day - 1) % 7 >= 5]
    if not weekend:
        return 0.0
    week = (weekend[0] - ANCHOR.toordinal()) // 7
    saturday = weekend[0] - ((weekend[0] - 1) % 7 - 5)
    worth = 0.0 if week % 2 == member.turn else -6.0
    return worth + (3.0 if saturday in line.busy or saturday + 1 in line.busy else 0.0)


def worked_days(lines: Mapping[str, Line]) -> Iterator[tuple[str, Slot]]:
    """Yield every shift with its person, by person and day."""
    for person, line in lines.items():
        for day in sorted(line.given):
            yield person, line.given[day]

"""What a unit asks for on each day, and the same as the needs of the roster's engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from releve.house.demo.calendars import Month, is_feast, is_longer_night
from releve.house.demo.kinds import LONGER_NIGHT, SHIFTS, Kind, Post, SkillNeed
from releve.roster.engine.problem import Need, Period, ShiftKind, ShiftType

SUNDAY = 6
SATURDAY = 5


def asked(post: Post, day: int) -> tuple[int, int]:
    """Return how many people a post asks for on a civil day, and how many it wishes for."""
    weekday = (day - 1) % 7
    if is_feast(day) or weekday == SUNDAY:
        return (post.weekend, post.weekend) if post.days == 7 else (0, 0)
    if weekday == SATURDAY:
        return (post.weekend, post.weekend) if post.days >= 6 else (0, 0)
    return post.weekday, post.weekday + post.wished


def shift_on(key: str, day: int) -> ShiftType:
    """Return the shift of that key as it is worked on a civil day."""
    if key in LONGER_NIGHT and is_longer_night(day):
        return LONGER_NIGHT[key]
    return SHIFTS[key]


def shift_types(kind: Kind, first: date, last: date) -> tuple[ShiftType, ...]:
    """Return every shift type that a unit uses between two days."""
    usual = [SHIFTS[key] for key in kind.shifts]
    longer = [
        LONGER_NIGHT[key]
        for key in kind.shifts
        if key in LONGER_NIGHT and any(map(is_longer_night, _numbers(first, last)))
    ]
    return tuple(sorted(usual, key=_by_the_clock)) + tuple(longer)


def _by_the_clock(shift: ShiftType) -> tuple[bool, time]:
    return shift.kind is ShiftKind.ON_CALL, shift.starts_at


def needs(kind: Kind, month: Month) -> Iterator[Need]:
    """Yield the needs of a unit for a month."""
    for post in kind.posts:
        yield from _post_needs(post, month)
    open_days = [day for day in _numbers(month.first, month.last) if is_open(kind, day)]
    closed = tuple(
        date.fromordinal(day)
        for day in _numbers(month.first, month.last)
        if day not in set(open_days)
    )
    for skill in kind.skill_needs:
        yield from _skill_needs(skill, month, closed)


def is_open(kind: Kind, day: int) -> bool:
    """Whether anybody is asked to work in the unit on a civil day."""
    return any(
        asked(post, day)[0] > 0 and SHIFTS[post.shift].kind is ShiftKind.WORKED
        for post in kind.posts
    )


def _post_needs(post: Post, month: Month) -> Iterator[Need]:
    usual: dict[tuple[str, int, int], list[date]] = {}
    for day in _numbers(month.first, month.last):
        least, target = asked(post, day)
        if target:
            key = (shift_on(post.shift, day).code, least, target)
            usual.setdefault(key, []).append(date.fromordinal(day))
    everything = (month.last - month.first).days + 1
    for number, ((code, least, target), days) in enumerate(usual.items()):
        suffix = "" if number == 0 else f"-{number + 1}"
        yield Need(
            id=f"{post.role}-{code}{suffix}",
            shift=code,
            role=post.role,
            minimum=least,
            target=target,
            days=None if len(days) == everything else tuple(days),
            priority=3 if code in ("J", "N", "NH") else 2,
        )


def _skill_needs(need: SkillNeed, month: Month, closed: tuple[date, ...]) -> Iterator[Need]:
    if not need.shift:
        yield Need(
            id=need.skill,
            skill=need.skill,
            period=Period(time(7), time(7)),
            minimum=need.minimum,
            except_days=closed,
            priority=2,
            over_weight=0,
        )
        return
    longer = [day for day in _numbers(month.first, month.last) if is_longer_night(day)]
    changed = tuple(date.fromordinal(day) for day in longer) if need.shift in LONGER_NIGHT else ()
    yield Need(
        id=f"{need.skill}-{SHIFTS[need.shift].code}",
        shift=SHIFTS[need.shift].code,
        skill=need.skill,
        minimum=need.minimum,
        except_days=tuple(sorted({*closed, *changed})),
        priority=2,
        over_weight=0,
    )
    if changed:
        yield Need(
            id=f"{need.skill}-{LONGER_NIGHT[need.shift].code}",
            shift=LONGER_NIGHT[need.shift].code,
            skill=need.skill,
            minimum=need.minimum,
            days=changed,
            priority=2,
            over_weight=0,
        )


def _numbers(first: date, last: date) -> range:
    return range(first.toordinal(), last.toordinal() + 1)

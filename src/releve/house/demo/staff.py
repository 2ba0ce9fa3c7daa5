"""The people of one unit: how many its posts take, under which contracts, with which skills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Literal

from releve.house.demo.kinds import SHIFTS, Kind, Post
from releve.roster.engine.calendar import is_night
from releve.roster.engine.problem import Restriction, ShiftKind

Regime = Literal["day", "night", "variable"]

PRESENT_PART = 0.84
"""The part of paid time that is left after leaves, training and other absences."""

SHARES = ((1.0, 60), (0.9, 6), (0.8, 22), (0.7, 3), (0.6, 3), (0.5, 6))
"""Shares of full time, with how many people in a hundred work them."""

WEEKLY_MINUTES: dict[str, int] = {"eight": 2250, "twelve": 2100, "night": 1950}
"""37 h 30 with RTT in shifts of 7 h 30, 35 h in 12-hour shifts, 32 h 30 at night only."""

FIRST_CONTRACTS = date(2009, 1, 1)


@dataclass(frozen=True)
class Member:
    """Somebody of a unit. ``turn``: 0 or 1, on which of two weekends she is asked first."""

    code: str
    given_name: str
    family_name: str
    role: str
    skills: tuple[str, ...]
    share: float
    regime: Regime
    weekly_minutes: int
    since: date
    turn: int
    restrictions: tuple[Restriction, ...] = ()
    is_rostered: bool = True

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def due_weekly(self) -> float:
        """The minutes she owes in a week."""
        return self.weekly_minutes * self.share


@dataclass(frozen=True)
class Team:
    """People of one role who share the same shifts, and how many full times they must make."""

    role: str
    regime: Regime
    weekly_minutes: int
    full_times: float


def teams(kind: Kind) -> tuple[Team, ...]:
    """Return the teams that the posts of a unit ask for."""
    load: dict[tuple[str, Regime], float] = {}
    for post in kind.posts:
        shift = SHIFTS[post.shift]
        if shift.kind is not ShiftKind.ON_CALL:
            key = (post.role, _regime(kind, post))
            minutes = _weekly_count(post) * (shift.span_minutes - shift.unpaid_minutes)
            load[key] = load.get(key, 0.0) + minutes
    return tuple(_team(kind, role, regime, minutes) for (role, regime), minutes in load.items())


def _team(kind: Kind, role: str, regime: Regime, minutes: float) -> Team:
    own = "night" if regime == "night" else ("twelve" if kind.twelve_hours else "eight")
    weekly = WEEKLY_MINUTES[own]
    return Team(role, regime, weekly, minutes / (weekly * PRESENT_PART))


def _weekly_count(post: Post) -> float:
    return 5 * (post.weekday + 0.5 * post.wished) + max(0, post.days - 5) * post.weekend


def _regime(kind: Kind, post: Post) -> Regime:
    nights = [other for other in kind.posts if is_night(SHIFTS[other.shift])]
    if not any(other.role == post.role for other in nights):
        return "day"
    if not kind.night_team:
        return "variable"
    return "night" if is_night(SHIFTS[post.shift]) else "day"


def staff(kind: Kind, names: Iterator[tuple[str, str, str]], draw: Random) -> tuple[Member, ...]:
    """Return the people of a unit: its teams, then the ward manager, who is not rostered.

    ``names`` yields code, given name and family name.
    """
    members = [member for team in teams(kind) for member in _people(team, names, draw)]
    trained = [_with_skills(member, kind, members) for member in members]
    code, given, family = next(names)
    manager = Member(
        code, given, family, "ward_manager", (), 1.0, "day", 2340, _since(draw), 0, (), False
    )
    return (*trained, manager)


def _people(team: Team, names: Iterator[tuple[str, str, str]], draw: Random) -> Iterator[Member]:
    shares = [share for share, _weight in SHARES]
    bounds = list(accumulate(weight for _share, weight in SHARES))
    filled, index = 0.0, 0
    while filled < team.full_times - 0.2 or index < (4 if team.regime == "night" else 3):
        share = 1.0 if index == 0 else draw.choices(shares, cum_weights=bounds)[0]
        code, given, family = next(names)
        since = _since(draw)
        yield Member(
            code=code,
            given_name=given,
            family_name=family,
            role=team.role,
            skills=(),
            share=share,
            regime=team.regime,
            weekly_minutes=team.weekly_minutes,
            since=since,
            turn=(index + 1) // 2 % 2,
            restrictions=_restrictions(team, share, index, since, draw),
        )
        filled += share
        index += 1


def _since(draw: Random) -> date:
    return FIRST_CONTRACTS + timedelta(days=draw.randrange(0, 5900))


def _restrictions(
    team: Team, share: float, index: int, since: date, draw: Random
) -> tuple[Restriction, ...]:
    """Return the few restrictions of a team; the first four people have none."""
    chance = draw.random()
    if index < 4:
        return ()
    if team.regime == "variable" and chance < 0.05:
        return (Restriction(kind="no_nights", from_on=since),)
    if share == 0.8 and team.regime == "day" and chance < 0.35:
        return (Restriction(kind="days_off", from_on=since, weekdays=("wed",)),)
    if team.regime == "day" and chance > 0.98:
        return (Restriction(kind="no_weekends", from_on=since),)
    return ()


def _with_skills(member: Member, kind: Kind, everybody: list[Member]) -> Member:
    same = [other.code for other in everybody if other.role == member.role]
    place = same.index(member.code)
    skills = tuple(
        trained.skill
        for trained in kind.trained
        if trained.role == member.role
        and int((place + 1) * trained.part) > int(place * trained.part)
    )
    return replace(member, skills=skills)

"""How French wards organise their days: shifts, posts by team, and the weeks people work.

Four organisations: 12 hours with a short day; mornings, evenings and ten-hour nights shared by
all; the same with a team of its own for the nights; 12 hours and 7 h 30 side by side. Handover
is left out, as in the example ward: 12 hours are the most the law allows, handover included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

from releve.roster.engine.problem import ShiftType

NURSE, ASSISTANT = "nurse", "care_assistant"

Regime = Literal["day", "night", "variable"]


@dataclass(frozen=True)
class Team:
    """People of one role and regime, and in which order their posts are opened.

    ``every_day``: shift codes of posts held on all seven days; ``weekdays``: of posts more from
    Monday to Friday; ``extra``: of single shifts a week that use the hours left. All go round.
    """

    role: str
    regime: Regime
    every_day: str
    weekdays: str
    extra: str


@dataclass(frozen=True)
class Organisation:
    """Shifts and teams of a ward; ``twelve_hours`` where a 12-hour decision must be recorded."""

    shifts: tuple[ShiftType, ...]
    teams: tuple[Team, ...]
    twelve_hours: bool = False
    least_people: int = 1

    @property
    def codes(self) -> str:
        """The codes of the shifts, one letter each."""
        return "".join(shift.code for shift in self.shifts)

    @property
    def has_night_team(self) -> bool:
        """Whether the nights are a team's own."""
        return any(team.regime == "night" for team in self.teams)


def _shift(code: str, name: str, starts_at: time, ends_at: time, minutes: int) -> ShiftType:
    return ShiftType(
        code=code,
        name=name,
        starts_at=starts_at,
        ends_at=ends_at,
        break_minutes=20,
        paid_minutes=minutes,
    )


LONG_DAY = _shift("J", "Jour", time(7), time(19), 720)
LONG_NIGHT = _shift("N", "Nuit", time(19), time(7), 720)
SHORT_DAY = _shift("M", "Journée courte", time(8, 30), time(16), 450)
MORNING = _shift("M", "Matin", time(6, 45), time(14, 15), 450)
EVENING = _shift("S", "Soir", time(13, 45), time(21, 15), 450)
NIGHT = _shift("N", "Nuit", time(21), time(7), 600)

TWELVE_HOURS = Organisation(
    shifts=(LONG_DAY, LONG_NIGHT, SHORT_DAY),
    teams=(
        Team(NURSE, "variable", "JNJNJ", "M", "M"),
        Team(ASSISTANT, "variable", "JNJ", "M", "M"),
    ),
    twelve_hours=True,
)
ALTERNATING = Organisation(
    shifts=(MORNING, EVENING, NIGHT),
    teams=(
        Team(NURSE, "variable", "MSN", "MSM", "M"),
        Team(ASSISTANT, "variable", "MSMN", "MSM", "M"),
    ),
    least_people=20,
)
NIGHT_TEAM = Organisation(
    shifts=(MORNING, EVENING, NIGHT),
    teams=(
        Team(NURSE, "day", "MS", "MSM", "M"),
        Team(NURSE, "night", "N", "", "N"),
        Team(ASSISTANT, "day", "MS", "MSM", "M"),
        Team(ASSISTANT, "night", "N", "", "N"),
    ),
    least_people=24,
)
SIDE_BY_SIDE = Organisation(
    shifts=(LONG_DAY, LONG_NIGHT, MORNING, EVENING),
    teams=(
        Team(NURSE, "variable", "JNJNJ", "SM", "M"),
        Team(ASSISTANT, "variable", "JNJ", "MS", "M"),
    ),
    twelve_hours=True,
)

ORGANISATIONS = ((TWELVE_HOURS, 35), (SIDE_BY_SIDE, 30), (ALTERNATING, 20), (NIGHT_TEAM, 15))
"""Every organisation with how often it is drawn."""

WEEKEND_ON = (
    *("J.M..JJ", "MJ...JJ", "M.J..JJ", "JJ....J", "J.J..J.", "JJ...J."),
    *("N....NN", "NN...NN", ".NN..NN", "N...NN.", "...NNN.", "....NNN", "M...NNN", "JJ...NN"),
    *("MM..MMM", "MM..SSS", "MMM..MM", "SSS..SS", "MSS..SS", "M..MMSS", "MM.MM.M", "MMMM.M."),
)
WEEKEND_OFF = (
    *(".JJ.M..", "..JJ...", ".J.JJ..", "JJ..J..", "J.JJ...", "MM.JJ..", "JJM.J..", "JJJM..."),
    *(".NN....", "..NN...", "NN.....", "NNN....", ".NNN..."),
    *("MMMMM..", "SSSSS..", ".MMMM..", "MMSSS..", ".SSSS..", "M.MSS..", "MSS.M.."),
)
"""Weeks that people of such wards work, Monday first; a weekend on is followed by one off.

A weekend off is two whole days, so no night starts on its Friday: the four rest days and the
Sunday with its neighbour that each fortnight owes (décret 2002-9, art. 6) follow from these
shapes, as do 36 hours of rest in each week. What they leave to be counted, ``past`` counts.
"""

MORE = ("MMMMM..", "SSSSS..", "JJJJJ..", "NNNN...")
"""Days of a week off at its end on which a shift more may be taken, each by itself."""

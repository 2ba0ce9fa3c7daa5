"""How each kind of unit works: its shifts, its posts, and what its people can do.

The figures are those of an ordinary French hospital, chosen by us: nobody's measured staffing.
Minutes paid equal the whole span, as where breaks are taken within call (décret 2002-9, art. 5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from releve.roster.engine.problem import ShiftKind, ShiftType

EVERY_DAY = 7
MONDAY_TO_SATURDAY = 6
MONDAY_TO_FRIDAY = 5


def _shift(
    code: str, name: str, starts: str, ends: str, kind: ShiftKind = ShiftKind.WORKED
) -> ShiftType:
    drawn = ShiftType(
        code=code,
        name=name,
        starts_at=time.fromisoformat(starts),
        ends_at=time.fromisoformat(ends),
        kind=kind,
    )
    if kind is ShiftKind.ON_CALL:
        return drawn
    return replace(drawn, break_minutes=20, paid_minutes=drawn.span_minutes)


SHIFTS = {
    "M": _shift("M", "Matin", "06:45", "14:15"),
    "S": _shift("S", "Soir", "13:45", "21:15"),
    "D": _shift("D", "Journée", "08:30", "16:00"),
    "T": _shift("T", "Tardif", "10:30", "18:00"),
    "J": _shift("J", "Jour, 12 heures", "07:00", "19:00"),
    "N": _shift("N", "Nuit, 12 heures", "19:00", "07:00"),
    "n": _shift("N", "Nuit", "21:00", "07:00"),
    "A": _shift("A", "Astreinte de jour", "08:00", "20:00", ShiftKind.ON_CALL),
}
"""Shift types by our own key; two kinds of night share the letter that wards write."""

# On the night that lasts an hour more, the usual night would break the law: 13 hours, or 11.
LONGER_NIGHT = {
    "N": _shift("NH", "Nuit du changement d'heure", "20:00", "07:00"),
    "n": _shift("NH", "Nuit du changement d'heure", "21:45", "06:45"),
}


@dataclass(frozen=True)
class Post:
    """A post to fill: how many on weekdays and on Saturdays and Sundays; ``wished``: one more.

    ``days``: 7, or 6 or 5 counted from Monday; public holidays count as Sundays.
    """

    role: str
    shift: str
    weekday: int
    weekend: int = 0
    wished: int = 0
    days: int = EVERY_DAY


@dataclass(frozen=True)
class SkillNeed:
    """People with a skill in a shift, at every moment where ``shift`` is empty."""

    skill: str
    shift: str
    minimum: int = 1


@dataclass(frozen=True)
class Trained:
    """The part of a role's people who have a skill."""

    role: str
    skill: str
    part: float


@dataclass(frozen=True)
class Kind:
    """A kind of unit. ``night_team``: nights have people of their own, who do nothing else."""

    posts: tuple[Post, ...]
    trained: tuple[Trained, ...] = ()
    skill_needs: tuple[SkillNeed, ...] = ()
    night_team: bool = True

    @property
    def shifts(self) -> tuple[str, ...]:
        """The keys of the shifts that the posts name, in order."""
        return tuple(dict.fromkeys(post.shift for post in self.posts))

    @property
    def twelve_hours(self) -> bool:
        """Whether the unit works in 12-hour shifts, by a recorded decision."""
        return "J" in self.shifts or "N" in self.shifts


def _ward(
    nurses: tuple[int, int, int], assistants: tuple[int, int, int], agents: int = 1
) -> tuple[Post, ...]:
    """Return the posts of a ward of three shifts: morning, evening, night, for each role."""
    return (
        Post("nurse", "n", nurses[2], nurses[2]),
        Post("care_assistant", "n", assistants[2], assistants[2]),
        Post("nurse", "M", nurses[0], max(2, nurses[0] - 1), wished=1),
        Post("nurse", "S", nurses[1], nurses[1]),
        Post("care_assistant", "M", assistants[0], max(2, assistants[0] - 1), wished=1),
        Post("care_assistant", "S", assistants[1], assistants[1]),
        Post("service_agent", "M", agents, max(1, agents - 1)),
        *((Post("service_agent", "S", agents - 1, 1),) if agents > 1 else ()),
    )


def _long_ward(
    role: str, aide: str, heads: tuple[int, int], aides: tuple[int, int], morning: int = 0
) -> tuple[Post, ...]:
    """Return the posts of a ward of 12-hour shifts: day and night for a role and its aides."""
    return (
        Post(role, "N", heads[1], heads[1]),
        Post(aide, "N", aides[1], aides[1]),
        Post(role, "J", heads[0], heads[0]),
        Post(aide, "J", aides[0], aides[0]),
        *((Post(role, "M", morning, wished=1, days=MONDAY_TO_FRIDAY),) if morning else ()),
    )


_MENTORS = Trained("nurse", "mentoring", 0.25)
_EMERGENCY = (
    Trained("nurse", "triage", 0.75),
    Trained("nurse", "resuscitation", 0.45),
    _MENTORS,
)
_TRIAGE = SkillNeed("triage", "")

KINDS = {
    "emergency_large": Kind(
        posts=(
            *_long_ward("nurse", "care_assistant", (3, 3), (2, 1)),
            Post("nurse", "S", 1, days=MONDAY_TO_FRIDAY),
            Post("nurse", "M", 0, wished=1, days=MONDAY_TO_FRIDAY),
            Post("care_assistant", "M", 0, wished=1, days=MONDAY_TO_FRIDAY),
        ),
        trained=_EMERGENCY,
        skill_needs=(_TRIAGE, SkillNeed("resuscitation", "J"), SkillNeed("resuscitation", "N")),
        night_team=False,
    ),
    "emergency_small": Kind(
        posts=_long_ward("nurse", "care_assistant", (3, 2), (2, 1)),
        trained=_EMERGENCY,
        skill_needs=(_TRIAGE,),
        night_team=False,
    ),
    "short_stay": Kind(
        posts=_long_ward("nurse", "care_assistant", (2, 2), (2, 1)),
        trained=(_MENTORS,),
        night_team=False,
    ),
    "intensive_care": Kind(
        posts=_long_ward("nurse", "care_assistant", (5, 5), (3, 2), morning=1),
        trained=(Trained("nurse", "intensive_care", 0.85), _MENTORS),
        skill_needs=(SkillNeed("intensive_care", "J", 3), SkillNeed("intensive_care", "N", 3)),
        night_team=False,
    ),
    "step_down": Kind(
        posts=_long_ward("nurse", "care_assistant", (2, 2), (2, 1)),
        trained=(Trained("nurse", "intensive_care", 0.7),),
        skill_needs=(SkillNeed("intensive_care", "N"),),
        night_team=False,
    ),
    "medicine": Kind(_ward((3, 2, 1), (3, 2, 1), 2), trained=(_MENTORS,)),
    "medicine_large": Kind(_ward((4, 3, 2), (4, 3, 1), 2), trained=(_MENTORS,)),
    "surgery": Kind(
        _ward((3, 3, 1), (3, 2, 1), 2),
        trained=(Trained("nurse", "transfusion", 0.6), _MENTORS),
        skill_needs=(SkillNeed("transfusion", "M"),),
    ),
    "geriatrics": Kind(_ward((3, 2, 1), (4, 3, 2), 2), trained=(_MENTORS,)),
    "rehabilitation": Kind(_ward((2, 2, 1), (3, 3, 1), 2), trained=(_MENTORS,)),
    "long_stay": Kind(_ward((2, 1, 1), (5, 3, 1), 2)),
    "nursing_home": Kind(
        _ward((2, 1, 1), (5, 3, 1), 3),
        trained=(Trained("nurse", "palliative_care", 0.3),),
    ),
    "psychiatry": Kind(
        _ward((3, 3, 2), (2, 2, 1), 2),
        trained=(Trained("nurse", "psychiatry", 0.9),),
    ),
    "maternity": Kind(
        posts=(
            *_long_ward("midwife", "childcare_assistant", (3, 3), (3, 2)),
            Post("nurse", "M", 1, 1),
            Post("service_agent", "M", 1, 1),
        ),
        night_team=False,
    ),
    "neonatology": Kind(
        posts=_long_ward("nurse_paediatric", "childcare_assistant", (3, 3), (2, 1)),
        trained=(Trained("nurse_paediatric", "neonatology", 0.8),),
        skill_needs=(SkillNeed("neonatology", "J"), SkillNeed("neonatology", "N")),
        night_team=False,
    ),
    "paediatrics": Kind(
        posts=_long_ward("nurse", "childcare_assistant", (3, 2), (2, 1)),
        trained=(Trained("nurse", "paediatrics", 0.8), _MENTORS),
        skill_needs=(SkillNeed("paediatrics", "N"),),
        night_team=False,
    ),
    "dialysis": Kind(
        posts=(
            Post("nurse", "M", 5, 4, days=MONDAY_TO_SATURDAY),
            Post("nurse", "S", 3, 3, days=MONDAY_TO_SATURDAY),
            Post("care_assistant", "M", 2, 2, days=MONDAY_TO_SATURDAY),
            Post("care_assistant", "S", 1, 1, days=MONDAY_TO_SATURDAY),
        ),
        trained=(Trained("nurse", "dialysis", 0.9),),
        skill_needs=(SkillNeed("dialysis", "M", 2), SkillNeed("dialysis", "S", 2)),
    ),
    "oncology_day": Kind(
        posts=(
            Post("nurse", "D", 5, wished=1, days=MONDAY_TO_FRIDAY),
            Post("nurse", "T", 2, days=MONDAY_TO_FRIDAY),
            Post("care_assistant", "D", 3, days=MONDAY_TO_FRIDAY),
        ),
        trained=(Trained("nurse", "chemotherapy", 0.85),),
        skill_needs=(SkillNeed("chemotherapy", "D", 2),),
    ),
    "day_hospital": Kind(
        posts=(
            Post("nurse", "D", 3, wished=1, days=MONDAY_TO_FRIDAY),
            Post("nurse", "T", 1, days=MONDAY_TO_FRIDAY),
            Post("care_assistant", "D", 3, days=MONDAY_TO_FRIDAY),
        )
    ),
    "day_surgery": Kind(
        posts=(
            Post("nurse", "M", 3, wished=1, days=MONDAY_TO_FRIDAY),
            Post("nurse", "S", 2, days=MONDAY_TO_FRIDAY),
            Post("care_assistant", "M", 2, days=MONDAY_TO_FRIDAY),
            Post("care_assistant", "S", 1, days=MONDAY_TO_FRIDAY),
        )
    ),
    "theatre": Kind(
        posts=(
            Post("nurse_theatre", "A", 0, 1),
            Post("nurse_anaesthetist", "A", 0, 1),
            Post("nurse_theatre", "D", 7, wished=1, days=MONDAY_TO_FRIDAY),
            Post("nurse_theatre", "T", 2, days=MONDAY_TO_FRIDAY),
            Post("nurse_anaesthetist", "D", 4, wished=1, days=MONDAY_TO_FRIDAY),
            Post("nurse_anaesthetist", "T", 1, days=MONDAY_TO_FRIDAY),
            Post("care_assistant", "D", 4, days=MONDAY_TO_FRIDAY),
        )
    ),
    "imaging": Kind(
        posts=(
            Post("radiographer", "n", 1, 1),
            Post("radiographer", "M", 5, 1),
            Post("radiographer", "S", 3, 1),
            Post("medical_secretary", "D", 3, days=MONDAY_TO_FRIDAY),
        )
    ),
    "imaging_small": Kind(
        posts=(
            Post("radiographer", "M", 2, 1),
            Post("radiographer", "S", 2, 1),
            Post("medical_secretary", "D", 2, days=MONDAY_TO_FRIDAY),
        )
    ),
    "laboratory": Kind(
        posts=(
            Post("laboratory_technician", "n", 1, 1),
            Post("laboratory_technician", "M", 6, 2),
            Post("laboratory_technician", "S", 3, 1),
        )
    ),
    "porters": Kind(
        posts=(
            Post("stretcher_bearer", "n", 1, 1),
            Post("stretcher_bearer", "M", 4, 2),
            Post("stretcher_bearer", "S", 3, 2),
        )
    ),
    "night_pool": Kind(
        posts=(
            Post("nurse", "n", 3, 3),
            Post("care_assistant", "n", 4, 4),
        )
    ),
}

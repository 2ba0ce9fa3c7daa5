"""Controls of a tool: which bind it, when each is due, and how each stands. Pure rules.

The catalogue and the legal calendar are data (``data/controls/*.yaml``, ``data/milestones.yaml``).
A control that cites a milestone is due on its date; one that cites none is due with the step that
it holds back. A tool cites by its class of risk: the same duty has other dates for a medical
device than for a tool of annex III.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from releve.kit.gates import Lack

STEPS = ("intake", "pilot", "step", "general", "retire")
"""The steps that controls hold back, in order."""

State = Literal[
    "to_do", "in_progress", "expired", "evidenced", "waived", "not_applicable", "not_bound"
]
DONE: frozenset[State] = frozenset({"evidenced", "waived", "not_applicable", "not_bound"})
ANY_CLASS = "any"


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    fr: str
    en: str

    def told(self, language: str) -> str:
        """Return it in a language."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True)
class Milestone:
    """A date of the law: where it is read, and how sure it is."""

    id: str
    what: Words
    on: date
    status: str
    source: str


@dataclass(frozen=True)
class Control:
    """One control of the catalogue.

    It binds a tool whose class, role, origin and sector it names, and, where ``duties`` are
    named, one of which the intake found one of these. ``milestones`` by class of risk, or under
    ``any``. ``check``: empty, or whether what Relève computes decides alone (``sole``) or is as
    good as evidence (``either``). ``months``: how long evidence without its own date holds.
    """

    id: str
    what: Words
    evidence: Words
    source: str
    blocks_at: str
    classes: tuple[str, ...]
    roles: tuple[str, ...]
    origins: tuple[str, ...]
    sectors: tuple[str, ...]
    duties: tuple[str, ...]
    milestones: Mapping[str, str]
    check: str
    months: int
    is_waivable: bool

    @property
    def family(self) -> str:
        """The letters before the number, by which controls are grouped."""
        return self.id.partition("-")[0]

    def milestone_for(self, risk_class: str) -> str:
        """Return the milestone that a tool of a class goes by, empty for none."""
        return self.milestones.get(risk_class, self.milestones.get(ANY_CLASS, ""))


@dataclass(frozen=True)
class Bound:
    """What of a tool decides which controls bind it."""

    risk_class: str
    role: str
    origin: str
    sector: str
    duties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shown:
    """Evidence in force: since when, and until when where that is said."""

    given_on: date
    valid_until: date | None


@dataclass(frozen=True)
class Exempt:
    """Why a control does not bind: not applicable, or waived until a day."""

    kind: str
    reason: str
    signer: str
    until_on: date | None


@dataclass(frozen=True)
class Known:
    """What is known of one control of one tool.

    ``lacks``: what the self-check misses, none where there is nothing to compute yet.
    """

    shown: tuple[Shown, ...] = ()
    exempt: Exempt | None = None
    lacks: tuple[Lack, ...] | None = None


@dataclass(frozen=True)
class ControlStanding:
    """How a control stands for a tool on a day.

    ``due_on``: the date of its milestone, empty where it is due with its step. ``until_on``: when
    evidence or a waiver ends. ``lacks``: what the self-check misses.
    """

    control: Control
    state: State
    due_on: date | None
    until_on: date | None
    lacks: tuple[Lack, ...] = ()
    exempt: Exempt | None = None
    is_computed: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing is to be done for it today."""
        return self.state in DONE

    @property
    def next_on(self) -> date | None:
        """The day by which something is to be done: renewed where it is done, else due."""
        return self.until_on if self.is_done else self.due_on

    def holds_back(self, step: str, *, on: date) -> bool:
        """Whether it keeps a step closed on a day; retiring asks its own controls alone."""
        if self.is_done or (self.due_on is not None and self.due_on > on):
            return False
        if step == "retire" or self.control.blocks_at == "retire":
            return self.control.blocks_at == step
        return STEPS.index(self.control.blocks_at) <= STEPS.index(step)


def binds(control: Control, bound: Bound) -> bool:
    """Whether a control binds a tool; without a class yet, those that bind every class do."""
    fits = (
        (control.classes, bound.risk_class),
        (control.roles, bound.role),
        (control.origins, bound.origin),
        (control.sectors, bound.sector),
    )
    if not all(not wanted or is_one in wanted for wanted, is_one in fits):
        return False
    return not control.duties or bool(bound.duties & set(control.duties))


def due_on(
    control: Control, *, risk_class: str, milestones: Mapping[str, Milestone]
) -> date | None:
    """Return when a control is due for a tool of a class; nothing: with its step."""
    cited = control.milestone_for(risk_class)
    return milestones[cited].on if cited else None


def standing(
    control: Control,
    bound: Bound,
    known: Known,
    *,
    milestones: Mapping[str, Milestone],
    on: date,
) -> ControlStanding:
    """Return how a control stands for a tool on a day."""
    due = due_on(control, risk_class=bound.risk_class, milestones=milestones)
    if not binds(control, bound):
        return ControlStanding(control, "not_bound", None, None)
    exempt = known.exempt if known.exempt and _is_in_force(known.exempt.until_on, on) else None
    lacks, is_computed = known.lacks or (), known.lacks is not None
    if exempt is not None and (control.is_waivable or exempt.kind == "not_applicable"):
        state: State = "waived" if exempt.kind == "waived" else "not_applicable"
        return ControlStanding(control, state, due, exempt.until_on, lacks, exempt, is_computed)
    state, until = _shown(control, known, on=on)
    return ControlStanding(control, state, due, until, lacks, None, is_computed)


def _shown(control: Control, known: Known, *, on: date) -> tuple[State, date | None]:
    ends = [_end_of(one, control.months) for one in known.shown]
    live = [end for end in ends if _is_in_force(end, on)]
    until = None if None in live else max((end for end in live if end), default=None)
    if control.check and known.lacks is not None and not known.lacks:
        return "evidenced", until
    if control.check == "sole" and known.lacks:
        return ("in_progress" if live else "to_do"), until
    if live:
        return "evidenced", until
    if ends:
        return "expired", max(end for end in ends if end)
    return "to_do", None


def _end_of(shown: Shown, months: int) -> date | None:
    if shown.valid_until is not None or not months:
        return shown.valid_until
    return months_after(shown.given_on, months)


def _is_in_force(until: date | None, on: date) -> bool:
    return until is None or until >= on


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moved(milestones: Iterable[Milestone], named: str, to: date) -> dict[str, Milestone]:
    """Return the calendar with one milestone on another day."""
    return {
        one.id: Milestone(one.id, one.what, to, one.status, one.source) if one.id == named else one
        for one in milestones
    }

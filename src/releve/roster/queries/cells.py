"""One cell of a draft as whoever edits it sees it: what it could hold, and what that would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from releve.kit.words import translator
from releve.roster.compare_words import codes_text
from releve.roster.engine.live import Alternative, Edit, LiveJudge
from releve.roster.engine.problem import Problem
from releve.roster.live_words import (
    BARRED,
    OVERRIDES,
    ToldJudgement,
    alternative_text,
    choice_label,
    judgement_told,
    override_text,
)
from releve.roster.models import CellEdit, Version
from releve.roster.phrases import day_text, person_text, short_day
from releve.roster.queries.edits import journal, live_judge
from releve.roster.queries.periods import Viewer

_ = translator("releve.roster")


@dataclass(frozen=True)
class CellAsked:
    """A cell that is looked at to be changed; ``to``: what it is to hold, once that is picked."""

    person: str
    day: date
    to: tuple[str, ...] | None = None

    @property
    def edit(self) -> Edit | None:
        """The change that is picked."""
        return None if self.to is None else Edit(self.person, self.day, self.to)

    @property
    def query(self) -> str:
        """The address of the cell, and of what is picked, after the question mark."""
        return cell_query(self.person, self.day, self.to)


@dataclass(frozen=True)
class ChoiceLine:
    """One thing the cell could hold."""

    label: str
    told: ToldJudgement
    href: str
    is_picked: bool


@dataclass(frozen=True)
class AlternativeLine:
    """What could be done instead; ``href``: where one looks at it, empty where it is two edits."""

    sentence: str
    href: str


@dataclass(frozen=True)
class Picked:
    """What is picked, in full."""

    label: str
    codes: tuple[str, ...]
    told: ToldJudgement
    alternatives: tuple[AlternativeLine, ...]

    @property
    def can_be_saved(self) -> bool:
        """Whether no hard rule forbids it."""
        return self.told.standing != BARRED

    @property
    def needs_reason(self) -> bool:
        """Whether a wish or a habit is set aside."""
        return self.told.standing == OVERRIDES


@dataclass(frozen=True)
class CellPanel:
    """The whole panel of a cell. ``seen``: the last edit, which a change of the cell names."""

    title: str
    person: str
    day: date
    now: str
    query: str
    choices: tuple[ChoiceLine, ...]
    picked: Picked | None
    seen: int


@dataclass(frozen=True)
class EditLine:
    """One edit of the journal in words."""

    number: int
    sentence: str
    kind: str
    reason: str
    overrides: str
    edit: CellEdit


@dataclass(frozen=True)
class Editing:
    """What stands around the table while a draft is edited."""

    seen: int
    to_undo: str
    to_redo: str
    lines: tuple[EditLine, ...]


def cell_asked(address: Mapping[str, Sequence[str]], version: Version) -> CellAsked | None:
    """Return the cell that an address names, ``None`` where it names none that stands.

    ``address``: every value of each field; ``to`` empty is a day off.
    """
    problem = version.demand.problem
    person = (address.get("person") or [""])[0]
    try:
        day = date.fromisoformat((address.get("day") or [""])[0])
    except ValueError:
        return None
    if person not in problem.person_by_id or not problem.starts_on <= day <= problem.ends_on:
        return None
    to = address.get("to")
    codes = None if to is None else tuple(sorted(code for code in to if code))
    if codes and any(code not in problem.shift_by_code for code in codes):
        codes = None
    return CellAsked(person, day, codes)


def cell_query(person: str, day: date, to: Sequence[str] | None = None) -> str:
    """Return the address of a cell after the question mark."""
    picked = [] if to is None else [("to", code) for code in to] or [("to", "")]
    fields = [("edit", ""), ("person", person), ("day", day.isoformat()), *picked]
    return urlencode(fields, quote_via=quote)


def may_edit(version: Version, viewer: Viewer) -> bool:
    """Whether somebody may change the cells of a version: a draft, and hers to manage."""
    return viewer.manages and version.state == "draft"


def cell_panel(version: Version, asked: CellAsked) -> CellPanel:
    """Return what a cell could hold, each with its judgement; what is picked in full."""
    problem, live = version.demand.problem, live_judge(version)
    now = live.shifts_at(asked.person, asked.day)
    choices = []
    for judged in live.choices(asked.person, asked.day):
        codes = judged.change.after
        choices.append(
            ChoiceLine(
                label=choice_label(problem, codes),
                told=judgement_told(problem, judged),
                href=f"?{cell_query(asked.person, asked.day, codes)}#why",
                is_picked=codes == asked.to,
            )
        )
    return CellPanel(
        title=_("{person}, {day}").format(
            person=person_text(problem, asked.person), day=day_text(asked.day)
        ),
        person=asked.person,
        day=asked.day,
        now=choice_label(problem, now),
        query=cell_query(asked.person, asked.day),
        choices=tuple(choices),
        picked=_picked(problem, live, asked) if asked.to not in (None, now) else None,
        seen=journal(version).last,
    )


def editing(version: Version) -> Editing:
    """Return the journal of a version in words, the last edit first."""
    problem, found = version.demand.problem, journal(version)
    return Editing(
        seen=found.last,
        to_undo=_told(problem, found.to_undo),
        to_redo=_told(problem, found.to_redo),
        lines=tuple(edit_line(problem, edit) for edit in reversed(found.edits)),
    )


def edit_line(problem: Problem, edit: CellEdit) -> EditLine:
    """Return an edit in words."""
    set_aside = (override_text(problem, code) for code in edit.overrides)
    return EditLine(
        number=edit.number,
        sentence=_told(problem, edit),
        kind=edit.kind,
        reason=edit.reason,
        overrides=", ".join(set_aside),
        edit=edit,
    )


def edits_since(version: Version, seen: int) -> tuple[EditLine, ...]:
    """Return the edits that whoever has seen that one does not know, the first one first."""
    problem = version.demand.problem
    return tuple(edit_line(problem, edit) for edit in journal(version).since(seen))


def _told(problem: Problem, edit: CellEdit | None) -> str:
    if edit is None:
        return ""
    return _("{person}, {day}: {before} becomes {after}").format(
        person=person_text(problem, edit.person),
        day=short_day(edit.day),
        before=codes_text(edit.before),
        after=codes_text(edit.after),
    )


def _picked(problem: Problem, live: LiveJudge, asked: CellAsked) -> Picked | None:
    edit = asked.edit
    if edit is None:
        return None
    return Picked(
        label=choice_label(problem, edit.shifts),
        codes=edit.shifts,
        told=judgement_told(problem, live.judge(edit)),
        alternatives=tuple(_alternative(problem, one) for one in live.alternatives(edit)),
    )


def _alternative(problem: Problem, one: Alternative) -> AlternativeLine:
    """Return an alternative; one of two edits leads to the one that somebody else takes over."""
    last = one.edits[-1]
    href = f"?{cell_query(last.person, last.day, last.shifts)}#why"
    return AlternativeLine(alternative_text(problem, one), href if len(one.edits) == 1 else "")

"""Changes of a draft by hand: which there were, which can be taken back, how a state was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from releve.roster.engine.live import Edit, LiveJudge
from releve.roster.engine.problem import Assignment
from releve.roster.engine.stored import read_problem, read_result, read_verdict
from releve.roster.models import CellEdit, Version
from releve.roster.queries.demand import fitting, newer_demand

KEPT_JUDGES = 8
"""Versions that are being edited at a time in a process."""


@dataclass(frozen=True)
class Journal:
    """The edits of a version, the first one first."""

    edits: tuple[CellEdit, ...]

    @property
    def last(self) -> int:
        """The number of the last edit, 0 before any; whoever edits says which one she has seen."""
        return self.edits[-1].number if self.edits else 0

    @property
    def to_undo(self) -> CellEdit | None:
        """The edit that would be taken back next."""
        done, _undone = self._stacks()
        return done[-1] if done else None

    @property
    def to_redo(self) -> CellEdit | None:
        """The edit that would be made again; none once something else was changed."""
        _done, undone = self._stacks()
        return undone[-1] if undone else None

    def since(self, seen: int) -> tuple[CellEdit, ...]:
        """Return the edits that whoever has seen that one does not know."""
        return tuple(edit for edit in self.edits if edit.number > seen)

    def _stacks(self) -> tuple[list[CellEdit], list[CellEdit]]:
        done: list[CellEdit] = []
        undone: list[CellEdit] = []
        for edit in self.edits:
            if edit.kind == "undo":
                undone.append(done.pop())
            elif edit.kind == "redo":
                done.append(undone.pop())
            else:
                done.append(edit)
                undone.clear()
        return done, undone


def edits_of(version: Version) -> QuerySet[CellEdit]:
    """Return the edits of a version, the first one first."""
    found = CellEdit.objects.for_hospital(version.hospital_id).filter(version=version)
    return found.order_by("number")


def journal(version: Version) -> Journal:
    """Return the edits of a version with who made them."""
    return Journal(tuple(edits_of(version).select_related("made_by")))


def rebuilt(version: Version, number: int) -> tuple[Assignment, ...]:
    """Return the answer of a version as it was after an edit; 0: before any."""
    later = [edit for edit in edits_of(version) if edit.number > number]
    return taken_back(version.result.answer, later)


def taken_back(answer: Iterable[Assignment], edits: Sequence[CellEdit]) -> tuple[Assignment, ...]:
    """Return an answer as it was before its last edits. Raises ValueError where they do not fit."""
    cells = tuple(answer)
    for edit in reversed(edits):
        here = [cell for cell in cells if (cell.person, cell.day) == (edit.person, edit.day)]
        if sorted(cell.shift for cell in here) != sorted(edit.after):
            raise ValueError(f"{edit} did not leave the cell as it is")
        before = [Assignment(edit.person, edit.day, code) for code in edit.before]
        cells = (*(cell for cell in cells if cell not in here), *before)
    return tuple(sorted(cells))


def live_judge(version: Version) -> LiveJudge:
    """Return the judge of changes to a version as it stands; kept while it is edited."""
    return _live_judge(version.demand.content, version.found, version.judged)


@lru_cache(maxsize=KEPT_JUDGES)
def _live_judge(content: str, found: str, judged: str) -> LiveJudge:
    result = read_result(found)
    return LiveJudge.of(
        read_problem(content),
        result.answer,
        score=result.score,
        breaches=read_verdict(judged).breaches,
    )


def asked_judge(version: Version) -> LiveJudge | None:
    """Return the judge of changes to a version by what is asked of its period now.

    None where that is what the version answers: then its own judge tells. Cells that do not fit
    what is asked now are nobody's.
    """
    asked = newer_demand(version)
    return None if asked is None else _asked_judge(asked.content, version.found)


def asked_allows(judge: LiveJudge | None, edits: Iterable[Edit]) -> bool:
    """Whether what is asked now has nothing against changes; see ``asked_judge``.

    What fits it no longer may go, and is given to nobody.
    """
    if judge is None:
        return True
    known = judge.problem.person_by_id
    try:
        return judge.allows([one for one in edits if one.shifts or one.person in known])
    except ValueError:
        return False


@lru_cache(maxsize=KEPT_JUDGES)
def _asked_judge(content: str, found: str) -> LiveJudge:
    problem = read_problem(content)
    return LiveJudge.of(problem, fitting(problem, read_result(found).answer))

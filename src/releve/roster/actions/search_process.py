"""The work of a search: it solves, notes its progress in the search's row, and saves.

A thread of its own keeps the row, so that a slow database never holds the solver up and a long
judgement never makes the search look lost. Everything it writes goes by the row's state: once
somebody else has closed the search, nothing more is written and the solver is stopped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from releve.jobs.faults import HandBackError, LeaseLostError
from releve.kit.engines import Cancelled, OnProgress, Params, Progress
from releve.kit.gates import operates
from releve.roster.actions.searches import (
    Saving,
    end_search,
    keep_found,
    live_row,
    lose_search,
    refuse_closed,
)
from releve.roster.engine.aims import AIMS, Aim
from releve.roster.engine.problem import Assignment
from releve.roster.engine.result import Result
from releve.roster.engine.solve import solve_in_child
from releve.roster.engine.stored import answer_text, read_answer
from releve.roster.gate import TOOL
from releve.roster.models import Search
from releve.roster.vocabulary import LIVE_STATES

LOOK_SECONDS = 0.1
"""How often the row is asked whether to stop."""

TELL_SECONDS = 0.34
"""How often progress is written at most."""

BREATH_SECONDS = 1.0
"""How often the row hears from us, and how often the best answer is kept at most."""

PATIENCE_SECONDS = 60.0
"""How long a database that does not answer is asked again to save what was found."""

Ours = Callable[[QuerySet[Search]], QuerySet[Search]]


@dataclass(frozen=True)
class Hands:
    """In whose hands a search is, by what differs between a job and a person at a terminal.

    ``ending`` and ``keeping`` open the transaction in which the last and each earlier answer is
    saved; ``ours`` keeps of the search's row only what these hands may still write to.
    ``resumes``: the search may have been begun before, by hands that are gone.
    ``is_closing``: to end soon, or to leave the search to others where nothing is found yet.
    """

    ending: Saving = transaction.atomic
    keeping: Saving = transaction.atomic
    ours: Ours = staticmethod(lambda rows: rows)  # noqa: RUF009 - a function, never changed
    resumes: bool = False
    is_closing: Cancelled = staticmethod(lambda: False)  # noqa: RUF009 - a function, never changed


@operates(TOOL)
def run_search(
    search: Search,
    *,
    hear: OnProgress | None = None,
    asked: Cancelled | None = None,
    hands: Hands | None = None,
) -> bool:
    """Search in this process until done, out of time or stopped; return whether it was ours.

    In the name of whoever asked: where the engine is no longer open to her, nothing is searched.

    ``hear`` gets the progress too; ``asked`` is one more voice that may ask to stop. Whatever
    goes wrong, the search is closed as lost, with its best answer saved, and the error raised;
    but not where it goes on in other hands: HandBackError, LeaseLostError and, where it can be
    resumed, DatabaseError leave it as it is.
    """
    hands = hands or Hands()
    states = LIVE_STATES if hands.resumes else ("waiting",)
    with hands.keeping():
        rows = live_row(search).filter(state__in=states)
        if not rows.update(state="running", heard_at=timezone.now()):
            return False
    search.refresh_from_db()
    if refuse_closed(search, saving=hands.keeping):
        return True
    notes = _Notes(search, before_seconds=search.elapsed_seconds, ours=hands.ours)
    try:
        with notes.kept():
            return _search(search, notes, hear, asked, hands)
    except (HandBackError, LeaseLostError):
        raise
    except DatabaseError:
        if hands.resumes:
            raise  # a database that went away and came back loses no search
        notes.write_last(saving=hands.keeping)
        lose_search(search, saving=hands.keeping)
        raise
    except BaseException:
        notes.write_last(saving=hands.keeping)
        lose_search(search, saving=hands.keeping)
        raise


def aims_of(search: Search) -> tuple[Aim, ...]:
    """Return the aims of a search, one after another: several where it is for a choice."""
    if search.aim != "choice":
        return (cast(Aim, search.aim),)
    return tuple(aim for aim in AIMS[1:] if aim != "stable" or search.reference is not None)


def _aims_left(search: Search) -> tuple[Aim, ...]:
    """Return the aims still to be searched for, where it was begun before."""
    aims = aims_of(search)
    return aims[aims.index(search.aim_now) :] if search.aim_now in aims else aims


def _search(
    search: Search,
    notes: _Notes,
    hear: OnProgress | None,
    asked: Cancelled | None,
    hands: Hands,
) -> bool:
    aims = _aims_left(search)
    for place, aim in enumerate(aims):
        notes.begin(aim)
        seconds = max(1.0, (search.seconds - notes.elapsed()) / (len(aims) - place))
        is_asked = partial(_is_asked, asked, hands)
        result = _found(search, notes, hear, is_asked, aim=aim, seconds=seconds)
        if result.interrupted and result.score is None and hands.is_closing():
            raise HandBackError
        is_last = aim == aims[-1] or result.interrupted or result.status == "infeasible"
        end = partial(end_search, saving=hands.ending)
        keep = partial(keep_found, saving=hands.keeping)
        # Bound here: it may have to be said again, and the loop goes on.
        save = partial(end if is_last else keep, search, result, aim=aim)
        notes.forget()
        is_ours = _insist(save)
        if is_last or not is_ours:
            return is_ours
    return False


def _is_asked(asked: Cancelled | None, hands: Hands) -> bool:
    is_asked = asked is not None and asked()  # always asked: it may move a progress line
    return is_asked or hands.is_closing()


def _found(
    search: Search,
    notes: _Notes,
    hear: OnProgress | None,
    asked: Cancelled,
    *,
    aim: Aim,
    seconds: float,
) -> Result:
    def told(progress: Progress) -> None:
        notes.progress = progress
        if hear is not None:
            hear(progress)

    def stopped() -> bool:
        return asked() or notes.stopped.is_set()

    known = None if search.reference is None else search.reference.result.answer
    # What was found under this aim before the worker was lost; the answer is never worse.
    best = read_answer(search.best) if search.best and search.aim_now == aim else None
    return solve_in_child(
        search.demand.problem,
        Params(seconds=seconds),
        progress=told,
        cancelled=stopped,
        incumbent=notes.note_answer,
        hint=best or known,
        aim=aim,
        reference=known,
    )


def _insist(save: Callable[[], bool]) -> bool:
    """Save, again for a while where the database is busy or away."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return save()
        except DatabaseError:
            if time.monotonic() > end:
                raise
            connection.close()
            time.sleep(TELL_SECONDS)


@dataclass
class _Notes:
    """What is known of a search under way, and the thread that keeps its row up to date."""

    search: Search
    before_seconds: float = 0.0
    ours: Ours = Hands.ours
    aim: str = ""
    progress: Progress | None = None
    answer: tuple[Assignment, ...] | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    _started: float = field(default_factory=time.monotonic)
    _told: Progress | None = None
    _told_at: float = 0.0
    _breathed_at: float = 0.0
    _kept: tuple[Assignment, ...] | None = None

    def elapsed(self) -> float:
        """Return the seconds that the search has taken, those before it was taken up again too."""
        return self.before_seconds + time.monotonic() - self._started

    def begin(self, aim: str) -> None:
        """Note that what comes is found under that aim."""
        self.aim = aim

    def note_answer(self, answer: tuple[Assignment, ...]) -> None:
        """Take the best answer so far; it is written within about a second."""
        self.answer = answer

    def forget(self) -> None:
        """Write no answer any more: it is about to be saved as a version."""
        with self._writing:
            self.answer = None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the row up to date inside the ``with`` block, from a thread of its own."""
        keeper = threading.Thread(target=self._keep, daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._over.set()
            keeper.join()

    def write_last(self, *, saving: Saving) -> None:
        """Write the best answer once more, from the thread that closes the search."""
        if self.answer is not None:
            with saving():
                live_row(self.search).update(best=answer_text(self.answer), aim_now=self.aim)

    def _keep(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            try:
                self._look_and_tell()
            except DatabaseError:
                connection.close()  # busy, or gone and back: the next turn tells it all
        connection.close()

    def _look_and_tell(self) -> None:
        row = self.ours(live_row(self.search))
        with self._writing:
            is_ours = self._tell(row)
        if not is_ours or row.values_list("stop_asked", flat=True).first() is not False:
            self.stopped.set()

    def _tell(self, row: QuerySet[Search]) -> bool:
        """Write what is new and due; return whether the search is still ours to write to."""
        now = time.monotonic()
        progress, answer = self.progress, self.answer
        tells = progress is not self._told and now - self._told_at >= TELL_SECONDS
        breathes = now - self._breathed_at >= BREATH_SECONDS
        if not tells and not breathes:
            return True
        changes: dict[str, Any] = {"elapsed_seconds": round(self.elapsed(), 1)}
        if self.aim:  # told before anything is found, so that another worker begins with it
            changes["aim_now"] = self.aim
        if progress is not None:
            changes |= {"stage": progress.stage, "bound": progress.bound}
            changes["incumbent"] = progress.incumbent
        if breathes:
            changes["heard_at"] = timezone.now()
            if answer is not None and answer is not self._kept:
                changes |= {"best": answer_text(answer), "aim_now": self.aim}
        is_ours = bool(row.update(**changes))
        # Marked only now: what a busy database refused is told again at the next turn.
        self._told, self._told_at = progress, now
        if breathes:
            self._kept, self._breathed_at = answer, now
        return is_ours

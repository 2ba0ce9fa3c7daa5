"""Where a search stands: figures for a page, no sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from releve.jobs.queries import is_alive
from releve.people.models import Level
from releve.roster.engine.result import Reason
from releve.roster.engine.stored import read_reasons
from releve.roster.models import Roster, Search
from releve.roster.vocabulary import LIVE_STATES

SILENCE = timedelta(seconds=10)
"""A running search that is not heard of for longer has lost its worker."""

FIRST_SILENCE = timedelta(seconds=30)
"""The same before its first word: on a busy machine a process takes long to wake."""


@dataclass(frozen=True)
class Standing:
    """Where a search stands.

    ``share``: of the time allowed, 0 to 1. ``stage`` is *cover* or *goals*; ``incumbent`` and
    ``bound`` are its points, ``gap`` what lies between as a share of the incumbent. ``reasons``
    holds the clash where the demand is impossible; ``reasons_are_irreducible`` is false where
    some of them may have no part in it. ``is_resuming``: its worker fell silent and its job waits
    for another. ``is_silent``: nobody takes it up again; to be rescued.
    """

    search: Search
    state: str
    is_live: bool
    is_resuming: bool
    is_silent: bool
    elapsed_seconds: float
    share: float
    stage: str
    incumbent: float | None
    bound: float | None
    gap: float | None
    reasons: tuple[Reason, ...]
    reasons_are_irreducible: bool


def live_search(roster: Roster) -> Search | None:
    """Return the search under way for a period, if there is one."""
    return _searches(roster).filter(state__in=LIVE_STATES).first()


def search_of(roster: Roster, pk: int) -> Search:
    """Return one search of a period. Raises ``Search.DoesNotExist``."""
    return _searches(roster).get(pk=pk)


def silent_searches(hospital: Level, *, at: datetime) -> list[Search]:
    """Return the searches of a hospital that are to be rescued."""
    live = Search.objects.for_hospital(hospital).filter(state__in=LIVE_STATES)
    return [search for search in live if is_silent(search, at=at)]


def standing(search: Search, *, at: datetime) -> Standing:
    """Return where a search stands at an instant."""
    is_quiet = _is_quiet(search, at=at)
    has_job = is_quiet and is_alive(job_key(search))
    return Standing(
        search=search,
        state=search.state,
        is_live=search.is_live,
        is_resuming=has_job and search.state == "running",
        is_silent=is_quiet and not has_job,
        elapsed_seconds=search.elapsed_seconds,
        share=_share(search),
        stage=search.stage,
        incumbent=search.incumbent,
        bound=search.bound,
        gap=_gap(search.incumbent, search.bound),
        reasons=read_reasons(search.reasons) if search.reasons else (),
        reasons_are_irreducible=search.reasons_are_irreducible,
    )


def is_silent(search: Search, *, at: datetime) -> bool:
    """Whether a live search has lost its worker and no job is left that would take it up."""
    return _is_quiet(search, at=at) and not is_alive(job_key(search))


def job_key(search: Search) -> str:
    """Return the key under which the jobs know a search."""
    return f"roster.search:{search.pk}"


def _is_quiet(search: Search, *, at: datetime) -> bool:
    patience = FIRST_SILENCE if search.state == "waiting" else SILENCE
    return search.is_live and at - search.heard_at > patience


def _searches(roster: Roster) -> QuerySet[Search]:
    # A page asks every second; the answer so far is large and only a rescue reads it.
    found = Search.objects.for_hospital(roster.hospital).filter(roster=roster)
    return found.select_related("version").defer("best", "version__found", "version__judged")


def _share(search: Search) -> float:
    if not search.is_live:
        return 1.0
    return min(1.0, search.elapsed_seconds / search.seconds) if search.seconds else 0.0


def _gap(incumbent: float | None, bound: float | None) -> float | None:
    if incumbent is None or bound is None:
        return None
    return max(0.0, incumbent - bound) / (incumbent or 1.0)

"""The process that a page's search runs in; it loads nothing but what it takes to search."""

from __future__ import annotations

from releve.kit.console import DONE
from releve.roster.actions.search_process import run_search
from releve.roster.cli.interrupts import asked_to_stop
from releve.roster.models import Search


def work(hospital: int, pk: int) -> int:
    """Run one search that waits; a signal to end keeps the best so far."""
    search = Search.objects.for_hospital(hospital).filter(pk=pk).first()
    if search is not None:
        with asked_to_stop() as is_asked:
            run_search(search, asked=is_asked)
    return DONE

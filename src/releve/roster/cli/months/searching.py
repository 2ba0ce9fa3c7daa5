"""``releve roster months search``: a search in this process, for a person at the terminal."""

from __future__ import annotations

import time
from datetime import date

import click

from releve.kit import console
from releve.kit.actors import Actor
from releve.kit.engines import Progress
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.roster.actions import ask_search
from releve.roster.actions.search_process import run_search
from releve.roster.cli.interrupts import asked_to_stop
from releve.roster.cli.months.places import month_of, unit_of
from releve.roster.cli.screen import show_result
from releve.roster.cli.solve import progress_text
from releve.roster.engine.result import Result
from releve.roster.engine.solve import ChildLostError
from releve.roster.engine.stored import read_reasons
from releve.roster.models import Search
from releve.roster.queries import roster_key
from releve.trail.actions import note_reading

_ = translator("releve.roster")

CODES = {
    "done": console.DONE,
    "stopped": console.INTERRUPTED,
    "infeasible": console.INFEASIBLE,
}
"""Exit code of each way a search ends; every other way brought no answer."""


def search_here(unit_code: str, starts_on: date, *, actor: Actor, aim: str, seconds: int) -> int:
    """Search a month in this process, with a progress line, and print what was found."""
    month = month_of(unit_of(unit_code, actor=actor), starts_on)
    if aim == "stable" and month.chosen is None:
        message = _("few changes are counted from the chosen version; there is none yet")
        raise BadInputError(message, place=Place(field="--aim"))
    search, is_new = ask_search(
        month, actor=actor, aim=aim, seconds=seconds, reference=month.chosen
    )
    if not is_new:
        raise BadInputError(
            _("a search of this month is under way; wait for its end, or stop it on the page")
        )
    try:
        _run(search)
    except ChildLostError:
        click.echo(_("The search was ended from outside, or memory ran out."), err=True)
    search.refresh_from_db()
    _show(search, actor)
    return CODES.get(search.state, console.NO_ANSWER)


def _run(search: Search) -> None:
    started = time.monotonic()
    with (
        console.progress(_("Searching"), total=float(search.seconds)) as steps,
        asked_to_stop() as is_asked,
    ):

        def asked() -> bool:  # asked twenty times a second, so the bar moves with it
            steps.report(done=time.monotonic() - started)
            return is_asked()

        def hear(progress: Progress) -> None:
            steps.report(note=progress_text(progress))

        run_search(search, hear=hear, asked=asked)


def _show(search: Search, actor: Actor) -> None:
    note_reading(
        actor,
        "roster.month.read",
        kind="roster",
        key=roster_key(search.roster),
        hospital=search.hospital_id,
    )
    screen, problem = console.console(), search.demand.problem
    version = search.version
    if version is not None:
        show_result(screen, problem, version.result, version.verdict.breaches)
        told = _("Saved as version {number}.")
        if version.pk == search.reference_id:
            told = _("No better roster was found than version {number}.")
        screen.print(told.format(number=version.number))
    elif search.state == "infeasible":
        reasons = read_reasons(search.reasons)
        show_result(screen, problem, Result("infeasible", reasons=reasons), [])
    else:
        screen.print(_("The search ended without a roster."))

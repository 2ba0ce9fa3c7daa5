"""The cycle of a ward: its lines, its law, who walks it, and the months that begin from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from releve.kit.field_faults import first_fault
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import actor_of
from releve.roster import actions, queries
from releve.roster.cycle_words import place_fault_text
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.cycle import CyclePlace as EnginePlace
from releve.roster.engine.problem.checks import FieldError
from releve.roster.forms import (
    CycleDayForm,
    CycleLeaveForm,
    CyclePlaceForm,
    NewCycleForm,
    SeenForm,
)
from releve.roster.models import Cycle
from releve.roster.queries import Viewer
from releve.roster.queries.new_cycle import empty_cycle
from releve.roster.views.places import managed, managed_unit, note_read, version_of
from releve.trail.actions import note_reading

_ = translator("releve.roster")

CONFLICT, UNFIT = 409, 400


@needs(Permission.MANAGE_ROSTER)
@require_safe
def cycle(request: HttpRequest, unit: int) -> HttpResponse:
    """Show a unit's cycle, or what its first version needs; with a day in the address, its form."""
    level, viewer = managed_unit(request, unit)
    return _page(request, level, viewer)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def new_cycle(request: HttpRequest, unit: int) -> HttpResponse:
    """Keep a cycle from a file, or one of empty weeks to be filled."""
    level, viewer = managed_unit(request, unit)
    form = NewCycleForm(request.POST)
    if not form.is_valid():
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    given = form.cleaned_data
    made: EngineCycle | None = None
    if given["content"].strip():
        try:
            made = EngineCycle.from_json(given["content"])
        except ValidationError as error:
            fault = first_fault(error, EngineCycle)
            field = ".".join(str(step) for step in fault.path)
            told = f"{field}: {fault.what}" if field else fault.what
            return _page(request, level, viewer, told=told, status=UNFIT)
    elif given["weeks"]:
        made = empty_cycle(level, given["weeks"])
    if made is None:
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    return _kept(request, level, viewer, made, seen=given["seen"])


@needs(Permission.MANAGE_ROSTER)
@require_POST
def change_day(request: HttpRequest, unit: int) -> HttpResponse:
    """Put another shift, or none, on one day of a line."""
    level, viewer = managed_unit(request, unit)
    row, form = queries.cycle_of(level), CycleDayForm(request.POST)
    if row is None or not form.is_valid():
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    given = form.cleaned_data
    changed = _with_day(row.cycle, given["line"], given["at"], given["code"] or None)
    if changed is None:
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    return _kept(request, level, viewer, changed, seen=given["seen"])


@needs(Permission.MANAGE_ROSTER)
@require_POST
def take_place(request: HttpRequest, unit: int) -> HttpResponse:
    """Put somebody on a line, from a week on."""
    level, viewer = managed_unit(request, unit)
    row, form = queries.cycle_of(level), CyclePlaceForm(request.POST)
    if row is None or not form.is_valid():
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    given = form.cleaned_data
    place = EnginePlace(
        person=given["person"],
        line=given["line"],
        offset=given["week"] - 1,
        from_on=given["from_on"],
        to_on=given["to_on"],
    )
    return _placed(request, level, viewer, [*queries.places_of(row), place], given["seen"])


@needs(Permission.MANAGE_ROSTER)
@require_POST
def leave_place(request: HttpRequest, unit: int) -> HttpResponse:
    """Take somebody off a place."""
    level, viewer = managed_unit(request, unit)
    row, form = queries.cycle_of(level), CycleLeaveForm(request.POST)
    if row is None or not form.is_valid():
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    places = list(queries.places_of(row))
    if form.cleaned_data["at"] < len(places):
        del places[form.cleaned_data["at"]]
    return _placed(request, level, viewer, places, form.cleaned_data["seen"])


@needs(Permission.MANAGE_ROSTER)
@require_POST
def retire(request: HttpRequest, unit: int) -> HttpResponse:
    """End the use of a unit's cycle."""
    level, viewer = managed_unit(request, unit)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, level, viewer, told=_unfit(), status=UNFIT)
    try:
        actions.retire_cycle(level, actor=actor_of(viewer.account), seen=form.cleaned_data["seen"])
    except actions.StaleCycleError:
        return _page(request, level, viewer, told=_stale(), status=CONFLICT)
    return redirect("roster:cycle", unit=unit)


@needs(Permission.MANAGE_ROSTER)
@require_POST
def begin(request: HttpRequest, unit: int, starts_on: date) -> HttpResponse:
    """Make a draft of a month from the unit's cycle."""
    place = managed(request, unit, starts_on)
    try:
        version = actions.begin_from_cycle(place.roster, actor=place.actor)
    except actions.NoCycleError:
        told = _("Nobody of this month has a place on the cycle yet: give places first.")
        return _page(request, place.unit, place.viewer, told=told, status=CONFLICT)
    return redirect("roster:month", unit=unit, starts_on=starts_on, number=version.number)


@needs(Permission.MANAGE_ROSTER)
@require_safe
def gap(request: HttpRequest, unit: int, starts_on: date, number: int) -> HttpResponse:
    """Show how far a version of a month is from the cycle, on a page or as a part of the month."""
    place = managed(request, unit, starts_on)
    version, row = version_of(place, number), queries.cycle_of(place.unit)
    note_read(place, "roster.cycle.read")
    context = {
        "unit": place.unit,
        "roster": place.roster,
        "version": version,
        "gap": None if row is None else queries.gap_panel(version, row),
    }
    is_part = request.headers.get("HX-Target") == "gap"
    return render(request, "roster/_gap.html" if is_part else "roster/gap.html", context)


def _page(
    request: HttpRequest, unit: Level, viewer: Viewer, *, told: str = "", status: int = 200
) -> HttpResponse:
    row = queries.cycle_of(unit)
    note_reading(
        actor_of(viewer.account),
        "roster.cycle.read",
        kind="cycle",
        key=queries.cycle_key(unit),
        hospital=unit.hospital_id,
    )
    context: dict[str, Any] = {
        "unit": unit,
        "viewer": viewer,
        "told": told,
        "page": None if row is None else queries.cycle_page(row),
        "asked": None if row is None else _asked(request, row),
        "people": queries.people_for_cycle(unit),
        "can_begin_empty": row is not None or queries.latest_problem(unit) is not None,
        "lengths": range(1, 13),
    }
    return render(request, "roster/cycle.html", context, status=status)


def _asked(request: HttpRequest, row: Cycle) -> dict[str, Any] | None:
    """Return the day that the address asks about: its line, its place and what stands there."""
    line, at = request.GET.get("line", ""), request.GET.get("at", "")
    if not line and not at:
        return None
    known = row.cycle.line_by_id.get(line)
    if known is None or not at.isascii() or not at.isdigit() or int(at) >= row.cycle.days:
        raise Http404
    day = int(at)
    return {"line": line, "at": day, "week": day // 7 + 1, "code": known.cells[day] or ""}


def _kept(
    request: HttpRequest, unit: Level, viewer: Viewer, made: EngineCycle, *, seen: int
) -> HttpResponse:
    try:
        actions.keep_cycle(unit, made, actor=actor_of(viewer.account), seen=seen)
    except actions.StaleCycleError:
        return _page(request, unit, viewer, told=_stale(), status=CONFLICT)
    return redirect("roster:cycle", unit=unit.pk)


def _placed(
    request: HttpRequest, unit: Level, viewer: Viewer, places: list[EnginePlace], seen: int
) -> HttpResponse:
    try:
        actions.place_on_cycle(unit, places, actor=actor_of(viewer.account), seen=seen)
    except actions.StaleCycleError:
        return _page(request, unit, viewer, told=_stale(), status=CONFLICT)
    except FieldError as fault:
        told = place_fault_text(str(fault.path[-1]))
        return _page(request, unit, viewer, told=told, status=UNFIT)
    return redirect("roster:cycle", unit=unit.pk)


def _with_day(cycle: EngineCycle, line: str, at: int, code: str | None) -> EngineCycle | None:
    """Return a cycle with another cell, ``None`` where there is no such day or shift."""
    known = cycle.line_by_id.get(line)
    if known is None or at >= cycle.days or (code is not None and code not in cycle.minutes_of):
        return None
    cells = [*known.cells]
    cells[at] = code
    weeks = tuple(tuple(cells[day : day + 7]) for day in range(0, cycle.days, 7))
    changed = replace(known, weeks=weeks)
    return replace(cycle, lines=tuple(changed if one.id == line else one for one in cycle.lines))


def _unfit() -> str:
    return _("That could not be understood; nothing has changed.")


def _stale() -> str:
    return _("Somebody has changed this cycle since you opened the page; nothing was overwritten.")

"""The load of units, for whoever may see it; what one may not see answers 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from releve.kit.actors import Actor
from releve.kit.figures import Theme, kept_svg
from releve.kit.permissions import Permission, needs
from releve.kit.words import current_language
from releve.people.models import Level
from releve.people.queries import actor_of, check_anywhere, unit_open_to
from releve.shifts.load_figure import load_sentence, load_spec
from releve.shifts.load_table import COLUMNS, load_rows, unit_cells, unit_json
from releve.shifts.queries import UnitLoad, load_of_unit
from releve.shifts.queries.places import LAST, months_before, units_with_load
from releve.shifts.views.files import file_of
from releve.shifts.views.own import account_of, months_asked
from releve.shifts.vocabulary import FEWEST_PEOPLE
from releve.trail.actions import note_reading


@dataclass(frozen=True)
class _Asked:
    """A unit's load that somebody asks for: hers to see, and noted."""

    unit: Level
    months: tuple[date, date]
    last: int

    @property
    def load(self) -> UnitLoad:
        """The load of those months."""
        return load_of_unit(self.unit, *self.months)


@needs(Permission.SEE_LOAD)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the units whose load is open to the reader."""
    actor = actor_of(account_of(request))
    check_anywhere(actor, Permission.SEE_LOAD)
    return render(request, "shifts/units.html", {"units": units_with_load(actor)})


@needs(Permission.SEE_LOAD)
@require_safe
def unit(request: HttpRequest, unit: int) -> HttpResponse:
    """Show a unit's load over the last whole months."""
    asked = _asked(request, unit)
    load = asked.load
    rows = load_rows(load.total)
    context = {
        "unit": asked.unit,
        "load": load,
        "rows": rows,
        "sentence": load_sentence(rows),
        "last": asked.last,
        "choices": LAST,
        "least": FEWEST_PEOPLE,
        "untold": [month for month in load.months if not month.is_told],
    }
    return render(request, "shifts/unit.html", context)


@needs(Permission.SEE_LOAD)
@require_safe
def unit_file(request: HttpRequest, unit: int, ending: str) -> HttpResponse:
    """Give a unit's load as a table or as JSON."""
    asked = _asked(request, unit)
    load = asked.load
    name = f"{slugify(asked.unit.name) or 'charge'}-{asked.months[0]:%Y-%m}"
    return file_of(
        ending, name=name, columns=COLUMNS, cells=unit_cells(load), document=unit_json(load)
    )


@needs(Permission.SEE_LOAD)
@require_safe
def unit_figure(request: HttpRequest, unit: int) -> HttpResponse:
    """Give the figure of a unit's load, light or dark."""
    rows = load_rows(_asked(request, unit).load.total)
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    folder = settings.DATA_FOLDER / "figures"
    svg = kept_svg(load_spec(rows), folder=folder, theme=theme, language=current_language())
    return HttpResponse(svg, content_type="image/svg+xml")


def _asked(request: HttpRequest, unit: int) -> _Asked:
    account = account_of(request)
    today = timezone.localdate()
    try:
        level = unit_open_to(account, Permission.SEE_LOAD, unit, on=today)
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown
    _note_read(actor_of(account), level)
    last = months_asked(request)
    return _Asked(level, (months_before(today, last), months_before(today, 1)), last)


def _note_read(actor: Actor, level: Level) -> None:
    note_reading(actor, "shifts.load.read", kind="unit", key=level.code, hospital=level.hospital_id)

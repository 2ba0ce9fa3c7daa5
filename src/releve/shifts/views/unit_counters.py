"""The counters of a unit's people, for whoever may see them; what one may not see answers 404."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import actor_of
from releve.shifts.counter_table import (
    COUNTER_COLUMNS,
    UNIT_CODES,
    counter_cells,
    counter_rows,
    counters_json,
    unit_rows,
)
from releve.shifts.counter_words import counter_title
from releve.shifts.queries.counting import (
    counters_of,
    is_settled,
    people_counted,
    running_counters,
)
from releve.shifts.queries.places import months_before, units_with_counters
from releve.shifts.queries.sheet import closure_of
from releve.shifts.views.asked import month_asked, person_asked, unit_asked
from releve.shifts.views.files import file_of
from releve.shifts.views.own import account_of
from releve.trail.actions import note_reading


@needs(Permission.SEE_COUNTERS)
@require_safe
def unit_counters(request: HttpRequest, unit: int) -> HttpResponse:
    """Show the counters of everybody who worked in a unit in a month, or one person's in full."""
    level, month = unit_asked(request, unit, Permission.SEE_COUNTERS), month_asked(request)
    _note_read(request, level)
    people, person = people_counted(level, month), person_asked(request, level)
    units = units_with_counters(actor_of(account_of(request)))
    context = {
        "unit": level,
        "month": month,
        "before": months_before(month, 1),
        "after": months_before(month, -1),
        "titles": [counter_title(code) for code in UNIT_CODES],
        "closure": closure_of(level, month),
        "is_settled": is_settled(people, month),
    }
    if person is not None and person in people:
        of_month, of_year = counter_rows(counters_of(person, month, units=units))
        context |= {
            "person": person,
            "of_month": of_month,
            "of_year": of_year,
            "is_guest": person.unit_id not in units,
        }
    else:
        context["rows"] = unit_rows(running_counters(people, month, units=units))
    return render(request, "shifts/unit_counters.html", context)


@needs(Permission.SEE_COUNTERS)
@require_safe
def unit_counters_file(request: HttpRequest, unit: int, ending: str) -> HttpResponse:
    """Give the counters of a unit's month as a table or as JSON."""
    level, month = unit_asked(request, unit, Permission.SEE_COUNTERS), month_asked(request)
    _note_read(request, level)
    units = units_with_counters(actor_of(account_of(request)))
    told = running_counters(people_counted(level, month), month, units=units)
    return file_of(
        ending,
        name=f"compteurs-{level.code}-{month:%Y-%m}".lower(),
        columns=COUNTER_COLUMNS,
        cells=counter_cells(told),
        document=[counters_json(one) for one in told],
    )


def _note_read(request: HttpRequest, level: Level) -> None:
    note_reading(
        actor_of(account_of(request)),
        "shifts.counters.read",
        kind="unit",
        key=level.code,
        hospital=level.hospital_id,
    )

"""The ledgers of units, for whoever may see them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from releve.kit.faults import BadInputError
from releve.kit.figures import Theme, kept_svg
from releve.kit.permissions import Permission, needs
from releve.kit.words import current_language
from releve.ledger.ledger_figure import ledger_sentence, ledger_spec
from releve.ledger.ledger_table import COLUMNS, ledger_cells, ledger_json
from releve.ledger.queries.balance import balance_of
from releve.ledger.queries.places import quarters_over, units_with_ledger
from releve.ledger.queries.professions import profession_names
from releve.ledger.queries.prompts import periods_of
from releve.ledger.views.asked import acting, note_ledger_read, unit_asked
from releve.ledger.views.files import file_of
from releve.ledger.vocabulary import ACTIVITIES, PURPOSES, SIGNED_PURPOSES
from releve.people.models import Level
from releve.people.queries import check_anywhere, permissions_at


@needs(Permission.SEE_LEDGER)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the units whose ledger is open to the reader."""
    actor = acting(request)
    check_anywhere(actor, Permission.SEE_LEDGER)
    return render(request, "ledger/units.html", {"units": units_with_ledger(actor)})


@needs(Permission.SEE_LEDGER)
@require_safe
def unit(request: HttpRequest, unit: int) -> HttpResponse:
    """Show a unit's ledger: what tools gave, what is spent, how it is shared."""
    return unit_page(request, unit_asked(request, unit, Permission.SEE_LEDGER))


@needs(Permission.SEE_LEDGER)
@require_safe
def unit_file(request: HttpRequest, unit: int, ending: str) -> HttpResponse:
    """Give a unit's ledger as a table or as JSON."""
    level = unit_asked(request, unit, Permission.SEE_LEDGER)
    note_ledger_read(request, level)
    balance = balance_of(level, today=timezone.localdate())
    return file_of(
        ending,
        name=f"temps-rendu-{slugify(level.name) or level.pk}",
        columns=COLUMNS,
        cells=ledger_cells(balance),
        document=ledger_json(balance),
    )


@needs(Permission.SEE_LEDGER)
@require_safe
def unit_figure(request: HttpRequest, unit: int) -> HttpResponse:
    """Give the figure of a unit's ledger, light or dark."""
    level = unit_asked(request, unit, Permission.SEE_LEDGER)
    note_ledger_read(request, level)
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    spec = ledger_spec(balance_of(level, today=timezone.localdate()))
    folder = settings.DATA_FOLDER / "figures"
    svg = kept_svg(spec, folder=folder, theme=theme, language=current_language())
    return HttpResponse(svg, content_type="image/svg+xml")


def unit_page(
    request: HttpRequest, level: Level, *, refusal: BadInputError | None = None
) -> HttpResponse:
    """Show a unit's ledger, with what was refused of a form, if anything."""
    note_ledger_read(request, level)
    today, held = timezone.localdate(), permissions_at(acting(request), level)
    balance = balance_of(level, today=today)
    context: dict[str, Any] = {
        "unit": level,
        "balance": balance,
        "sentence": ledger_sentence(balance),
        "periods": periods_of(level),
        "quarters": quarters_over(today),
        "open_quarters": [one for one in balance.quarters if one.left],
        "purposes": [one for one in PURPOSES if _may(one, held)],
        "signed": SIGNED_PURPOSES,
        "activities": ACTIVITIES,
        "chooses": Permission.CHOOSE_SPENDING in held,
        "signs": Permission.SIGN_SPENDING in held,
        "today": today,
        "names": profession_names(),
        "refusal": refusal.what if refusal else "",
        "blamed": refusal.place.field if refusal else "",
        "sent": request.POST if refusal else {},
    }
    return render(request, "ledger/unit.html", context, status=409 if refusal else 200)


def _may(purpose: str, held: frozenset[Permission]) -> bool:
    return purpose not in SIGNED_PURPOSES or Permission.SIGN_SPENDING in held

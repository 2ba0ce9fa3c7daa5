"""In-product help and the style page: texts and samples that hold nobody's data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from releve.house.help import CHAPTERS, chapter_of
from releve.house.samples import BLOCKS, COLOURS, SCALE, SHIFTS
from releve.kit.permissions import ANYONE, needs


@needs(ANYONE)
@login_not_required
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """Show the chapters of help."""
    return render(request, "house/help.html", {"chapters": CHAPTERS})


@needs(ANYONE)
@login_not_required
@require_safe
def help_chapter(request: HttpRequest, room: str) -> HttpResponse:
    """Show one room's help, in the reader's language."""
    found = chapter_of(room)
    if found is None:
        raise Http404
    context = {"shown": found, "chapters": CHAPTERS, "text": found.template(get_language() or "fr")}
    return render(request, "house/help_chapter.html", context)


@needs(ANYONE)
@login_not_required
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show the design system as the pages use it."""
    context = {"colours": COLOURS, "scale": SCALE, "shifts": SHIFTS, "blocks": BLOCKS}
    return render(request, "house/style.html", context)

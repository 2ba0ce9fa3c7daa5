"""The audit trail in the browser: one person asks, another agrees, both read, all is noted."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.house.trail_verbs import verb_sentence
from releve.house.views.trail_form import TrailRequestForm
from releve.kit.actors import Actor
from releve.kit.faults import BadInputError
from releve.kit.numbers import number_in
from releve.kit.permissions import Permission, needs
from releve.people.models import Account, Level
from releve.people.queries import actor_of, levels_for, may_everywhere
from releve.trail.actions import Part, agree, ask_to_read, read_part
from releve.trail.models import ReadingRequest
from releve.trail.queries import requests_open_to

A_MONTH = timedelta(days=30)
MOST_PAGES = 1_000_000


@needs(Permission.READ_TRAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def trail_requests(request: HttpRequest) -> HttpResponse:
    """Show the requests of a hospital and the form for a new one; take a new one in."""
    actor = _actor(request)
    # Whoever stands at a hospital reads there alone; the others are not even asked for.
    hospitals = _hospitals(actor) if actor.hospital is None else []
    is_over_all = actor.hospital is None and may_everywhere(actor, Permission.READ_TRAIL)
    hospital = _chosen(request, actor, hospitals, is_over_all=is_over_all)
    form = TrailRequestForm(request.POST or None, initial=_last_month())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        part = Part(**{name: given[name] for name in ("from_on", "to_on", "kind", "key")})
        ask_to_read(
            actor, part, hospital=hospital, purpose=given["purpose"], reason=given["reason"]
        )
        return redirect(request.get_full_path())
    context = {
        "actor": actor,
        "form": form,
        "hospital": Level.objects.filter(pk=hospital).first() if hospital else None,
        "hospitals": hospitals,
        "is_over_all": is_over_all,
        "requests": requests_open_to(actor, hospital),
    }
    status = 400 if form.errors else 200
    return render(request, "house/trail/requests.html", context, status=status)


@needs(Permission.READ_TRAIL)
@require_POST
def agree_to_request(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to what somebody else asked for."""
    try:
        agree(_actor(request), number)
    except ReadingRequest.DoesNotExist as unknown:
        raise Http404 from unknown
    except BadInputError as refused:
        return _refused(request, refused)
    return redirect("trail_request", number)


@needs(Permission.READ_TRAIL)
@require_safe
def read_request(request: HttpRequest, number: int) -> HttpResponse:
    """Show a page of what a request opens; that it was read is noted."""
    page = number_in(request.GET.get("page", "1"))
    if page is None or not 0 < page < MOST_PAGES:
        raise Http404
    try:
        asked, entries, more = read_part(_actor(request), number, page=page)
    except ReadingRequest.DoesNotExist as unknown:
        raise Http404 from unknown
    except BadInputError as refused:
        return _refused(request, refused)
    context = {
        "asked": asked,
        "entries": [(entry, verb_sentence(entry.verb)) for entry in entries],
        "earlier": page + 1 if more else None,
        "later": page - 1,
    }
    return render(request, "house/trail/entries.html", context)


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return actor_of(request.user)


def _hospitals(actor: Actor) -> list[Level]:
    return list(levels_for(actor, Permission.READ_TRAIL).filter(kind="hospital"))


def _chosen(
    request: HttpRequest, actor: Actor, hospitals: list[Level], *, is_over_all: bool
) -> int | None:
    """Return the hospital that the page is about; none is the installation itself.

    Unasked, the installation is for whoever may read at every hospital; others begin with the
    first that is open to them.
    """
    if actor.hospital is not None:
        return actor.hospital
    said = request.GET.get("hospital")
    if not said:
        return None if is_over_all or not hospitals else hospitals[0].pk
    found = next((one.pk for one in hospitals if str(one.pk) == said), None)
    if found is None:
        raise Http404
    return found


def _last_month() -> dict[str, object]:
    today = localdate()
    return {"from_on": today - A_MONTH, "to_on": today}


def _refused(request: HttpRequest, refused: BadInputError) -> HttpResponse:
    return render(request, "house/trail/refused.html", {"why": str(refused)}, status=409)

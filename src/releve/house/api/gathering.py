"""The rooms' routes gathered under ``/api/v1/``.

Each is signed in to by itself, with a session or a token, so the house's own sign-in leaves
them alone; whatever goes wrong answers a problem, also at an address that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.defaults import page_not_found
from ninja import NinjaAPI
from ninja.errors import ConfigError

from releve.kit.permissions import ANYONE, Need, need_of, needs
from releve.ledger.api import router as ledger
from releve.people.api import router as people
from releve.people.api.bodies import StrictParser, bounded
from releve.people.api.callers import WAYS_IN, admitted
from releve.people.api.faults import Fault, answer_faults, problem
from releve.roster.api import cycles, exchanges, wishes, worked_law
from releve.roster.api import router as roster
from releve.shifts.api import router as shifts
from releve.stewardship.api.gates import router as gates
from releve.stewardship.api.proposals import router as proposals
from releve.stewardship.api.register import router as register
from releve.training.api import router as training

ROOT = "/api/v1/"

DESCRIPTION = """\
What Relève knows of units, people and rosters, for the hospital's other programs.

Sign in with the session of a browser, or send a token as `Authorization: Bearer releve_…`.
A change names the state that its sender has seen, with `If-Match`.
Every fault is a problem of RFC 9457 with a code that never changes."""

api = NinjaAPI(
    title="Relève",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=WAYS_IN,
    parser=StrictParser(),
)
answer_faults(api)
api.add_decorator(admitted, mode="operation")
api.add_decorator(bounded, mode="view")
api.add_router("", people)
api.add_router("", roster)
api.add_router("", wishes)
api.add_router("", cycles)
api.add_router("", exchanges)
api.add_router("", worked_law)
api.add_router("", shifts)
api.add_router("", ledger)
api.add_router("", training)
api.add_router("", register)
api.add_router("", gates)
api.add_router("", proposals)


@dataclass(frozen=True)
class Route:
    """One way into the API: a method at an address, and what it needs."""

    method: str
    path: str
    name: str
    need: Need


def routes() -> Iterator[Route]:
    """Yield every route, as the rooms declare them."""
    for _prefix, router in api._routers:  # noqa: SLF001 - ninja has no public list of its routes
        for address, view in router.path_operations.items():
            for operation in view.operations:
                need = need_of(operation.view_func)
                if need is None:
                    raise ConfigError(f"{operation.view_func.__qualname__} declares no need")
                for method in operation.methods:
                    name = operation.view_func.__name__
                    yield Route(method, ROOT + address.lstrip("/"), name, need)


def url_patterns() -> list[URLPattern]:
    """Return the addresses of the API."""
    # ninja names an address once for each of its methods; the first one answers them all.
    found: dict[str, URLPattern] = {}
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            address = str(pattern.pattern)
            found.setdefault(address, path(address, _guarded(pattern.callback), name=pattern.name))
    return list(found.values())


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view of ninja answer like the rest: problems, and 304 where nothing has changed."""

    @needs(ANYONE)  # each operation signs in by itself: see routes()
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = view(request, *args, **kwargs)
        if found.status_code == 405:
            allowed = found["Allow"]
            found = problem(Fault("method_not_allowed"))
            found["Allow"] = ", ".join(sorted(allowed.split(", ")))
        if request.method == "GET" and found.status_code == 200 and found.has_header("ETag"):
            conditional = get_conditional_response(request, etag=found["ETag"], response=found)
            found = conditional if conditional is not None else found
        return _private(found)

    return answer


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that nothing stands at: a program is told so in its own way."""
    if request.path_info.startswith(ROOT):
        return _private(problem(Fault("not_found")))
    return page_not_found(request, exception)


def _private(response: HttpResponse) -> HttpResponse:
    """Let nobody on the way keep an answer: it depends on who asks."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response

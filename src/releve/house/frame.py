"""What stands around every page: the places one can go to, and the help that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from releve.house.help import Chapter, chapter_for
from releve.house.places import Place, places_open
from releve.kit.permissions import Permission
from releve.kit.standing import stands_in
from releve.people.models import Account
from releve.people.queries import Function, functions_held, unread_count


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """Tell templates the places open to the reader and the chapter of help; read when shown."""
    return {
        "places": SimpleLazyObject(lambda: _places(request)),
        "chapter": SimpleLazyObject(lambda: _chapter(request)),
        "has_news": _has_line(request),
        "unread": partial(_unread, request),  # asked where a template shows it
    }


def functions_for(request: HttpRequest) -> tuple[Function, ...]:
    """Return the reader's functions of today, asked of the database once a request."""
    known: tuple[Function, ...] | None = getattr(request, "releve_functions", None)
    if known is None:
        account = getattr(request, "user", None)
        today = timezone.localdate()
        known = functions_held(account, on=today) if isinstance(account, Account) else ()
        request.releve_functions = known  # type: ignore[attr-defined]  # kept for this request
    return known


def _view_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match is not None else ""


def _places(request: HttpRequest) -> tuple[Place, ...]:
    account = getattr(request, "user", None)  # none where a request broke before the sign-in
    if not isinstance(account, Account):
        return ()
    functions = functions_for(request)
    whole = [one for one in functions if one.is_whole]
    return places_open(
        _permissions(functions),
        whole=_permissions(whole),
        has_line=account.person_id is not None,
        view_name=_view_name(request),
        stands_in=stands_in(request),
    )


def _has_line(request: HttpRequest) -> bool:
    account = getattr(request, "user", None)
    return isinstance(account, Account) and account.person_id is not None


def _unread(request: HttpRequest) -> int:
    account = getattr(request, "user", None)
    return unread_count(account) if isinstance(account, Account) else 0


def _permissions(functions: Iterable[Function]) -> list[Permission]:
    return [permission for one in functions for permission in one.permissions]


def _chapter(request: HttpRequest) -> Chapter:
    return chapter_for(_view_name(request))

"""What stands between a browser and every page: policy, sign-in, refusals, language.

Content Security Policy Level 3 (W3C): no inline script or style can run, no other host is
ever asked, no page of ours can be framed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect

from releve.kit.actors import NotAllowedError
from releve.kit.gates import GateClosedError
from releve.kit.words import Language, use_language
from releve.people.queries import is_hidden
from releve.stewardship.closed import closed_page
from releve.trail.keys import TrailClosedError

_log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

Answer = Callable[[HttpRequest], HttpResponseBase]


class ContentPolicyMiddleware:
    """Adds the policy to every answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the policy's two headers."""
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["Permissions-Policy"] = PERMISSIONS
        return response


class OwnLanguageMiddleware:
    """Lets pages speak the language that somebody has chosen for herself, on any computer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the account's language; in the browser's where she has chosen none."""
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


class SpokenLanguageMiddleware:
    """Lets sentences made in Python speak the language that the page speaks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the request's language, parts sent later included."""
        language: Language = "en" if get_language() == "en" else "fr"
        with use_language(language):
            response = self.get_response(request)
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _spoken(response.streaming_content, language)  # type: ignore[attr-defined]  # a streaming answer has it
        return response


def _spoken(parts: Iterable[bytes], language: Language) -> Iterator[bytes]:
    # The language holds while a part is made and not between parts: another request may run then.
    waiting = iter(parts)
    while True:
        with use_language(language):
            part = next(waiting, None)
        if part is None:
            return
        yield part


class SignedInMiddleware(LoginRequiredMiddleware):
    """Opens pages to those who are signed in, and leaves no copy of them behind.

    A view that is open to all says so with ``login_not_required``.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a browser that is shared keeps no page of somebody who has left."""
        response: HttpResponseBase = self.get_response(request)  # type: ignore[assignment]  # no async here
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def handle_no_permission(  # type: ignore[override]  # a fragment is led by a header, not by 302
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse:
        """Lead to the sign-in page and back; a fragment takes its whole page along."""
        htmx = bool(request.headers.get("HX-Request"))
        page = request.htmx.current_url_abs_path if htmx else _page_of(request)  # type: ignore[attr-defined]  # HtmxMiddleware sets it
        way = resolve_url("sign_in")
        address = f"{way}?{urlencode({'next': page}, safe='/')}" if page else way
        return HttpResponseClientRedirect(address) if htmx else HttpResponseRedirect(address)


class RefusalMiddleware:
    """Answers what somebody may not do: 404 where she may not even see it, else 403.

    A tool that is not open to her says why, and who can give what is missing. And what nobody may
    do while the audit trail cannot be written: 503, in one sentence.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a refusal comes by ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into the one that Django has a page for."""
        if isinstance(exception, TrailClosedError):
            _log.error("the audit trail is closed: %s", exception)
            return render(request, "house/trail/closed.html", status=503)
        if isinstance(exception, GateClosedError):
            return closed_page(request, exception)
        if isinstance(exception, NotAllowedError):
            raise (Http404 if is_hidden(exception) else PermissionDenied) from exception
        return None


def _page_of(request: HttpRequest) -> str:
    # What was sent by a form cannot be opened again by its address.
    return request.get_full_path() if request.method in {"GET", "HEAD"} else ""

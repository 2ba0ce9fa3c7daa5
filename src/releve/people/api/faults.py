"""What an API says when it cannot do what was asked: problem details (RFC 9457), every time.

The codes are for programs and never change; the sentences are for people and speak the reader's
language. Both rooms and the house say faults in this one way.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from releve.kit.actors import NotAllowedError
from releve.kit.documents import field_name
from releve.kit.faults import BadInputError
from releve.kit.gates import GateClosedError, sentences_of
from releve.kit.words import translator
from releve.people.actions import BadTableError
from releve.people.queries import is_hidden
from releve.trail.keys import TrailClosedError

_ = translator("releve.people")

LOGGER = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100
"""More faults of one document than that are counted by nobody."""

STATUS = {
    "unreadable": 400,
    "not_signed_in": 401,
    "form_not_ours": 403,
    "not_allowed": 403,
    "scope_missing": 403,
    "second_factor_missing": 403,
    "gate_closed": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "changed_meanwhile": 412,
    "too_large": 413,
    "not_json": 415,
    "invalid": 422,
    "condition_missing": 428,
    "our_defect": 500,
    "trail_closed": 503,
}


def title_of(code: str) -> str:
    """Return what a code means, in the reader's language."""
    titles = {
        "unreadable": _("What was sent cannot be read"),
        "not_signed_in": _("Sign in, or send a token that is valid"),
        "form_not_ours": _("The safety token of the session is missing"),
        "not_allowed": _("You may not do this"),
        "scope_missing": _("The token was not given this permission"),
        "second_factor_missing": _("Your function asks for a second factor; set it up first"),
        "gate_closed": _("This tool is not open to you here"),
        "not_found": _("There is nothing at this address"),
        "method_not_allowed": _("The address does not know this method"),
        "conflict": _("This does not go with the present state"),
        "changed_meanwhile": _("Somebody has changed this meanwhile"),
        "too_large": _("What was sent is too large"),
        "not_json": _("Send JSON"),
        "invalid": _("Something in what was sent is not as it must be"),
        "condition_missing": _("Say which state you have seen"),
        "our_defect": _("This is a defect of Relève"),
        "trail_closed": _("Nothing can be noted in the audit trail, so nothing is shown or done"),
    }
    return titles[code]


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: where in what was sent, and what."""

    where: str
    what: str


class Fault(Exception):  # noqa: N818 - a fault in what was asked, as the house calls it
    """Ends a request with a problem; ``detail`` is a whole sentence, or empty."""

    def __init__(self, code: str, detail: str = "", *, wrong: Sequence[Wrong] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.wrong = tuple(wrong)


class WrongOut(Schema):
    """One thing that is wrong in what was sent."""

    where: str
    what: str


class Problem(Schema):
    """Problem details of RFC 9457, with a code and the list of what is wrong."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[WrongOut]


def problem(fault: Fault) -> HttpResponse:
    """Return a fault as an answer."""
    status = STATUS[fault.code]
    body: dict[str, Any] = {
        "type": f"/api/v1/#{fault.code}",
        "title": title_of(fault.code),
        "status": status,
        "code": fault.code,
        "detail": fault.detail or title_of(fault.code) + ".",
        "errors": [{"where": one.where, "what": one.what} for one in fault.wrong[:MOST_ERRORS]],
    }
    answer = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def answer_faults(api: NinjaAPI) -> None:
    """Let an API answer every exception with a problem."""
    said: list[tuple[type[Exception], Any]] = [
        (Exception, _defect),
        (Fault, lambda _request, fault: problem(fault)),
        (Http404, lambda _request, _error: problem(Fault("not_found"))),
        (ObjectDoesNotExist, lambda _request, _error: problem(Fault("not_found"))),
        (PermissionDenied, lambda _request, _error: problem(Fault("not_allowed"))),
        (NotAllowedError, _refused),
        (GateClosedError, _gate_closed),
        (AuthenticationError, lambda _request, _error: problem(Fault("not_signed_in"))),
        (HttpError, _http_error),
        (ValidationError, _validation),
        (TrailClosedError, _trail_closed),
        (BadInputError, lambda _request, error: problem(bad_input(error))),
    ]
    for kind, handler in said:
        api.add_exception_handler(kind, handler)


def bad_input(error: BadInputError, *, within: str = "") -> Fault:
    """Return bad input as a fault; ``within``: the list that its lines are counted in, from 1."""
    errors = error.faults if isinstance(error, BadTableError) else (error,)
    wrong = []
    for one in errors:
        line, field = one.place.line, one.place.field
        steps: list[str | int] = [] if line is None else [line - 1]
        steps = [within, *steps] if within and steps else steps
        wrong.append(Wrong(field_name((*steps, *([field] if field else []))) or "", one.what))
    return Fault("invalid", wrong=wrong)


def _refused(_request: HttpRequest, error: NotAllowedError) -> HttpResponse:
    # As on the pages: what one may not even see is not there.
    return problem(Fault("not_found" if is_hidden(error) else "not_allowed"))


def _gate_closed(_request: HttpRequest, error: GateClosedError) -> HttpResponse:
    # Each reason under the code of what is missing, with who can give it.
    first, *reasons = sentences_of(error)
    codes = [lack.code for lack in error.lacks]
    wrong = [Wrong(code, said) for code, said in zip(codes, reasons, strict=False)]
    return problem(Fault("gate_closed", first, wrong=wrong))


def _trail_closed(_request: HttpRequest, error: TrailClosedError) -> HttpResponse:
    LOGGER.error("the audit trail is closed: %s", error)
    return problem(Fault("trail_closed"))


def _defect(request: HttpRequest, error: Exception) -> HttpResponse:
    LOGGER.error("%s %s", request.method, request.path, exc_info=error)
    return problem(Fault("our_defect"))


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Fault):
        return problem(error.__cause__)
    codes = {STATUS[code]: code for code in reversed(STATUS)}
    return problem(Fault(codes.get(error.status_code, "unreadable")))


def _validation(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [Wrong(_where(one["loc"]), str(one["msg"])) for one in error.errors]
    return problem(Fault("invalid", wrong=wrong))


def _where(place: Sequence[Any]) -> str:
    """Return the place of a fault as people write it; the name of our own parameter is left out."""
    source, *steps = place
    named = steps[1:] if source == "body" else steps
    return field_name(tuple(named)) or str(source)

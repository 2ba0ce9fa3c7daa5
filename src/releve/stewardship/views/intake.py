"""The intake: seven questions, the class that follows at once, a signature, and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.stewardship.actions.intake import sign_intake
from releve.stewardship.engine.intake import (
    ANSWERS,
    QUESTIONS,
    REASON_WANTED,
    Flaw,
    Said,
    flaws,
    is_asked,
    judged,
)
from releve.stewardship.forms.controls import answers_in
from releve.stewardship.models import Tool
from releve.stewardship.queries.controls import bound_controls
from releve.stewardship.queries.intake import intake_in_force, intakes_of
from releve.stewardship.register_words import language
from releve.stewardship.views.asked import Asked, managed, may, register_asked, tool_asked


@dataclass(frozen=True)
class Question:
    """A question as the page asks it."""

    code: str
    number: int
    answers: tuple[str, ...]
    said: Said
    wants_reason: str
    flaw: str


@needs(Permission.SEE_REGISTER)
def intake(request: HttpRequest, key: str) -> HttpResponse:
    """Show the questions with what was answered, and what these answers come to."""
    asked = register_asked(request, Permission.SEE_REGISTER)
    held = tool_asked(asked, key)
    sent = request.POST if request.method == "POST" else request.GET
    said = answers_in(sent) if _is_answered(sent) else _last(held)
    if request.headers.get("HX-Request"):
        return render(request, "stewardship/_intake_result.html", _result(held, said))
    return _page(request, asked, held, said)


@needs(Permission.MANAGE_TOOLS)
@require_POST
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign the answers for the version that the tool has now."""
    asked = managed(request, is_named=True)
    held, said = tool_asked(asked, key), answers_in(request.POST)
    seen = request.POST.get("row_version", "")
    try:
        sign_intake(
            held,
            said,
            actor=asked.actor,
            row_version=int(seen) if seen.isdigit() and len(seen) < 10 else 0,
        )
    except BadInputError as refused:
        return _page(request, asked, held, said, refusal=refused.what)
    return redirect(reverse("tools:intake", args=[key]) + asked.tail)


def _is_answered(sent: Mapping[str, Any]) -> bool:
    return any(question in sent for question in ANSWERS)


def _last(held: Tool) -> dict[str, Said]:
    """Return the answers of the newest intake, else what the card of the tool answers."""
    newest = intakes_of(held).first()
    if newest is not None:
        kept: Mapping[str, Any] = newest.answers
        return {one: Said(told["answer"], told["reason"]) for one, told in kept.items()}
    proposed: Mapping[str, Any] = held.fields.get("answers") or {}
    spoken = language()
    return {
        one: Said(told["answer"], told["reason"].get(spoken, ""))
        for one, told in proposed.items()
        if one in ANSWERS
    }


def _page(
    request: HttpRequest,
    asked: Asked,
    held: Tool,
    said: Mapping[str, Said],
    *,
    refusal: str = "",
) -> HttpResponse:
    # What nobody has answered yet is no fault: flaws are told once something was sent.
    is_sent = bool(refusal) or _is_answered(request.GET)
    found = {flaw.question: flaw for flaw in flaws(said)} if is_sent else {}
    context = {
        "asked": asked,
        "tool": held,
        "questions": list(_questions(said, found)),
        "history": intakes_of(held),
        "in_force": intake_in_force(held),
        "manages": may(asked, Permission.MANAGE_TOOLS),
        "from_card": not intakes_of(held).exists() and bool(held.fields.get("answers")),
        "refusal": refusal,
        **_result(held, said),
    }
    return render(request, "stewardship/intake.html", context, status=409 if refusal else 200)


def _questions(said: Mapping[str, Said], found: Mapping[str, Flaw]) -> Iterator[Question]:
    for number, (code, answers) in enumerate(ANSWERS.items(), start=1):
        yield Question(
            code=code,
            number=number if code in QUESTIONS else 0,
            answers=answers,
            said=said.get(code, Said("")),
            wants_reason=REASON_WANTED.get(code, ""),
            flaw=found[code].code if code in found and is_asked(code, said) else "",
        )


def _result(held: Tool, said: Mapping[str, Said]) -> dict[str, Any]:
    if missing := flaws(said):
        return {"finding": None, "missing": missing}
    finding = judged(said)
    return {
        "finding": finding,
        "missing": (),
        "binding": bound_controls(held, risk_class=finding.risk_class, duties=finding.duties),
    }

"""The refusal of the gate as a page, wherever a tool was asked for: 403, with its reasons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from releve.kit.gates import GateClosedError
from releve.people.models import Account, Level
from releve.people.queries import actor_of
from releve.stewardship.gate_words import told
from releve.stewardship.queries.gate import may_break_glass
from releve.stewardship.queries.register import tool_at


def closed_page(request: HttpRequest, closed: GateClosedError) -> HttpResponse:
    """Return the page that says why a tool is closed, and who can give what is missing.

    A fragment gets the reasons alone, and its page is led to where they stand.
    """
    unit = Level.objects.select_related("hospital").get(pk=closed.level)
    tool = tool_at(unit.hospital or unit, closed.tool)
    account = request.user if isinstance(request.user, Account) else None
    context = {
        "unit": unit,
        "tool": tool,
        "key": closed.tool,
        "reasons": told(closed.lacks),
        "may_break_glass": tool is not None
        and account is not None
        and may_break_glass(actor_of(account), tool, unit),
    }
    if not request.headers.get("HX-Request"):
        return render(request, "stewardship/closed.html", context, status=403)
    answer = render(request, "stewardship/_gate_reasons.html", context, status=403)
    if tool is not None:
        answer["HX-Redirect"] = reverse("tools:gate", kwargs={"unit": unit.pk, "key": closed.tool})
    return answer

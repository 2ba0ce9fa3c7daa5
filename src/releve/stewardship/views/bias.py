"""Planted errors: a case to look at, revealed at once, and what teams found."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.queries import check_at, units_for
from releve.stewardship import actions
from releve.stewardship.forms.proposals import LookForm
from releve.stewardship.queries.bias import bias_standing, to_look_at, tools_in_use
from releve.stewardship.views.looking import account_of, actor_in, home_of


@needs(SIGNED_IN)
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """List the checks of this quarter, and what teams found in the last one."""
    hospital, actor, on = home_of(request), actor_in(request), timezone.localdate()
    seen = list(units_for(actor, Permission.SEE_REGISTER).filter(hospital=hospital))
    standings = [(tool, bias_standing(tool, on=on, units=seen)) for tool in tools_in_use(hospital)]
    context = {
        "to_look_at": to_look_at(actor, hospital, on=on),
        "has_line": account_of(request).person_id is not None,
        "sees_teams": bool(seen),
        "standings": standings,
    }
    return render(request, "stewardship/checks.html", context)


@needs(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Show a case; what was planted is told in the answer itself."""
    hospital, actor, on = home_of(request), actor_in(request), timezone.localdate()
    found = next((one for one in to_look_at(actor, hospital, on=on) if one.tool.key == key), None)
    person = account_of(request).person
    if found is None or person is None:
        raise Http404
    check_at(actor, Permission.USE_TOOLS, person.unit)
    context = {"tool": found.tool, "case": found.case, "is_done": found.is_done}
    if request.method != "POST":
        return render(request, "stewardship/check.html", context)
    form = LookForm(request.POST)
    if not form.is_valid():
        return render(request, "stewardship/check.html", {**context, "fault": True}, status=409)
    named = request.POST.getlist("named")
    try:
        context["revealed"] = actions.look_at_case(
            found.tool, person, form.cleaned_data["case"], named, actor=actor, on=on
        )
    except BadInputError:
        return render(request, "stewardship/check.html", {**context, "fault": True}, status=409)
    return render(request, "stewardship/check.html", context)

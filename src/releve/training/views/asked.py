"""What every page of the room looks up first: who asks, and what she may see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from releve.kit.permissions import Permission
from releve.people.models import Account, Level, Person
from releve.people.queries import unit_open_to
from releve.training.catalogue import module_of
from releve.training.engine.module import Module
from releve.training.queries.team import tools_asking
from releve.training.tools import KnownTool
from releve.training.vocabulary import AUDIENCES

LARGEST_KEY = 2**63 - 1


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the sign-in middleware has seen to it."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def own_person(request: HttpRequest) -> Person:
    """Return whose line in rosters the account has; 404 where it has none."""
    person = account_of(request).person
    if person is None:
        raise Http404
    return (
        Person.objects.for_hospital(person.hospital_id)
        .select_related("unit", "role")
        .get(pk=person.pk)
    )


def module_asked(key: str) -> Module:
    """Return the module that the address names; 404 where there is none."""
    found = module_of(key)
    if found is None:
        raise Http404
    return found


def unit_asked(request: HttpRequest, unit: int, permission: Permission) -> Level:
    """Return the unit that the address names, where she has a permission; else 404."""
    if unit > LARGEST_KEY:
        raise Http404
    try:
        return unit_open_to(account_of(request), permission, unit, on=timezone.localdate())
    except Level.DoesNotExist as unknown:
        raise Http404 from unknown


def tool_asked(request: HttpRequest, hospital: int) -> tuple[KnownTool | None, list[KnownTool]]:
    """Return the tool that the address names, the first one where it names none, and all."""
    known = list(tools_asking(hospital))
    said = request.GET.get("tool") or request.POST.get("tool") or ""
    if said:
        return next((one for one in known if one.key == said), None), known
    return (known[0] if known else None), known


def audience_asked(request: HttpRequest) -> str:
    """Return the audience that the address names, operators where it names none."""
    said = request.GET.get("audience") or request.POST.get("audience") or ""
    return said if said in AUDIENCES else AUDIENCES[0]

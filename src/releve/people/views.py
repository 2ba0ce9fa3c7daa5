"""One's own news: read, marked as read, and how they come by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, needs
from releve.people.actions import choose_mail, confirm_mail, read_notices, stop_mail
from releve.people.forms import CodeForm, MailForm, ReadForm
from releve.people.letters import can_mail
from releve.people.models import Account, MailHabit, Notice, Person
from releve.people.notice_words import sentence
from releve.people.queries import (
    actor_of,
    address_state,
    mail_habit,
    notices_of,
    page_of_notices,
    unread_notices,
)
from releve.people.vocabulary import WEEKDAYS

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Shown:
    """A notice with its sentence, as the page shows it."""

    notice: Notice
    text: str


@needs(SIGNED_IN)
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Show what one was told, the newest first."""
    person = _account(request).person
    before = _number(request.GET.get("before", ""))
    rows, older = page_of_notices(person, before=before) if person else ([], 0)
    context = {
        "person": person,
        "shown": [Shown(one, sentence(one)) for one in rows],
        "older": older,
        "is_first": before is None,
        "unread_shown": [one.pk for one in rows if one.read_at is None],
        "unread_here": unread_notices(person).count() if person else 0,
    }
    return render(request, "people/news.html", context)


@needs(SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what stood on one's page; what it did not show stays unread."""
    account, person = _own(request)
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise Http404
    keys = form.cleaned_data["seen"]
    read_notices(person, keys=keys, actor=actor_of(account), at=timezone.now())
    return redirect("notices:list")


@needs(SIGNED_IN)
@require_POST
def read_one(request: HttpRequest, notice: int) -> HttpResponse:
    """Mark one notice of one's own as read; with ``follow``, lead to what it is about."""
    account, person = _own(request)
    found = notices_of(person).filter(pk=notice).first() if notice <= LARGEST_KEY else None
    if found is None:
        raise Http404
    read_notices(person, keys=[found.pk], actor=actor_of(account), at=timezone.now())
    return redirect(found.link if "follow" in request.POST else "notices:list")


@needs(SIGNED_IN)
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show how one's news come by e-mail."""
    return _mail_page(request)


@needs(SIGNED_IN)
@require_POST
def save_mail(request: HttpRequest) -> HttpResponse:
    """Keep how one's news come by e-mail; a new address is sent a code."""
    account, person = _own(request)
    form = MailForm(request.POST)
    if not can_mail():
        return _mail_page(request, status=409)
    if not form.is_valid():
        return _mail_page(request, form=form, faults=_faults(form), status=400)
    try:
        choose_mail(person, form.wanted(), actor=actor_of(account))
    except BadInputError as refused:
        return _mail_page(request, form=form, faults=[_as_sentence(refused)], status=400)
    return redirect("notices:mail")


@needs(SIGNED_IN)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code of a letter: from then on one's news leave for that address."""
    account, person = _own(request)
    form = CodeForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    try:
        confirm_mail(person, code, actor=actor_of(account), at=timezone.now())
    except BadInputError:
        fault = _("This is not the code of the last letter. Look at it again.")
        return _mail_page(request, code_fault=fault, status=400)
    return redirect("notices:mail")


@needs(SIGNED_IN)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Send oneself no news by e-mail any more, and forget the address."""
    account, person = _own(request)
    stop_mail(person, actor=actor_of(account))
    return redirect("notices:mail")


def _mail_page(
    request: HttpRequest, *, form: MailForm | None = None, status: int = 200, **facts: Any
) -> HttpResponse:
    person = _account(request).person
    habit = mail_habit(person) if person else None
    context = {
        "person": person,
        "habit": habit,
        "address_state": address_state(habit) if habit else "",
        "can_mail": can_mail(),
        "form": form or MailForm(initial=_initial(habit)),
        "weekdays": [(code, WEEKDAY_NAMES[at]) for at, code in enumerate(WEEKDAYS)],
        "rhythms": (
            ("at_once", _("As they come")),
            ("daily", _("Once a day")),
            ("weekly", _("Once a week")),
        ),
        "hours": range(24),
        **facts,
    }
    return render(request, "people/mail.html", context, status=status)


def _initial(habit: MailHabit | None) -> dict[str, Any]:
    if habit is None:
        return {"rhythm": "daily", "hour": 18, "weekday": "mon", "quiet_from": 20, "quiet_to": 8}
    fields = ("address", "rhythm", "hour", "weekday", "quiet_from", "quiet_to", "urgent_in_quiet")
    return {name: getattr(habit, name) for name in fields} | {"quiet_days": list(habit.days)}


def _faults(form: MailForm) -> list[str]:
    return [str(fault) for field in form.errors.values() for fault in field]


def _as_sentence(refused: BadInputError) -> str:
    return f"{refused.what[:1].upper()}{refused.what[1:]}."


def _number(said: str) -> int | None:
    """Return the notice before which the address asks to begin; nothing else is a number."""
    is_number = said.isascii() and said.isdigit() and len(said) < len(str(LARGEST_KEY))
    return int(said) if is_number else None


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def _own(request: HttpRequest) -> tuple[Account, Person]:
    account = _account(request)
    if account.person is None:
        raise Http404
    return account, account.person

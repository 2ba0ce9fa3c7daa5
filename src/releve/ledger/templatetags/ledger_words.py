"""The ledger in words, as the pages of the room and of a person's day write it."""

from __future__ import annotations

from typing import Any

from django import template

from releve.ledger import ledger_words
from releve.ledger.queries.prompts import Question, waiting_question
from releve.ledger.silence import is_silent
from releve.people.models import Account

register = template.Library()

register.filter("account", ledger_words.account_text)
register.filter("activity", ledger_words.activity_text)
register.filter("purpose", ledger_words.purpose_text)
register.filter("source", ledger_words.source_text)
register.filter("alert", ledger_words.alert_text)
register.filter("why", ledger_words.reason_sentence)
register.filter("quarter", ledger_words.quarter_text)
register.filter("minutes", ledger_words.minutes_text)


@register.simple_tag
def interval(low: int | None, high: int | None) -> str:
    """Return the bounds of a figure in words."""
    return ledger_words.interval_text(low, high)


@register.filter
def percent(thousandths: int | None) -> str:
    """Return thousandths as per cent, a dash for none."""
    return "–" if thousandths is None else f"{round(thousandths / 10)}{ledger_words.SPACE}%"


@register.filter
def named(names: dict[str, str], profession: str) -> str:
    """Return the name of a profession, or that several are merged."""
    return ledger_words.group_text(names, profession)


@register.simple_tag(takes_context=True)
def waiting(context: dict[str, Any]) -> Question | None:
    """Return the random question that waits for whoever reads, unless her browser was told no."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or not isinstance(user, Account) or user.person is None:
        return None
    return None if is_silent(request.COOKIES, user) else waiting_question(user.person)

"""Worked time in words, as the pages of the room write it."""

from __future__ import annotations

from django import template

from releve.shifts import worked_words
from releve.shifts.vocabulary import CORRECTION_REASONS

register = template.Library()

register.filter("hours", worked_words.hours_text)
register.filter("difference", worked_words.difference_text)
register.filter("kind", worked_words.kind_text)
register.filter("day_text", worked_words.day_text)
register.filter("short_day", worked_words.short_day)
register.filter("reason", worked_words.reason_text)
register.filter("instant", worked_words.instant_text)
register.filter("state", worked_words.state_text)


@register.simple_tag
def correction_reasons() -> tuple[tuple[str, str], ...]:
    """Return why worked time is corrected after the closing: code and words."""
    return tuple((code, worked_words.reason_text(code)) for code in CORRECTION_REASONS)


@register.filter
def words(said: str) -> list[str]:
    """Return the words of a text, for a template to walk."""
    return said.split()

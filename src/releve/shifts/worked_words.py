"""Worked time in words: hours, how a shift stood to its plan, and what is still missing."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone, translation

from releve.kit.days import day_number
from releve.kit.words import current_language, translator

_ = translator("releve.shifts")

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def hours_text(minutes: int, *, signed: bool = False) -> str:
    """Return minutes as hours and minutes, ``7 h 30``; with a sign where asked."""
    whole, rest = divmod(abs(minutes), 60)
    told = f"{whole}{SPACE}h{SPACE}{rest:02}"
    if minutes < 0:
        return f"{MINUS}{told}"
    return f"+{told}" if signed and minutes else told


def difference_text(minutes: int) -> str:
    """Return a difference to the plan in short: ``+30 min``, ``−1 h 15``, nothing for none."""
    if not minutes:
        return ""
    if abs(minutes) < 60:
        return f"{'+' if minutes > 0 else MINUS}{abs(minutes)}{SPACE}min"
    return hours_text(minutes, signed=True)


def day_text(day: date) -> str:
    """Return a day with its weekday, as "Monday 1 June" or « lundi 1er juin »."""
    return f"{_named(day, 'l')} {short_day(day)}"


def short_day(day: date) -> str:
    """Return a day without its year, as "1 June" or « 1er juin »."""
    return f"{day_number(day)} {_named(day, 'F')}"


def dated(day: date) -> str:
    """Return a day with its year, as "1 June 2026" or « 1er juin 2026 »."""
    return f"{short_day(day)} {day.year}"


def month_text(month: date) -> str:
    """Return a month with its year, as "June 2026" or « juin 2026 »."""
    return _named(month, "F Y")


def _named(day: date, form: str) -> str:
    """Return a day in the language of the sentences, in the terminal too."""
    with translation.override(current_language()):
        return formats.date_format(day, form)


def instant_text(at: datetime) -> str:
    """Return a day and an hour, as "1 July 2026 at 08:30" or « 1er juillet 2026 à 8 h 30 »."""
    local = timezone.localtime(at)
    hour = f"{local:%H:%M}"
    if current_language() == "fr":
        hour = f"{local.hour}{SPACE}h" + (f"{SPACE}{local:%M}" if local.minute else "")
    return _("{day} at {hour}").format(day=dated(local.date()), hour=hour)


def kind_text(kind: str) -> str:
    """Return how a shift stood to its plan."""
    names = {
        "as_planned": _("as planned"),
        "late_stay": _("stayed later"),
        "early_release": _("left earlier"),
        "recall": _("recall on a rest day"),
        "call_out": _("called out while on call"),
        "swap": _("swap"),
        "file": _("from a file"),
        "not_worked": _("not worked"),
        "on_call": _("on call"),
        "not_held": _("on-call duty not held"),
    }
    return names[kind]


def reason_text(code: str) -> str:
    """Return the words of the reason of a correction."""
    words = {
        "omission": _("forgotten at the time"),
        "entry_error": _("wrongly entered"),
        "file": _("wrong in the file"),
        "other": _("another correction"),
    }
    return words.get(code, code)


def state_text(state: str) -> str:
    """Return where a shift stands on its way from the plan to a closed month."""
    names = {
        "coming": _("to come"),
        "silent": _("as planned, not validated yet"),
        "away": _("unavailable that day: to be said whether it was worked"),
        "declared": _("declared, not validated yet"),
        "validated": _("validated"),
        "closed": _("validated, month closed"),
        "on_call": _("on call"),
    }
    return names[state]

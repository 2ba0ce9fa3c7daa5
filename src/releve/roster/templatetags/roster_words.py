"""The room's phrases as filters, so that pages and exports write dates and hours alike."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django import template
from django.utils import timezone

from releve.kit.words import translator
from releve.roster import exchange_words, phrases, wish_words
from releve.roster.engine.problem import ShiftType
from releve.roster.engine.result import points
from releve.roster.figures.drawing import counter_title
from releve.roster.grid import shift_kind
from releve.roster.models import Roster, Wish, WishPeriod
from releve.roster.queries.month import Figure
from releve.roster.vocabulary import EDIT_REASONS
from releve.shifts.change_words import reason_text
from releve.shifts.vocabulary import CHANGE_REASONS

_ = translator("releve.roster")

register = template.Library()

register.filter("day_text", phrases.day_text)
register.filter("short_day", phrases.short_day)
register.filter("dated", phrases.dated)
register.filter("weekday_name", phrases.weekday_name)
register.filter("weekday_letter", phrases.weekday_letter)
register.filter("number", phrases.number_text)
register.filter("hours", phrases.hours_text)
register.filter("tight_hours", phrases.tight_hours)
register.filter("signed_hours", phrases.signed_hours)


@register.filter
def period_name(roster: Roster | WishPeriod) -> str:
    """Return "March 2027" for a calendar month, else the first and last days."""
    return phrases.period_name(roster.starts_on, roster.ends_on)


@register.filter
def of_period(roster: Roster | WishPeriod) -> str:
    """Return "of March 2027", to stand after a noun."""
    return phrases.of_period(roster.starts_on, roster.ends_on)


@register.filter
def iso(day: date) -> str:
    """Return a day as addresses write it."""
    return day.isoformat()


@register.filter
def localday(moment: datetime) -> date:
    """Return the local day of an instant."""
    return timezone.localtime(moment).date()


@register.filter
def moment(instant: datetime) -> str:
    """Return an instant as "7 December 2026, 20:00", by the local clock."""
    local = timezone.localtime(instant)
    return _("{day}, {time}").format(day=phrases.dated(local.date()), time=f"{local:%H:%M}")


@register.filter
def figure_text(figure: Figure) -> str:
    """Return a counter as its narrow column shows it: "+3:30", "5", "2/3"."""
    if figure.name == "hours":
        return phrases.tight_hours(figure.value)
    if figure.of is not None:
        return f"{figure.value}/{figure.of}" if figure.of else ""
    return str(figure.value)


@register.filter
def figure_title(figure: Figure) -> str:
    """Return the name of a counter."""
    return {
        "hours": _("Hours planned less hours due"),
        "nights": _("Nights"),
        "sundays": _("Sundays worked"),
        "wishes": _("Wishes granted"),
    }[figure.name]


@register.filter
def aim_name(aim: str) -> str:
    """Return what a search was asked to favour."""
    return {
        "balanced": _("balanced"),
        "wishes": _("more wishes"),
        "fair": _("more even sharing"),
        "stable": _("few changes"),
        "choice": _("several to choose from"),
    }[aim]


@register.filter
def edit_reason(code: str) -> str:
    """Return why a wish or a habit was set aside."""
    return dict(edit_reasons())[code]


@register.simple_tag
def edit_reasons() -> tuple[tuple[str, str], ...]:
    """Return the reasons that a change by hand may give, each with its words."""
    words = {
        "cover": _("needed for the cover"),
        "agreed": _("agreed with the person"),
        "fairness": _("shared more evenly so"),
        "handover": _("handover or training"),
        "other": _("another reason of the unit"),
    }
    return tuple((code, words[code]) for code in EDIT_REASONS)


@register.simple_tag
def change_reasons() -> tuple[tuple[str, str], ...]:
    """Return the reasons for a change under 48 hours, each with its words."""
    return tuple((code, reason_text(code)) for code in CHANGE_REASONS)


@register.filter
def points_text(number: float) -> str:
    """Return points of cost as people read them."""
    return _.plural("{points} point", "{points} points", 1 if abs(number) < 2 else 2).format(
        points=phrases.number_text(number, digits=0)
    )


@register.filter
def scaled_points(cost: int) -> str:
    """Return a cost of the engine in points."""
    return phrases.number_text(points(cost), digits=0)


register.filter("counter_name", counter_title)
register.filter("wish_sentence", wish_words.wish_sentence)
register.filter("wish_when", wish_words.when_text)
register.filter("preference_text", wish_words.preference_text)
register.filter("wish_state", wish_words.state_text)
register.filter("weekday_text", wish_words.weekday_text)
register.filter("swap_state", exchange_words.swap_state_text)
register.filter("opening_state", exchange_words.opening_state_text)
register.filter("way_text", exchange_words.way_text)
register.filter("role_text", phrases.role_text)
register.filter("skill_text", phrases.skill_text)
register.filter("shift_kind", shift_kind)
register.filter("shift_times", phrases.shift_times)


@register.filter
def of_day(day: date, shift: str) -> str:
    """Return a shift with its day."""
    return exchange_words.shift_of_day(day, shift)


@register.filter
def wish_ask(wish: Wish) -> str:
    """Return what a wish asks, without its day."""
    return wish_words.ask_text(wish.kind, wish.shift)


@register.filter
def wish_mark(wish: Wish) -> str:
    """Return the few letters that a calendar has room for."""
    return wish_words.ask_mark(wish.kind, wish.shift)


@register.filter
def shift_ask(shift: ShiftType, kind: str) -> str:
    """Return the wish for or against a shift in words."""
    return wish_words.ask_text(kind, shift.code)


@register.filter
def plain_ask(kind: str) -> str:
    """Return a wish that names no shift in words."""
    return wish_words.ask_text(kind)


@register.filter
def factor_text(factor: Fraction) -> str:
    """Return by how much wishes weigh, as "1.2"."""
    return phrases.number_text(factor, digits=2)

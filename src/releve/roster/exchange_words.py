"""Words for exchanges and open shifts: how one stands, what it does, why it cannot be.

What the law says of somebody is told to her and to whoever manages the roster, never to a
colleague. What a change does besides is said as it is: neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from releve.kit.words import translator
from releve.roster.engine.live import CoverChange, Together
from releve.roster.engine.problem import Problem
from releve.roster.live_words import cover_line
from releve.roster.phrases import hours_text, short_day
from releve.roster.result_words import breach_text

_ = translator("releve.roster")


def shift_of_day(day: date, shift: str) -> str:
    """Return "Monday 2 March, J"."""
    return _("{day}, {shift}").format(day=short_day(day), shift=shift)


def swap_state_text(state: str) -> str:
    """Return how an exchange stands."""
    return {
        "asked": _("waiting for your colleague"),
        "agreed": _("agreed, with the person who prepares the roster"),
        "accepted": _("accepted"),
        "refused": _("not this time"),
        "declined": _("not made"),
        "withdrawn": _("taken back"),
        "expired": _("its day has come"),
        "lapsed": _("the roster has changed"),
    }[state]


def opening_state_text(state: str) -> str:
    """Return how an open shift stands."""
    return {"open": _("offered"), "filled": _("filled"), "closed": _("no longer offered")}[state]


def way_text(way: str) -> str:
    """Return how an open shift is allotted."""
    return {
        "fewest": _("after the window, to whoever had the fewest extra shifts in twelve weeks"),
        "first": _("to the first who says yes"),
    }[way]


def effect_lines(problem: Problem, told: Together, person: str) -> list[str]:
    """Return what a change does to one person: her hours, her nights, her Sundays."""
    was, now = told.before[person], told.after[person]
    lines = [
        _("Hours of the period: {was} before, {now} after").format(
            was=hours_text(was.hours_minutes), now=hours_text(now.hours_minutes)
        )
    ]
    if was.nights != now.nights:
        lines.append(_("Nights: {was} before, {now} after").format(was=was.nights, now=now.nights))
    if was.sundays != now.sundays:
        lines.append(
            _("Sundays: {was} before, {now} after").format(was=was.sundays, now=now.sundays)
        )
    met, still = was.wishes_met, now.wishes_met
    if met != still:
        lines.append(_("Wishes granted: {was} before, {now} after").format(was=met, now=still))
    soft = [one for one in told.about(person) if one.status == "soft"]
    lines += [breach_text(problem, one) for one in soft]
    return lines


def law_lines(problem: Problem, told: Together, person: str) -> list[str]:
    """Return the hard rules that forbid a change, as far as one person is concerned."""
    return [breach_text(problem, one) for one in told.barring if one.person == person]


def cover_lines(problem: Problem, cover: Sequence[CoverChange]) -> list[str]:
    """Return the posts that have more or fewer people."""
    return [cover_line(problem, one) for one in cover]


def refusal_text(code: str) -> str:
    """Return why an exchange or an offer cannot be, and what to do."""
    return {
        "published": _("No roster is published for these days yet."),
        "gone": _("The roster has changed: one of these shifts is elsewhere by now."),
        "lapsed": _("The roster has changed: one of these shifts is elsewhere by now."),
        "past": _("The shift has begun; nothing changes hands any more."),
        "unlawful": _("A binding rule forbids it for one of those concerned."),
        "person": _("Exchanges are made between people of the unit with a line in its roster."),
        "same": _("Choose a colleague, and a shift of hers or none."),
        "state": _("This has been answered already; the page shows how it stands."),
        "unlisted": _(
            "This exchange is not possible; the page of your shift lists those that are."
        ),
        "month": _("What was worked on these days is settled already: nothing changes there."),
        "busy": _("The roster changes at this very moment; try again."),
        "days": _("Choose between 0 and 90 days."),
        "window": _(
            "Volunteers are taken until an instant between now and the start of the shift."
        ),
        "clash": _("Another shift falls at the same time for one of those concerned."),
        "filled": _("The shift is filled."),
        "covered": _("Somebody has this shift by now; it is no longer offered."),
        "offered": _("As many of these shifts are offered already as the roster lacks."),
        "closed": _("The shift takes no more volunteers."),
        "not_opted": _("Say first that you want to hear of open shifts; you may stop at any time."),
        "nobody": _("Nobody who volunteers may take it under the law."),
        "shift": _("Choose a day of the month and one of its shifts."),
        "role": _("Nobody in the roster has this role or this skill."),
    }[code]

"""Words for wishes: what is asked, how strongly, and why something cannot be."""

from __future__ import annotations

from releve.kit.words import translator
from releve.roster.models import Wish
from releve.roster.models.wishes import weekdays_of
from releve.roster.phrases import listed, short_day

_ = translator("releve.roster")


def ask_text(kind: str, shift: str = "") -> str:
    """Return what a wish asks, without its day."""
    told = {
        "off": _("to be off"),
        "on": _("to work, whichever shift"),
        "shift": _("shift {shift}"),
        "not_shift": _("any shift but {shift}"),
    }
    return told[kind].format(shift=shift)


def ask_mark(kind: str, shift: str = "") -> str:
    """Return the few letters that a calendar has room for."""
    # Translators: one letter each, in a calendar: off, at work.
    told = {"off": _("O"), "on": _("W"), "shift": shift, "not_shift": f"≠{shift}"}
    return told[kind]


def wish_sentence(wish: Wish) -> str:
    """Return a wish with its day or weekdays."""
    return _("{when}: {ask}").format(when=when_text(wish), ask=ask_text(wish.kind, wish.shift))


def when_text(wish: Wish) -> str:
    """Return the day of a wish, or its weekdays."""
    if wish.day is not None:
        return short_day(wish.day)
    return _("every {days}").format(
        days=listed([weekday_text(one) for one in weekdays_of(wish.weekdays)])
    )


def weekday_text(code: str) -> str:
    """Return the name of a weekday inside a sentence."""
    return {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }[code]


def preference_text(kind: str) -> str:
    """Return what somebody prefers."""
    return {
        "days": _("rather days than nights"),
        "nights": _("rather nights than days"),
        "long": _("rather long shifts"),
        "short": _("rather short shifts"),
    }[kind]


def state_text(state: str) -> str:
    """Return how a period of wishes stands."""
    return {"planned": _("not open yet"), "open": _("open"), "closed": _("closed")}[state]


def refusal_text(code: str, *, left: int | None = None) -> str:
    """Return why a wish, or a period of wishes, cannot be, and what to do."""
    if code == "budget" and left is not None:
        return _.plural(
            "This wish takes more than the {n} point that is left. Take another wish back, or "
            "choose a lower strength.",
            "This wish takes more than the {n} points that are left. Take another wish back, or "
            "choose a lower strength.",
            left,
        ).format(n=left)
    return {
        "planned": _("Wishes for this period are not open yet."),
        "closed": _("This period is closed: nothing more can be stated or taken back."),
        "open": _("This period is still open: close it before carrying its wishes."),
        "month": _("The unit has no month with these days yet; open it first."),
        "overlap": _("Another period of wishes has some of these days."),
        "dates": _("The dates are out of order: the end stands before the beginning."),
        "budget": _("Give each person between 1 and 200 points."),
        "twice": _("You have a weekly wish for one of these weekdays; take it back first."),
        "day": _("Choose a day of the period."),
    }.get(code, _("Choose what you wish, and how much."))

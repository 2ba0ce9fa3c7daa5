"""What the room tells people: exchanges asked, answered and decided, open shifts.

The pages say what happened; a letter says nothing but the day, so that a mailbox outside the house
learns of no shift, no colleague and no answer.
"""

from __future__ import annotations

from collections.abc import Callable

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, day_text, declare

_ = translator("releve.roster")


def _says(sentence: Callable[[], str]) -> Callable[[Facts], str]:
    def says(facts: Facts) -> str:
        return sentence().format(day=day_text(facts, "day"), shift=facts["shift"])

    return says


def _mails(facts: Facts) -> str:
    told = _("Your exchanges and open shifts have news about {day}.")
    return told.format(day=day_text(facts, "day"))


def _mails_managers(facts: Facts) -> str:
    told = _("The exchanges and open shifts of your team have news about {day}.")
    return told.format(day=day_text(facts, "day"))


SENTENCES: dict[str, Callable[[], str]] = {
    "roster.swap_asked": lambda: _("A colleague asks you for an exchange: {day}, {shift}."),
    # One sentence for yes and no: what she answered stands on the page of the two of them alone.
    "roster.swap_answered": lambda: _("Your exchange of {day}, {shift}, has an answer."),
    "roster.swap_accepted": lambda: _("The exchange of {day}, {shift}, is in your roster."),
    "roster.swap_declined": lambda: _("The exchange of {day}, {shift}, is not made."),
    "roster.swap_withdrawn": lambda: _("The exchange of {day}, {shift}, was taken back."),
    "roster.swap_expired": lambda: _("The exchange of {day}, {shift}, is over: its day has come."),
    "roster.swap_taken_back": lambda: _(
        "The exchange of {day}, {shift}, that waited for you was taken back."
    ),
    "roster.swap_lapsed": lambda: _(
        "The exchange of {day}, {shift}, no longer holds: the roster has changed."
    ),
    "roster.opening_offered": lambda: _("A shift is open: {day}, {shift}. Nobody has to answer."),
    "roster.opening_yours": lambda: _("The open shift of {day}, {shift}, is yours."),
    "roster.opening_filled": lambda: _("The open shift of {day}, {shift}, is filled."),
    "roster.opening_closed": lambda: _("The open shift of {day}, {shift}, is no longer offered."),
    "roster.swap_agreed": lambda: _(
        "Two people of your team agree on an exchange: {day}, {shift}. It waits for you."
    ),
    "roster.opening_ended": lambda: _(
        "The open shift of {day}, {shift}, is no longer offered: it can be allotted no more."
    ),
    "roster.opening_unfilled": lambda: _("The open shift of {day}, {shift}, found nobody."),
}

_EXAMPLE: Facts = {"day": "2027-03-14", "shift": "J"}

_MANAGED = (
    "roster.swap_agreed",
    "roster.swap_taken_back",
    "roster.opening_unfilled",
    "roster.opening_ended",
)
"""What is told to whoever manages the roster; it is not her own exchange."""

declare(
    *(
        NoticeKind(
            code, _EXAMPLE, _says(one), mails=_mails_managers if code in _MANAGED else _mails
        )
        for code, one in SENTENCES.items()
    )
)

"""What a team is told of its wishes: a period opens, or has closed before its time."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, day_text, declare

_ = translator("releve.roster")


def _opened(facts: Facts) -> str:
    told = _(
        "{unit}: wishes for {first} to {last} can be stated from {opens}, until {closes} at most."
    )
    days = {name: day_text(facts, name) for name in ("first", "last", "opens", "closes")}
    return told.format(unit=facts["unit"], **days)


def _closed(facts: Facts) -> str:
    told = _("{unit}: wishes for {first} to {last} are closed.")
    days = {name: day_text(facts, name) for name in ("first", "last")}
    return told.format(unit=facts["unit"], **days)


_MONTH: Facts = {"unit": "Urgences", "first": "2027-03-01", "last": "2027-03-28"}

declare(
    NoticeKind(
        "roster.wishes_opened", {**_MONTH, "opens": "2027-01-10", "closes": "2027-01-31"}, _opened
    ),
    NoticeKind("roster.wishes_closed", _MONTH, _closed),
)

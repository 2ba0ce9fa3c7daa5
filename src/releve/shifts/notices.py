"""What this room tells people: their days are published, or have changed."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, day_text, declare

_ = translator("releve.shifts")


def _published(facts: Facts) -> str:
    told = _("{unit}: your days from {first} to {last} are published.")
    first, last = day_text(facts, "first"), day_text(facts, "last")
    return told.format(unit=facts["unit"], first=first, last=last)


def _changed(facts: Facts) -> str:
    count = int(facts["count"])
    told = _.plural(
        "{unit}: your day of {day} has changed; say, when you can, that you know of it.",
        "{unit}: {count} of your days have changed, the first on {day}; say, when you can, that "
        "you know of it.",
        count,
    )
    return told.format(unit=facts["unit"], count=count, day=day_text(facts, "day"))


_CHANGE: Facts = {"unit": "Urgences", "day": "2027-03-14", "count": 2}

declare(
    NoticeKind(
        "shifts.published",
        {"unit": "Urgences", "first": "2027-03-01", "last": "2027-03-28"},
        _published,
    ),
    NoticeKind("shifts.changed", _CHANGE, _changed),
    NoticeKind("shifts.changed_late", _CHANGE, _changed, is_urgent=True),
)

"""What the register tells people: their declaration is answered, or some wait for too long."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, day_text, declare
from releve.stewardship.vocabulary import ANSWER_DAYS

_ = translator("releve.stewardship")


def _answered(facts: Facts) -> str:
    told = _("What you declared on {day} has its answer. Thank you for having said it.")
    return told.format(day=day_text(facts, "day"))


def _answered_by_mail(facts: Facts) -> str:
    told = _("There is news of what you declared on {day}. Thank you for having said it.")
    return told.format(day=day_text(facts, "day"))


def _overdue(facts: Facts) -> str:
    count = int(facts["count"])
    told = _.plural(
        "{count} tool that somebody declared has waited for an answer for more than {days} days.",
        "{count} tools that people declared have waited for an answer for more than {days} days.",
        count,
    )
    return told.format(count=count, days=ANSWER_DAYS)


def _overdue_by_mail(facts: Facts) -> str:
    count = int(facts["count"])
    told = _.plural(
        "{count} tool that somebody declared has waited for you for more than {days} days.",
        "{count} tools that people declared have waited for you for more than {days} days.",
        count,
    )
    return told.format(count=count, days=ANSWER_DAYS)


declare(
    NoticeKind(
        "stewardship.declaration_answered",
        {"day": "2027-03-01"},
        _answered,
        mails=_answered_by_mail,
    ),
    NoticeKind("stewardship.declarations_overdue", {"count": 2}, _overdue, mails=_overdue_by_mail),
)

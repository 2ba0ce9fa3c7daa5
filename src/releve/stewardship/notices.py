"""What this room tells people: somebody contests, somebody has answered."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, declare
from releve.stewardship import register_notices, rollout_notices

__all__ = ["register_notices", "rollout_notices"]

_ = translator("releve.stewardship")


def _contested(facts: Facts) -> str:
    told = _("{unit}: somebody contests what a tool proposed; it waits for your answer.")
    return told.format(unit=facts["unit"])


def _contested_by_mail(facts: Facts) -> str:
    told = _("{unit}: somebody contests what a tool proposed; it waits for you.")
    return told.format(unit=facts["unit"])


def _answered(facts: Facts) -> str:
    return _("{unit}: what you contested is answered.").format(unit=facts["unit"])


def _answered_by_mail(facts: Facts) -> str:
    return _("{unit}: there is news of what you contested.").format(unit=facts["unit"])


_UNIT: Facts = {"unit": "Urgences"}

declare(
    NoticeKind("stewardship.contested", _UNIT, _contested, mails=_contested_by_mail),
    NoticeKind("stewardship.contest_answered", _UNIT, _answered, mails=_answered_by_mail),
)

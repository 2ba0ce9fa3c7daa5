"""What roll-outs tell people: a tool was stopped, an alarm raised or answered, a glass broken."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, declare

_ = translator("releve.stewardship")


def _stopped(facts: Facts) -> str:
    return _("{unit}: {tool} was stopped.").format(**facts)


def _stopped_by_mail(facts: Facts) -> str:
    return _("{unit}: a tool was stopped.").format(unit=facts["unit"])


def _alarm(facts: Facts) -> str:
    told = _("{unit}: an alarm on {tool}; an answer is due within 72 hours.")
    return told.format(**facts)


def _alarm_by_mail(facts: Facts) -> str:
    told = _("{unit}: an alarm on a tool waits for you; it is due within 72 hours.")
    return told.format(unit=facts["unit"])


def _answered(facts: Facts) -> str:
    return _("{unit}: the alarm that you raised on {tool} is answered.").format(**facts)


def _answered_by_mail(facts: Facts) -> str:
    return _("{unit}: there is news of the alarm that you raised.").format(unit=facts["unit"])


def _broken(facts: Facts) -> str:
    return _("{unit}: {who} broke the glass of {tool} for a day.").format(**facts)


def _broken_by_mail(facts: Facts) -> str:
    return _("{unit}: the glass of a tool was broken for a day.").format(unit=facts["unit"])


_PLACE: Facts = {"tool": "Moteur de planning", "unit": "Urgences"}

declare(
    NoticeKind("stewardship.stopped", _PLACE, _stopped, is_urgent=True, mails=_stopped_by_mail),
    NoticeKind("stewardship.alarm", _PLACE, _alarm, is_urgent=True, mails=_alarm_by_mail),
    NoticeKind("stewardship.alarm_answered", _PLACE, _answered, mails=_answered_by_mail),
    NoticeKind(
        "stewardship.broken_glass",
        {**_PLACE, "who": "Ada Feuillage"},
        _broken,
        is_urgent=True,
        mails=_broken_by_mail,
    ),
)

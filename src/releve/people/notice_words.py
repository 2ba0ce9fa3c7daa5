"""A notice as a person reads it: the sentence of its room, spoken now."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.models import Notice
from releve.people.notice_kinds import kind_of

_ = translator("releve.people")


def sentence(notice: Notice) -> str:
    """Return what a notice says, in the language that is spoken now.

    Notices outlive releases: one whose kind is no longer known, or takes other facts by now, says
    that it leads to its page, rather than break the list.
    """
    kind = kind_of(notice.code)
    if kind is None or set(kind.example) != set(notice.facts):
        return _("Something has changed; its page shows what.")
    return kind.says(notice.facts)


def is_urgent(notice: Notice) -> bool:
    """Whether a notice waits for no digest."""
    kind = kind_of(notice.code)
    return kind is not None and kind.is_urgent

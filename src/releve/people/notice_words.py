"""A notice as a person reads it: the sentence of its room, spoken now."""

from __future__ import annotations

import logging
from collections.abc import Callable

from releve.kit.words import translator
from releve.people.models import Notice
from releve.people.notice_kinds import Facts, NoticeKind, kind_of

LOGGER = logging.getLogger(__name__)

_ = translator("releve.people")


def sentence(notice: Notice) -> str:
    """Return what a notice says on a page, in the language that is spoken now.

    Notices outlive releases: one whose kind is no longer known, or takes other facts by now, says
    that it leads to its page, rather than break the list.
    """
    kind = _kind_that_fits(notice)
    return _said(None if kind is None else kind.says, notice)


def letter_sentence(notice: Notice) -> str:
    """Return what a notice says in a letter: units, days and counts, nothing else."""
    kind = _kind_that_fits(notice)
    return _said(None if kind is None else kind.in_letter, notice)


def is_urgent(notice: Notice) -> bool:
    """Whether a notice waits for no digest."""
    kind = kind_of(notice.code)
    return kind is not None and kind.is_urgent


def _kind_that_fits(notice: Notice) -> NoticeKind | None:
    kind = kind_of(notice.code)
    return kind if kind is not None and set(kind.example) == set(notice.facts) else None


def _said(words: Callable[[Facts], str] | None, notice: Notice) -> str:
    if words is not None:
        try:
            return words(notice.facts)
        except (TypeError, ValueError):
            # A fact of another release that is no day or no number any more.
            LOGGER.warning("notice %s (%s): its facts make no sentence", notice.pk, notice.code)
    return _("Something has changed; its page shows what.")

"""Protected time in sentences: what it is for, how much finds room, and what takes the rest."""

from __future__ import annotations

from collections.abc import Iterator

from releve.kit.words import translator
from releve.ledger import ledger_words
from releve.ledger.vocabulary import PURPOSES
from releve.roster.engine.problem import Problem
from releve.roster.engine.protected import ProtectedStory, Short
from releve.roster.phrases import hours_text, number_text, period_text

_ = translator("releve.roster")


def purpose_text(purpose: str) -> str:
    """Return what a team chose to do with its time; a code of a file alone as it stands."""
    return ledger_words.purpose_text(purpose) if purpose in PURPOSES else purpose


def held_text(story: ProtectedStory) -> str:
    """Return how much of the protected time a roster leaves room for."""
    if not story.short:
        return _.plural(
            "The protected minute can be held.",
            "All {asked} protected minutes can be held.",
            story.asked,
        ).format(asked=number_text(story.asked))
    return _("{held} of {asked} protected minutes can be held.").format(
        held=number_text(story.held), asked=number_text(story.asked)
    )


def short_text(short: Short) -> str:
    """Return why some protected minutes find no room."""
    minutes = _.plural("{count} minute", "{count} minutes", short.minutes).format(
        count=number_text(short.minutes)
    )
    reason = {
        "NOBODY_THERE": _("nobody is there on these days"),
        "NO_PAID_TIME": _("the team has less paid time left than is protected"),
        "NEEDED": _(
            "the shifts of those concerned are needed: without any one of them a post would fall"
            " below its minimum"
        ),
        "WISHED": _(
            "the shifts of those concerned are asked for: without any one of them a post would"
            " fall below the number wished"
        ),
        "OTHER": _(
            "some shifts of those concerned leave no post short: wishes, habits, fixed days or"
            " the sharing keep them, or a longer search can free them"
        ),
    }[short.code]
    return _("{minutes}: {reason}").format(minutes=minutes, reason=reason)


def purpose_lines(problem: Problem) -> Iterator[str]:
    """Yield what the protected time is for, choice by choice."""
    for time in problem.protected:
        minutes = _.plural("{count} minute", "{count} minutes", time.minutes)
        yield _("{purpose}: {minutes}, {period}").format(
            purpose=purpose_text(time.purpose),
            minutes=minutes.format(count=number_text(time.minutes)),
            period=period_text(time.from_on, time.to_on),
        )


def protected_lines(problem: Problem, story: ProtectedStory | None) -> Iterator[str]:
    """Yield how much finds room, then what it is for and what takes the rest, indented."""
    if story is None:
        return
    yield held_text(story)
    yield from (f"  {line}" for line in purpose_lines(problem))
    yield from (f"  {short_text(one)}" for one in story.short)


def part_text(minutes: int) -> str:
    """Return what one person's part of the protected time means for her hours."""
    return _(
        "{minutes} of her paid time are her part of the protected time and not due as shifts"
    ).format(minutes=hours_text(minutes))

"""What an attempt is worth: questions right or wrong, planted errors found or missed.

A question is right where exactly its right choices were chosen. A case is passed with every
critical error, at least 80 % of all, and no more false alarms than a quarter of the sound
passages, one at least: who marks everything has checked nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from releve.training.engine.module import Case, Quiz

LEAST_FOUND = 80
"""Percent of all planted errors that must be found; of the critical ones it is all."""

SOUND_FOR_ONE_ALARM = 4
"""One false alarm is allowed for each four sound passages."""


@dataclass(frozen=True)
class QuizScore:
    """How many of the questions asked were answered rightly, and whether that is enough."""

    right: frozenset[str]
    asked: int
    percent: int
    is_passed: bool


@dataclass(frozen=True)
class CaseScore:
    """What was found and missed in a case, by the ids of its passages.

    ``percent``: planted errors found, rounded down. ``most_false``: how many false alarms are
    allowed.
    """

    found: frozenset[str]
    missed: frozenset[str]
    missed_critical: frozenset[str]
    false_alarms: frozenset[str]
    most_false: int
    percent: int
    is_passed: bool


def score_quiz(
    quiz: Quiz,
    drawn: Sequence[str],
    answers: Mapping[str, Collection[str]],
    *,
    pass_percent: int,
) -> QuizScore:
    """Score the answers to the questions that were drawn; what was not answered is wrong."""
    asked = {key: question for key in drawn if (question := quiz.question(key)) is not None}
    right = {
        key for key, question in asked.items() if frozenset(answers.get(key, ())) == question.right
    }
    percent = 100 * len(right) // len(drawn) if drawn else 0
    return QuizScore(frozenset(right), len(drawn), percent, bool(drawn) and percent >= pass_percent)


def score_case(case: Case, marked: Collection[str]) -> CaseScore:
    """Score the passages that were marked; ids that the case does not have count for nothing."""
    known = {passage.id for passage in case.passages}
    said = known & set(marked)
    found, missed = case.planted & said, case.planted - said
    false_alarms = said - case.planted
    sound = len(known) - len(case.planted)
    most_false = most_false_alarms(sound)
    percent = 100 * len(found) // len(case.planted) if case.planted else 0
    missed_critical = case.critical & missed
    is_passed = (
        bool(case.planted)
        and not missed_critical
        and percent >= LEAST_FOUND
        and len(false_alarms) <= most_false
    )
    return CaseScore(
        found,
        frozenset(missed),
        frozenset(missed_critical),
        frozenset(false_alarms),
        most_false,
        percent,
        is_passed,
    )


def most_false_alarms(sound: int) -> int:
    """Return how many sound passages may be marked by mistake: a quarter, one at least."""
    return max(1, sound // SOUND_FOR_ONE_ALARM)

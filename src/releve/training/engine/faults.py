"""What well-shaped files of a module can still say wrongly, in one sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from releve.kit.words import translator
from releve.training.engine.module import LANGUAGES, Case, Head, Module, Question, Quiz

_ = translator("releve.training")

Fault = tuple[str, str]


def head_faults(head: Head) -> Iterator[Fault]:
    """Yield the field and the sentence of what is wrong in ``module.yaml``."""
    for field in ("title", "summary"):
        said = getattr(head, field)
        for language in LANGUAGES:
            if not said.get(language, "").strip():
                yield f"{field}.{language}", _("the text is missing in this language")
    if bool(head.tool) != bool(head.tool_major):
        yield (
            "tool_major",
            _("a module of a tool names the tool and its major version, another neither"),
        )


def quiz_faults(quiz: Quiz, drawn: int) -> Iterator[Fault]:
    """Yield what is wrong in a bank of questions."""
    for twice in _twice(one.id for one in quiz.questions):
        yield twice, _("this id stands twice; give each its own")
    if len(quiz.questions) <= drawn:
        message = _("{count} questions are too few to draw {drawn} and have others left")
        yield "questions", message.format(count=len(quiz.questions), drawn=drawn)
    for question in quiz.questions:
        yield from _question_faults(question)


def _question_faults(question: Question) -> Iterator[Fault]:
    for twice in _twice(one.id for one in question.choices):
        yield f"{question.id}.{twice}", _("this id stands twice; give each its own")
    if not question.right:
        yield question.id, _("no choice is right; mark one with right: true")
    if len(question.right) == len(question.choices):
        yield question.id, _("every choice is right: then there is nothing to choose")


def case_faults(case: Case) -> Iterator[Fault]:
    """Yield what is wrong in a case."""
    for twice in _twice(one.id for one in case.passages):
        yield twice, _("this id stands twice; give each its own")
    if not case.critical:
        yield "passages", _("no error is critical; plant one at least")
    if 2 * len(case.planted) > len(case.passages):
        yield "passages", _("more passages are wrong than sound: nobody would have to look")
    for passage in case.passages:
        if passage.error is not None and passage.error.words not in passage.text:
            yield passage.id, _("the wrong words do not stand in the passage")
    for table in case.tables:
        if any(len(row) != len(table.columns) for row in table.rows):
            yield "tables", _("a row of the table has more or fewer cells than it has columns")


def pair_faults(module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield the file, the field and the sentence where the two languages are not alike."""
    french, english = module.quizzes["fr"], module.quizzes["en"]
    if _shape_of_quiz(french) != _shape_of_quiz(english):
        what = _("the French and the English bank differ in their questions or right choices")
        yield "quiz.en.yaml", "questions", what
    one, other = module.cases["fr"], module.cases["en"]
    if _shape_of_case(one) != _shape_of_case(other):
        what = _("the French and the English case differ in their passages or planted errors")
        yield "case.en.yaml", "passages", what


def _shape_of_quiz(quiz: Quiz) -> list[tuple[str, tuple[tuple[str, bool], ...]]]:
    return [
        (one.id, tuple((choice.id, choice.right) for choice in one.choices))
        for one in quiz.questions
    ]


def _shape_of_case(case: Case) -> list[tuple[str, bool, bool]]:
    return [
        (one.id, one.error is not None, one.error is not None and one.error.critical)
        for one in case.passages
    ]


def _twice(ids: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(ids).items() if count > 1]

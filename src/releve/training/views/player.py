"""The player: questions and a practical case, without script, kept when the page is closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.kit.permissions import SIGNED_IN, needs
from releve.people.queries import actor_of
from releve.training.actions import begin_attempt, drop_attempt, end_attempt, save_answers
from releve.training.actions.attempts import fits
from releve.training.engine.drawing import shuffled
from releve.training.engine.module import Choice, Module, Passage, Question
from releve.training.engine.scoring import CaseScore, QuizScore, score_case, score_quiz
from releve.training.faults import TrainingError
from releve.training.forms import MARKED, AnswersForm
from releve.training.models import Attempt
from releve.training.queries.own import attempts_of, module_standing
from releve.training.training_words import spoken
from releve.training.views.asked import LARGEST_KEY, account_of, module_asked, own_person
from releve.training.vocabulary import PARTS


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the page shows it: its choices in the order of this attempt, and the answer.

    ``is_right`` is told once the attempt is over.
    """

    question: Question
    choices: tuple[Choice, ...]
    chosen: frozenset[str]
    is_right: bool = False


@dataclass(frozen=True)
class ShownPassage:
    """A passage with what became of it: ``found``, ``missed``, ``false`` or ``sound``."""

    passage: Passage
    outcome: str


@needs(SIGNED_IN)
@require_safe
def part(request: HttpRequest, module: str, part: str) -> HttpResponse:
    """Show the attempt at a part that is open, or what it is and a way to begin."""
    found, person = _asked(module, part), own_person(request)
    held = _open_attempt(request, found, part)
    context = {
        "module": found,
        "title": found.head.title[spoken()],
        "part": part,
        "attempt": held,
        "standing": module_standing(person, found, on=timezone.localdate()),
        "counts": _counts(found),
        **(_questions(found, held) if held is not None else {}),
    }
    return render(request, f"training/{part}.html", context)


@needs(SIGNED_IN)
@require_POST
def begin(request: HttpRequest, module: str, part: str) -> HttpResponse:
    """Begin an attempt, or go on with the one that is open."""
    found, person = _asked(module, part), own_person(request)
    begin_attempt(
        person,
        found.key,
        part,
        language=spoken(),
        actor=actor_of(account_of(request)),
        at=timezone.now(),
    )
    return redirect("training:part", module=found.key, part=part)


@needs(SIGNED_IN)
@require_POST
def answer(request: HttpRequest, attempt: int) -> HttpResponse:
    """Keep the answers to go on later, or hand them in."""
    held = _attempt(request, attempt)
    found = module_asked(held.module)
    if held.ended_at is not None:
        return redirect("training:result", attempt=held.pk)
    form = _form(request, found, held)
    if not form.is_valid():
        raise Http404
    actor = actor_of(account_of(request))
    try:
        if form.cleaned_data["do"] == "save":
            save_answers(held, form.answers(), actor=actor)
            return redirect("training:own")
        end_attempt(held, form.answers(), actor=actor, at=timezone.now())
    except TrainingError as refused:
        context = {"refusal": str(refused), "module": found, "part": held.part}
        return render(request, "training/moved.html", context, status=409)
    return redirect("training:result", attempt=held.pk)


@needs(SIGNED_IN)
@require_safe
def result(request: HttpRequest, attempt: int) -> HttpResponse:
    """Show what one's own attempt was worth, with the explanations."""
    held = _attempt(request, attempt)
    found = module_asked(held.module)
    if held.ended_at is None:
        return redirect("training:part", module=held.module, part=held.part)
    person = own_person(request)
    context = {
        "module": found,
        "title": found.head.title[spoken()],
        "attempt": held,
        "part": held.part,
        "standing": module_standing(person, found, on=timezone.localdate()),
        "is_current": fits(held, found),
    }
    if context["is_current"]:
        context |= _quiz_result(found, held) if held.part == "quiz" else _case_result(found, held)
    return render(request, "training/result.html", context)


@needs(SIGNED_IN)
@require_POST
def drop(request: HttpRequest, attempt: int) -> HttpResponse:
    """Delete one's own attempt that is not finished."""
    held = _attempt(request, attempt)
    drop_attempt(held, actor=actor_of(account_of(request)))
    return redirect("training:module", module=held.module)


def _asked(module: str, part: str) -> Module:
    if part not in PARTS:
        raise Http404
    return module_asked(module)


def _attempt(request: HttpRequest, attempt: int) -> Attempt:
    """Return one's own attempt; another one's is not there."""
    person = own_person(request)
    rows = Attempt.objects.for_hospital(person.hospital_id).select_related("person__unit")
    held = rows.filter(pk=min(attempt, LARGEST_KEY), person=person).first()
    if held is None:
        raise Http404
    return held


def _open_attempt(request: HttpRequest, module: Module, part: str) -> Attempt | None:
    hers = attempts_of(own_person(request), module.key)
    return next(
        (one for one in hers if one.part == part and one.ended_at is None and fits(one, module)),
        None,
    )


def _form(request: HttpRequest, module: Module, held: Attempt) -> AnswersForm:
    if held.part == "case":
        return AnswersForm.of_case(module.cases["fr"], request.POST)
    return AnswersForm.of_quiz(held, module.quizzes["fr"], request.POST)


def _counts(module: Module) -> dict[str, int]:
    case = module.cases["fr"]
    return {
        "planted": len(case.planted),
        "passages": len(case.passages),
        "most_false": score_case(case, ()).most_false,
        "drawn": module.head.drawn,
    }


def _given(held: Attempt) -> dict[str, list[str]]:
    return held.answers or {}


def _questions(module: Module, held: Attempt) -> dict[str, object]:
    if held.part == "case":
        case = module.cases[spoken()]
        return {"case": case, "marked": set(_given(held).get(MARKED, ()))}
    return {"questions": _asked_questions(module, held, frozenset())}


def _asked_questions(
    module: Module, held: Attempt, right: frozenset[str]
) -> tuple[AskedQuestion, ...]:
    quiz = module.quizzes[spoken()]
    found = []
    for key in held.drawn:
        question = quiz.question(key)
        if question is None:
            continue
        by_id = {one.id: one for one in question.choices}
        order = shuffled(sorted(by_id), seed=f"{held.pk}:{key}")
        chosen = frozenset(_given(held).get(key, ()))
        choices = tuple(by_id[one] for one in order)
        found.append(AskedQuestion(question, choices, chosen, key in right))
    return tuple(found)


def _quiz_result(module: Module, held: Attempt) -> dict[str, object]:
    score: QuizScore = score_quiz(
        module.quizzes["fr"], held.drawn, _given(held), pass_percent=module.head.pass_percent
    )
    return {"score": score, "questions": _asked_questions(module, held, score.right)}


def _case_result(module: Module, held: Attempt) -> dict[str, object]:
    case = module.cases[spoken()]
    score: CaseScore = score_case(case, _given(held).get(MARKED, ()))
    shown = tuple(ShownPassage(one, _outcome(one, score)) for one in case.passages)
    return {"score": score, "shown": shown, "case": case}


def _outcome(passage: Passage, score: CaseScore) -> str:
    if passage.id in score.found:
        return "found"
    if passage.id in score.missed:
        return "missed"
    return "false" if passage.id in score.false_alarms else "sound"

"""Attempts at a module's questions and case: the person's own, from the first to the last.

An attempt that is open is kept as it stands, so that a page that was closed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import randbits

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import SIGNED_IN, needs
from releve.kit.words import translator
from releve.people.models import Person
from releve.training.actions.noting import check_own, hold_person
from releve.training.actions.proving import prove_passed
from releve.training.catalogue import module_of
from releve.training.engine.drawing import draw
from releve.training.engine.module import Language, Module
from releve.training.engine.scoring import score_case, score_quiz
from releve.training.faults import TrainingError
from releve.training.models import Attempt, Proof
from releve.training.vocabulary import PARTS

_ = translator("releve.training")

Answers = Mapping[str, Collection[str]]
"""What was chosen of each question; of a case, the passages marked under ``marked``."""

MARKED = "marked"


@dataclass(frozen=True)
class Ended:
    """An attempt that was ended, and the proof that it completed, where it did."""

    attempt: Attempt
    proof: Proof | None


@needs(SIGNED_IN)
def begin_attempt(
    person: Person, module: str, part: str, *, language: Language, actor: Actor, at: datetime
) -> Attempt:
    """Begin an attempt, or return the one that is open; questions are others than the last time.

    An open one of an earlier version of the module is dropped. Raises TrainingError where there
    is no such module, and NotAllowedError to anybody but the person herself.
    """
    check_own(actor, person.pk)
    known = _known(module)
    if part not in PARTS:
        raise ValueError(f"there is no part {part!r}")
    with transaction.atomic():
        hold_person(person)
        hers = Attempt.objects.for_hospital(person.hospital_id).filter(
            person=person, module=module, part=part
        )
        standing = hers.filter(ended_at__isnull=True).order_by("pk").first()
        if standing is not None and fits(standing, known):
            return standing
        if standing is not None:
            standing.delete()
        last = hers.filter(ended_at__isnull=False).order_by("-ended_at").first()
        return Attempt.objects.create(
            hospital_id=person.hospital_id,
            person=person,
            module=module,
            module_version=known.head.version,
            part=part,
            language=language,
            drawn=_drawn(known, part, language, last),
            begun_at=at,
        )


@needs(SIGNED_IN)
def save_answers(attempt: Attempt, answers: Answers, *, actor: Actor) -> Attempt:
    """Keep what was answered so far, to go on later; raises as ``end_attempt``."""
    check_own(actor, attempt.person_id)
    with transaction.atomic():
        held, _module = _open(attempt)
        held.answers = _tidy(held, answers)
        held.save(update_fields=["answers"])
    return held


@needs(SIGNED_IN)
def end_attempt(attempt: Attempt, answers: Answers, *, actor: Actor, at: datetime) -> Ended:
    """Score an attempt; once both parts of a module are passed, its proof is written with it.

    An attempt that was ended already stays as it is, so that a form sent twice counts once.
    Raises TrainingError where the module has changed meanwhile, and NotAllowedError to anybody
    but the person herself.
    """
    check_own(actor, attempt.person_id)
    with transaction.atomic():
        hold_person(attempt.person)
        rows = Attempt.objects.for_hospital(attempt.hospital_id)
        found = rows.select_for_update(no_key=True).get(pk=attempt.pk)
        if found.ended_at is not None:
            return Ended(found, None)
        held, module = _open(found)
        held.answers = _tidy(held, answers)
        held.score, held.is_passed = _score(held, module)
        held.ended_at = at
        held.save()
        proof = None
        if held.is_passed:
            proof = prove_passed(attempt.person, held.module, actor=actor, at=at)
    return Ended(held, proof)


@needs(SIGNED_IN)
def drop_attempt(attempt: Attempt, *, actor: Actor) -> bool:
    """Delete an attempt that is not finished; return whether there was one.

    Raises NotAllowedError to anybody but the person herself.
    """
    check_own(actor, attempt.person_id)
    rows = Attempt.objects.for_hospital(attempt.hospital_id)
    count, _tables = rows.filter(pk=attempt.pk, ended_at__isnull=True).delete()
    return bool(count)


def fits(attempt: Attempt, module: Module) -> bool:
    """Whether an attempt is still about the questions that the module has."""
    if attempt.module_version != module.head.version:
        return False
    bank = {question.id for question in module.quizzes["fr"].questions}
    return attempt.part != "quiz" or set(attempt.drawn) <= bank


def _known(module: str) -> Module:
    found = module_of(module)
    if found is None:
        message = _("there is no module {module!r}; see: releve training modules")
        raise TrainingError(message.format(module=module))
    return found


def _drawn(module: Module, part: str, language: Language, last: Attempt | None) -> list[str]:
    if part == "case":
        return []
    bank = [question.id for question in module.quizzes[language].questions]
    avoid = () if last is None else last.drawn
    return list(draw(bank, module.head.drawn, seed=randbits(32), avoid=avoid))


def _open(attempt: Attempt) -> tuple[Attempt, Module]:
    """Return an attempt as it stands and its module, where it can still be answered."""
    rows = Attempt.objects.for_hospital(attempt.hospital_id).select_related("person__unit")
    held = rows.filter(pk=attempt.pk, ended_at__isnull=True).first()
    if held is None:
        raise TrainingError(_("this attempt is over; begin another one"))
    module = _known(held.module)
    if not fits(held, module):
        raise TrainingError(_("the module has changed meanwhile; begin again"))
    return held, module


def _tidy(attempt: Attempt, answers: Answers) -> dict[str, list[str]]:
    names = {MARKED} if attempt.part == "case" else set(attempt.drawn)
    return {name: sorted(set(answers.get(name, ()))) for name in sorted(names)}


def _score(attempt: Attempt, module: Module) -> tuple[int, bool]:
    given: dict[str, list[str]] = attempt.answers or {}
    if attempt.part == "case":
        found = score_case(module.cases["fr"], given.get(MARKED, ()))
        return found.percent, found.is_passed
    score = score_quiz(
        module.quizzes["fr"], attempt.drawn, given, pass_percent=module.head.pass_percent
    )
    return score.percent, score.is_passed

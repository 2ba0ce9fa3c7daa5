"""Random questions: opened for a unit by a decision, and answered without leaving who or when."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.ledger.actions.noting import hold, note_unit
from releve.ledger.faults import LedgerError
from releve.ledger.models import PromptAnswer, PromptMark, PromptPeriod
from releve.ledger.queries.prompts import Question, open_questions, periods_of, week_of
from releve.ledger.vocabulary import ACTIVITIES, LEAST_PEOPLE, LONGEST_PERIOD_DAYS
from releve.people.models import Level, Person
from releve.people.queries import check_at
from releve.shifts.actions.acknowledging import is_own
from releve.shifts.queries.planned import hospital_of

_ = translator("releve.ledger")


@needs(Permission.CHOOSE_SPENDING)
def open_prompts(
    unit: Level, from_on: date, to_on: date, *, reference: str, actor: Actor
) -> PromptPeriod:
    """Let a unit be asked at random what it does, on days to come, as was decided with the team.

    Raises LedgerError where the days lie behind, last longer than a quarter or meet others, where
    fewer than eight people work there, or without a reference; and NotAllowedError.
    """
    check_at(actor, Permission.CHOOSE_SPENDING, unit)
    _check_days(from_on, to_on)
    if not reference.strip():
        raise LedgerError.at_field(_("say where this was decided with the team"), "reference")
    people = Person.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    if people.count() < LEAST_PEOPLE:
        raise LedgerError(_("fewer than eight people work there: nobody is asked"))
    with transaction.atomic():
        hold(unit)
        if any(one.from_on <= to_on and one.to_on >= from_on for one in periods_of(unit)):
            raise LedgerError.at_field(_("some of these days are asked about already"), "from_on")
        period = PromptPeriod.objects.create(
            hospital_id=hospital_of(unit),
            unit=unit,
            from_on=from_on,
            to_on=to_on,
            reference=reference.strip(),
        )
        after = {"from": from_on, "to": to_on}
        note_unit(actor, "ledger.prompts.open", unit, key=str(period.pk), after=after)
    return period


@needs(Permission.CHOOSE_SPENDING)
def close_prompts(period: PromptPeriod, *, actor: Actor) -> PromptPeriod | None:
    """Stop asking a unit: from tomorrow on, or at all where its days lie ahead.

    Returns what is left of the period. Raises NotAllowedError.
    """
    check_at(actor, Permission.CHOOSE_SPENDING, period.unit)
    today = timezone.localdate()
    with transaction.atomic():
        hold(period.unit)
        if period.to_on <= today:
            return period
        key = str(period.pk)
        left: PromptPeriod | None = period
        if period.from_on > today:
            period.delete()
            left = None
        else:
            period.to_on = today
            period.save(update_fields=["to_on"])
        note_unit(actor, "ledger.prompts.close", period.unit, key=key, after={"on": today})
    return left


@needs(SIGNED_IN)
def answer_prompt(
    person: Person,
    *,
    mark: str,
    actor: Actor,
    activity: str = "",
    left_on_time: bool | None = None,
) -> bool:
    """Keep what somebody answers to a question that waits for her; return whether it is new.

    Neither activity nor departure: she would rather not say, which counts as no answer. What she
    says is kept without her, without the moment, and in no order; that it was answered, without
    what. Nothing is noted in the trail, which would say when. Raises NotAllowedError to anybody
    but herself, LedgerError for an answer that is none.
    """
    if actor != HOUSE and not is_own(actor, person.pk):
        raise NotAllowedError(Permission.SEE_LEDGER, actor=actor)
    question = next((one for one in open_questions(person) if one.mark == mark), None)
    if question is None:
        return False
    if activity not in ("", *ACTIVITIES) or (activity and left_on_time is not None):
        raise LedgerError.at_field(_("choose one of the answers"), "activity")
    if (question.kind == "leaving" and activity) or (
        question.kind == "doing" and left_on_time is not None
    ):
        raise LedgerError.at_field(_("choose one of the answers"), "activity")
    if not _mark(person, question):
        return False
    PromptAnswer.objects.create(
        hospital_id=person.hospital_id,
        unit_id=question.unit_id,
        week_on=week_of(question.day),
        profession=_profession(person, question),
        question=question.kind,
        activity=activity,
        left_on_time=left_on_time,
    )
    return True


def _check_days(from_on: date, to_on: date) -> None:
    if from_on <= timezone.localdate():
        raise LedgerError.at_field(_("the team is told before: begin tomorrow or later"), "from_on")
    if not 0 <= (to_on - from_on).days < LONGEST_PERIOD_DAYS:
        message = _("choose {most} days at most, the last one not before the first")
        raise LedgerError.at_field(message.format(most=LONGEST_PERIOD_DAYS), "to_on")


def _mark(person: Person, question: Question) -> bool:
    """Note that a question is answered; whether nobody had done so before."""
    try:
        with transaction.atomic():
            PromptMark.objects.create(
                hospital_id=person.hospital_id, mark=question.mark, day=question.day
            )
    except IntegrityError:
        return False
    return True


def _profession(person: Person, question: Question) -> str:
    """Return her profession where at least eight people of the unit have it, else nothing."""
    alike = Person.objects.for_hospital(person.hospital_id).filter(
        unit=question.unit_id, role=person.role_id
    )
    return person.role.key if alike.count() >= LEAST_PEOPLE else ""

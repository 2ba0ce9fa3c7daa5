"""Statements of another program that people passed modules: each once, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.faults import Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level, Person
from releve.people.queries import check_at
from releve.training.actions.importing import modules_known
from releve.training.actions.proving import Passed, end_of, write_proof
from releve.training.catalogue import module_of
from releve.training.engine.statement import Refusal, Statement, refusal
from releve.training.faults import KnownStatementError, StatementError
from releve.training.models import Proof

_ = translator("releve.training")

PASS_PERCENT = 80
"""What a score must reach where the module is not one of the installation."""


@needs(Permission.MANAGE_TRAINING)
def record_statements(
    hospital: Level, statements: Sequence[Statement], *, actor: Actor, at: datetime
) -> list[Proof]:
    """Save what statements prove; one whose id is known already changes nothing.

    Returns the new proofs. Raises StatementError with the place of the first fault,
    KnownStatementError where an id stands for something else, and NotAllowedError; then nothing
    has changed.
    """
    check_at(actor, Permission.MANAGE_TRAINING, hospital)
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=hospital.pk)
        codes = [one.person for one in statements]
        people = {
            one.code: one
            for one in Person.objects.for_hospital(hospital)
            .filter(code__in=codes)
            .select_related("unit", "role", "hospital")
        }
        modules = modules_known(hospital)
        new: list[Proof] = []
        for place, one in enumerate(statements):
            _check(one, place, people, modules, at)
            if not _is_known(hospital, one, place):
                passed = _passed(one)
                new.append(write_proof(people[one.person], passed, actor=actor, at=at))
    return new


def _check(
    one: Statement,
    place: int,
    people: Mapping[str, Person],
    modules: frozenset[str],
    at: datetime,
) -> None:
    known = module_of(one.module)
    least = PASS_PERCENT if known is None else known.head.pass_percent
    why = refusal(one, pass_percent=least)
    if why is not None:
        field, what = _refused(why, least)
        raise StatementError(what, place=_at(place, field))
    if one.module not in modules:
        what = _("no module is called {module!r} here").format(module=one.module[:60])
        raise StatementError(what, place=_at(place, "object.id"))
    if one.person not in people:
        what = _("nobody has the code {code!r}").format(code=one.person[:60])
        raise StatementError(what, place=_at(place, "actor.account.name"))
    if one.at > at:
        raise StatementError(_("this instant has not come yet"), place=_at(place, "timestamp"))


def _refused(why: Refusal, least: int) -> tuple[str, str]:
    return {
        "verb": ("verb.id", _("the verb is neither passed nor completed")),
        "activity": ("object.id", _("the activity names no module")),
        "revision": ("context.revision", _("a module's version is written like 2.1")),
        "failed": ("result", _("the result says that it was not passed")),
        "no_result": ("result", _("completed proves nothing without success or a score")),
        "score": (
            "result.score.scaled",
            _("the score is below {least} percent").format(least=least),
        ),
    }[why]


def _at(place: int, field: str) -> Place:
    return Place(field=f"statements[{place}].{field}")


def _is_known(hospital: Level, one: Statement, place: int) -> bool:
    held = Proof.objects.for_hospital(hospital).filter(reference=_reference(one)).first()
    if held is None:
        return False
    if (held.person.code, held.module) != (one.person, one.module):
        what = _("this statement is known already and says something else")
        raise KnownStatementError(what, place=_at(place, "id"))
    return True


def _reference(one: Statement) -> str:
    return f"xapi:{one.id}"


def _passed(one: Statement) -> Passed:
    known = module_of(one.module)
    head = None if known is None else known.head
    passed_on = timezone.localdate(one.at)
    return Passed(
        module=one.module,
        version=one.revision or ("1.0" if head is None else head.version),
        tool_major="" if head is None else head.tool_major,
        passed_on=passed_on,
        expires_on=end_of(passed_on, 0 if head is None else head.valid_months),
        source="xapi",
        reference=_reference(one),
    )

"""People asked to follow modules on working time, told in the same transaction, and the undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.actions import notify
from releve.people.models import Level, Person
from releve.people.queries import account_of, check_at
from releve.trail.actions import Change, note_changes
from releve.training.actions.noting import assignment_facts
from releve.training.catalogue import module_of
from releve.training.faults import TrainingError
from releve.training.models import Assignment

_ = translator("releve.training")

Wanted = tuple[Person, tuple[str, ...]]
"""A person and the modules that she is asked to follow."""


@needs(Permission.ASSIGN_TRAINING)
def ask_training(
    unit: Level,
    wanted: Sequence[Wanted],
    *,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
) -> list[Assignment]:
    """Ask people of a unit to follow modules, and tell each once how many; return what is new.

    What somebody was asked already and has not done is not asked again. Raises TrainingError for
    people of another unit, a day that lies behind, and modules that are none, and
    NotAllowedError; then nothing has changed.
    """
    check_at(actor, Permission.ASSIGN_TRAINING, unit)
    _check(unit, wanted, due_on, at)
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=unit.pk)
        new = _new(unit, wanted, due_on, actor, at)
        rows = Assignment.objects.bulk_create(new)
        note_changes(actor, [_change("training.assignment.make", one, is_new=True) for one in rows])
        _tell(unit, rows, actor, at)
    return rows


@needs(Permission.ASSIGN_TRAINING)
def withdraw_asking(unit: Level, keys: Iterable[int], *, actor: Actor) -> int:
    """Take back what people of a unit were asked and have not done; return how much it was.

    Raises NotAllowedError.
    """
    check_at(actor, Permission.ASSIGN_TRAINING, unit)
    with transaction.atomic():
        rows = Assignment.objects.for_hospital(unit.hospital_id or 0).filter(
            person__unit=unit, pk__in=list(keys), done_at__isnull=True
        )
        found = list(rows.select_for_update(of=("self",), no_key=True))
        changes = [_change("training.assignment.withdraw", one, is_new=False) for one in found]
        note_changes(actor, changes)
        Assignment.objects.for_hospital(unit.hospital_id or 0).filter(
            pk__in=[one.pk for one in found]
        ).delete()
    return len(found)


def _check(unit: Level, wanted: Sequence[Wanted], due_on: date | None, at: datetime) -> None:
    if due_on is not None and due_on < localdate(at):
        raise TrainingError(_("the day by which it is asked lies behind"))
    for person, modules in wanted:
        if person.unit_id != unit.pk:
            message = _("{person} does not work in this unit")
            raise TrainingError(message.format(person=person.code))
        for key in modules:
            if module_of(key) is None:
                message = _("there is no module {module!r}; see: releve training modules")
                raise TrainingError(message.format(module=key))


def _new(
    unit: Level, wanted: Sequence[Wanted], due_on: date | None, actor: Actor, at: datetime
) -> list[Assignment]:
    open_ones = Assignment.objects.for_hospital(unit.hospital_id or 0).filter(
        person__in=[person.pk for person, _modules in wanted], done_at__isnull=True
    )
    asked = set(open_ones.values_list("person", "module"))
    by = None if actor == HOUSE else account_of(actor)
    pairs = {(person.pk, key): person for person, modules in wanted for key in modules}
    return [
        Assignment(
            hospital_id=person.hospital_id,
            person=person,
            module=key,
            asked_at=at,
            asked_by=by,
            due_on=due_on,
        )
        for (pk, key), person in sorted(pairs.items(), key=lambda one: one[0])
        if (pk, key) not in asked
    ]


def _tell(unit: Level, rows: Sequence[Assignment], actor: Actor, at: datetime) -> None:
    hers: dict[int, list[Assignment]] = {}
    for one in rows:
        hers.setdefault(one.person_id, []).append(one)
    groups: dict[int, list[Person]] = {}
    for found in hers.values():
        groups.setdefault(len(found), []).append(found[0].person)
    for count, people in sorted(groups.items()):
        facts: dict[str, str | int] = {"unit": unit.name, "count": count}
        notify(people, "training.asked", facts, link=reverse("training:own"), actor=actor, at=at)


def _change(verb: str, one: Assignment, *, is_new: bool) -> Change:
    facts = assignment_facts(one)
    return Change(
        verb=verb,
        kind="person",
        key=one.person_id,
        hospital=one.hospital_id,
        before=None if is_new else facts,
        after=facts if is_new else None,
    )

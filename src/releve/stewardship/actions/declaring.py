"""Saying which tool one uses: four fields, no blame, an answer within fifteen days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.days import check_meant
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.actions import notify
from releve.people.models import Level, Person
from releve.people.queries import account_of, check_at, people_allowed
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Declaration, Tool
from releve.stewardship.queries.declarations import overdue
from releve.stewardship.vocabulary import ANSWER_DAYS
from releve.trail.actions import note_change

_ = translator("releve.stewardship")

LONGEST_ANSWER = 1000


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What somebody says: what she uses, what for, in which unit, and since when."""

    name: str
    purpose: str
    unit: Level | None = None
    since_on: date | None = None


@needs(SIGNED_IN)
def declare_tool(
    hospital: Level, told: Declared, *, actor: Actor, is_anonymous: bool = False
) -> Declaration:
    """Keep what somebody of a hospital says that she uses; nobody is blamed for it.

    Anonymous: neither the row nor the trail says who it was, so that no answer reaches her
    either. Raises StewardshipError, and NotAllowedError to an account of another hospital.
    """
    account = None if actor == HOUSE else account_of(actor)
    homes = (None, hospital.pk)  # somebody above hospitals works for each of them
    is_hers = account is not None and account.is_active and account.hospital_id in homes
    if actor != HOUSE and not is_hers:
        raise NotAllowedError(Permission.SEE_REGISTER, actor=actor, level=hospital.pk)
    _check(hospital, told)
    with transaction.atomic():
        row = Declaration.objects.create(
            hospital=hospital,
            name=told.name.strip(),
            purpose=told.purpose.strip(),
            unit=told.unit,
            since_on=told.since_on,
            declared_by=None if is_anonymous else account,
            declared_at=timezone.now(),
        )
        # Whoever would rather not say stands in no trail: the house notes that it was told.
        noted_as = HOUSE if is_anonymous else actor
        _note(noted_as, "stewardship.declaration.make", row, after={"name": row.name})
    return row


@needs(Permission.MANAGE_TOOLS)
def answer_declaration(
    row: Declaration, answer: str, *, actor: Actor, tool: Tool | None = None
) -> Declaration:
    """Answer a declaration once; ``tool``: the entry that came of it.

    Whoever declared it by name is told that there is an answer. Raises StewardshipError and
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, row.hospital)
    said = answer.strip()
    if not said or len(said) > LONGEST_ANSWER:
        message = _("an answer has between 1 and {most} characters")
        raise StewardshipError(message.format(most=LONGEST_ANSWER))
    if tool is not None and tool.hospital_id != row.hospital_id:
        raise StewardshipError(_("this tool is not of the register of this hospital"))
    now = timezone.now()
    with transaction.atomic():
        rows = Declaration.objects.for_hospital(row.hospital_id).select_for_update(no_key=True)
        held = rows.get(pk=row.pk)
        if held.answered_at is not None:
            raise StewardshipError(_("this was answered meanwhile; look at it again"))
        held.answer, held.answered_at, held.tool = said, now, tool
        held.answered_by = None if actor == HOUSE else account_of(actor)
        held.save(update_fields=["answer", "answered_at", "answered_by", "tool"])
        _note(actor, "stewardship.declaration.answer", held, after={"answer": said})
        person = None if held.declared_by is None else held.declared_by.person
        if person is not None:
            notify(
                [person],
                "stewardship.declaration_answered",
                {"day": timezone.localdate(held.declared_at).isoformat()},
                link=reverse("tools:own_declarations"),
                actor=actor,
                at=now,
            )
    return held


@needs(Permission.MANAGE_TOOLS)
def remind_of_declarations(hospital: Level, *, actor: Actor, on: date) -> int:
    """Tell those who keep the register of what waits for more than fifteen days; return how many.

    Once for each declaration: on the day after its time is over.
    """
    check_at(actor, Permission.MANAGE_TOOLS, hospital)
    due = overdue(hospital, on=on).filter(declared_at__date=on - timedelta(days=ANSWER_DAYS + 1))
    with transaction.atomic():
        count = due.count()
        people: list[Person] = list(people_allowed(Permission.MANAGE_TOOLS, hospital, on=on))
        if count and people:
            notify(
                people,
                "stewardship.declarations_overdue",
                {"count": count},
                link=reverse("tools:declarations"),
                actor=actor,
                at=timezone.now(),
            )
    return count


def _check(hospital: Level, told: Declared) -> None:
    for said, most in ((told.name, 150), (told.purpose, 300)):
        if not said.strip() or len(said) > most:
            raise StewardshipError(_("say in a few words what you use, and what for"))
    if told.unit is not None and told.unit.hospital_id != hospital.pk:
        raise StewardshipError(_("this is no unit of your hospital"))
    check_meant(told.since_on, field="since_on")
    if told.since_on is not None and told.since_on > timezone.localdate():
        raise StewardshipError(_("this day lies ahead: since when do you use it?"))


def _note(actor: Actor, verb: str, row: Declaration, *, after: dict[str, str]) -> None:
    note_change(
        actor,
        verb,
        kind="declaration",
        key=row.pk,
        hospital=row.hospital_id,
        after=after,
    )

"""What a person does with her own news: she reads them, and says how she wants them by e-mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from hmac import compare_digest

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.actions.codes import ask_code
from releve.people.actions.farewells import ask_farewell
from releve.people.models import MailHabit, Person
from releve.people.models.notices import DAYS_SEPARATOR
from releve.people.queries import account_of, mail_code, unread_notices
from releve.people.vocabulary import MAIL_RHYTHMS, WEEKDAYS
from releve.trail.actions import note_change

_ = translator("releve.people")


ADDRESSES = frozenset({"address", "left_address"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How somebody wants her news by e-mail; see ``MailHabit``."""

    address: str
    rhythm: str = "daily"
    hour: int = 18
    weekday: str = "mon"
    quiet_from: int = 20
    quiet_to: int = 8
    quiet_days: tuple[str, ...] = ()
    urgent_in_quiet: bool = False


@needs(SIGNED_IN)
def read_notices(person: Person, *, keys: Collection[int], actor: Actor, at: datetime) -> int:
    """Mark news of one's own as read, and return how many of those keys were not.

    ``keys`` are those that stood on her page, and not all up to the newest: a number is taken
    before its transaction ends, so that one which was not there yet may have a smaller one.
    Raises NotAllowedError to anybody but the person herself.
    """
    _check_own(actor, person)
    return unread_notices(person).filter(pk__in=keys).update(read_at=at)


@needs(SIGNED_IN)
def choose_mail(person: Person, wanted: Wanted, *, actor: Actor) -> MailHabit:
    """Keep how somebody wants her own news by e-mail; a new address is sent a code.

    A confirmed one that it takes the place of is told once that no news come there any more.

    Nothing else leaves for that address until ``confirm_mail`` was given the code. Raises
    BadInputError, also where she has asked for too many codes that day, and NotAllowedError to
    anybody but the person herself.
    """
    _check_own(actor, person)
    _check(wanted)
    facts = {**asdict(wanted), "quiet_days": DAYS_SEPARATOR.join(wanted.quiet_days)}
    with transaction.atomic():
        before = _held(person)
        habit = before or MailHabit(hospital_id=person.hospital_id, person=person)
        is_new = habit.address.lower() != wanted.address.lower()
        left = habit.address if is_new and habit.confirmed_at is not None else ""
        if is_new:
            facts |= {"confirmed_at": None, "refused_at": None}
        if left:
            facts["left_address"] = left
        for field, value in facts.items():
            setattr(habit, field, value)
        # What else its row holds is not hers to choose, and may change in the same moment.
        habit.save(update_fields=None if before is None else [*facts])
        # The trail is kept for years: an address that she may have forgotten is not in it.
        noted = {name: value for name, value in facts.items() if name not in ADDRESSES}
        _note(actor, "people.mail.choose", person, after=noted | {"is_new_address": is_new})
        if left:
            ask_farewell(habit, actor=actor)
        if habit.confirmed_at is None:
            ask_code(habit, actor=actor, on=timezone.localdate())
    return habit


@needs(SIGNED_IN)
def confirm_mail(person: Person, code: str, *, actor: Actor, at: datetime) -> MailHabit:
    """Note that letters reach the address that somebody gave, by the code that she read there.

    Raises BadInputError where it is another code, and NotAllowedError to anybody but the person
    herself.
    """
    _check_own(actor, person)
    with transaction.atomic():
        habit = _held(person)
        typed = "".join(code.split()).replace("-", "").upper()
        if habit is None or not compare_digest(typed.encode(), mail_code(habit).encode()):
            message = _("this is not the code of the last letter; look at it again")
            raise BadInputError(message, place=Place(field="code"))
        if habit.confirmed_at is None:
            habit.confirmed_at, habit.refused_at = at, None
            habit.save(update_fields=["confirmed_at", "refused_at"])
            _note(actor, "people.mail.confirm", person)
    return habit


@needs(SIGNED_IN)
def stop_mail(person: Person, *, actor: Actor) -> bool:
    """Send no news by e-mail any more, and forget the address; return whether there was one.

    Raises NotAllowedError to anybody but the person herself.
    """
    _check_own(actor, person)
    with transaction.atomic():
        return end_mail(person, actor)


def end_mail(person: Person, actor: Actor) -> bool:
    """End a person's letters and forget her address; return whether there was one.

    Whoever calls has asked who may, in a transaction.
    """
    habit = _held(person)
    if habit is None:
        return False
    habit.delete()
    _note(actor, "people.mail.stop", person)
    return True


def _held(person: Person) -> MailHabit | None:
    """Return a person's habit, held until the transaction ends; she serves as lock without one."""
    Person.objects.for_hospital(person.hospital_id).select_for_update(no_key=True).get(pk=person.pk)
    found = MailHabit.objects.for_hospital(person.hospital_id).filter(person=person)
    return found.select_for_update(no_key=True).first()


def _check(wanted: Wanted) -> None:
    try:
        validate_email(wanted.address)
    except ValidationError as wrong:
        message = _("{said!r} is no e-mail address").format(said=wanted.address)
        raise BadInputError(message, place=Place(field="address")) from wrong
    for field, said, known in (
        ("rhythm", {wanted.rhythm}, MAIL_RHYTHMS),
        ("weekday", {wanted.weekday}, WEEKDAYS),
        ("quiet_days", set(wanted.quiet_days), WEEKDAYS),
        ("hour", {wanted.hour}, range(24)),
        ("quiet_from", {wanted.quiet_from}, range(24)),
        ("quiet_to", {wanted.quiet_to}, range(24)),
    ):
        for one in said - set(known):
            message = _("{said!r} is not one of: {known}")
            told = message.format(said=one, known=", ".join(str(word) for word in known))
            raise BadInputError(told, place=Place(field=field))
    if set(wanted.quiet_days) == set(WEEKDAYS) and not wanted.urgent_in_quiet:
        message = _("with seven quiet days no letter ever leaves; untick one, or ask for no e-mail")
        raise BadInputError(message, place=Place(field="quiet_days"))


def _check_own(actor: Actor, person: Person) -> None:
    account = None if actor == HOUSE else account_of(actor)
    is_own = account is not None and account.is_active and account.person_id == person.pk
    if actor != HOUSE and not is_own:
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor)


def _note(actor: Actor, verb: str, person: Person, *, after: object = None) -> None:
    note_change(actor, verb, kind="mail", key=person.pk, hospital=person.hospital_id, after=after)

"""Opening a part of the trail: one person asks, another agrees, and each reading is noted.

The trail answers what happened to an object. It is no means of appraising anybody: there is no
purpose for that, and no way to ask for what a person did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import now

from releve.kit.actors import Actor, is_same_person
from releve.kit.days import check_meant
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.trail.actions.notes import LONGEST_REASON, note_change
from releve.trail.models import Entry, ReadingRequest
from releve.trail.queries.reading import check_reader, entries_asked_for, request_open_to
from releve.trail.vocabulary import PURPOSES

_ = translator("releve.trail")

OPEN_FOR = timedelta(days=7)
"""How long a part stays open after the second person agreed."""

LONGEST_NAME = 100
"""Characters of an object's kind, and of its key."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which part of the trail: of one object or of all, from a day to a day, both included."""

    from_on: date
    to_on: date
    kind: str = ""
    key: str = ""


@needs(Permission.READ_TRAIL)
def ask_to_read(
    actor: Actor, part: Part, *, hospital: int | None, purpose: str, reason: str
) -> ReadingRequest:
    """Ask for a part of a hospital's trail; somebody else must agree before it opens.

    For no hospital, what belongs to the installation. Raises NotAllowedError; BadInputError for
    an empty or too long reason, an unknown purpose, dates out of order or out of range.
    """
    check_reader(actor, hospital)
    _check_words(part, purpose=purpose, reason=reason)
    with transaction.atomic():
        request = ReadingRequest.objects.create(
            hospital=hospital,
            purpose=purpose,
            reason=reason.strip(),
            kind=part.kind.strip(),
            key=part.key.strip(),
            from_on=part.from_on,
            to_on=part.to_on,
            asked_by=actor.key,
            asked_by_name=actor.name,
            asked_at=now(),
        )
        _note(actor, "trail.request.ask", request)
    return request


@needs(Permission.READ_TRAIL)
def agree(actor: Actor, number: int) -> ReadingRequest:
    """Agree that the part somebody else asked for is opened, to her and to oneself.

    Raises ReadingRequest.DoesNotExist where no such request is open to the actor, NotAllowedError,
    and BadInputError for one's own request, with whichever account, or one that somebody has
    agreed to.
    """
    with transaction.atomic():
        request = request_open_to(actor, number, to_change=True)
        check_reader(actor, request.hospital)
        if request.asked_by == actor.key:
            raise BadInputError(_("somebody else must agree: you asked for it yourself"))
        if is_same_person(actor, request.asked_by):
            message = _("somebody else must agree: you asked for it with another account of yours")
            raise BadInputError(message)
        if request.agreed_by:
            raise BadInputError(_("somebody has agreed to this request already"))
        request.agreed_by, request.agreed_by_name = actor.key, actor.name
        request.agreed_at = now()
        request.save()
        _note(actor, "trail.request.agree", request)
    return request


@needs(Permission.READ_TRAIL)
def read_part(
    actor: Actor, number: int, *, page: int = 1
) -> tuple[ReadingRequest, list[Entry], bool]:
    """Return a request, a page of what it opens, newest first, and whether more follows.

    The reading is noted first, and for ever. Raises ReadingRequest.DoesNotExist, NotAllowedError,
    and BadInputError where nobody has agreed yet, where seven days are over, or where the actor
    is neither of the two.
    """
    with transaction.atomic():
        request = request_open_to(actor, number)
        check_reader(actor, request.hospital)
        _check_open(actor, request)
        _note(actor, "trail.entries.read", request)
    entries, more = entries_asked_for(request, page=page)
    return request, entries, more


def _check_words(part: Part, *, purpose: str, reason: str) -> None:
    check_meant(part.from_on, field="from")
    check_meant(part.to_on, field="to")
    faults = {
        "purpose": purpose not in PURPOSES and _("choose what it is for"),
        "reason": not reason.strip() and _("say why: the reason is kept in the trail"),
        "to": part.to_on < part.from_on and _("the last day comes before the first"),
        "object": bool(part.key.strip() and not part.kind.strip())
        and _("say what kind of object that is"),
    }
    for name, fault in faults.items():
        if fault:
            raise BadInputError(fault, place=Place(field=name))
    too_long = len(reason) > LONGEST_REASON or len(part.kind + part.key) > 2 * LONGEST_NAME
    if too_long or "\0" in reason + part.kind + part.key:
        raise BadInputError(_("the reason is too long; 500 characters must do"))


def _check_open(actor: Actor, request: ReadingRequest) -> None:
    if actor.key not in {request.asked_by, request.agreed_by}:
        raise BadInputError(_("only the two people of this request may read it; ask for your own"))
    if request.agreed_at is None:
        raise BadInputError(_("a second person has not agreed yet"))
    if request.agreed_at + OPEN_FOR < now():
        raise BadInputError(_("this request was open for seven days; ask again"))


def _note(actor: Actor, verb: str, request: ReadingRequest) -> None:
    note_change(
        actor,
        verb,
        kind="reading_request",
        key=request.pk,
        hospital=request.hospital,
        after={
            "purpose": request.purpose,
            "kind": request.kind,
            "key": request.key,
            "from": request.from_on,
            "to": request.to_on,
        },
        reason=request.reason,
    )

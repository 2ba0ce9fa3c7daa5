"""Telling people: a notice is written in the transaction of what it announces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.models import Notice, Person
from releve.people.notice_kinds import taken
from releve.people.queries import account_of
from releve.trail.actions import Change, OutsideTransactionError, note_changes

ROWS_AT_ONCE = 500


@needs(SIGNED_IN)
def notify(
    persons: Sequence[Person],
    code: str,
    facts: Mapping[str, str | int],
    *,
    link: str,
    actor: Actor,
    at: datetime,
) -> list[Notice]:
    """Tell each of these people something once; return the notices in their order.

    Called inside the transaction of what it announces, so that both stay or neither does. The
    action that calls it has checked what the actor may do. ``code`` and the names of ``facts``
    are those that a room declares in its module ``notices``; ``link`` is a path of this house.
    Raises OutsideTransactionError, UnknownNoticeError, ValueError for a link that leaves the
    house, and NotAllowedError to whoever is nobody here.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError("a notice is written in the transaction of what it tells")
    _check_somebody(actor)
    said = taken(code, facts)
    if not link.startswith("/") or link.startswith("//"):
        raise ValueError(f"{link!r} is no path of this house")
    told = {person.pk: person for person in persons}
    notices = [
        Notice(
            hospital_id=person.hospital_id,
            person=person,
            code=code,
            facts=dict(said),
            link=link,
            made_at=at,
        )
        for person in told.values()
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(notices, batch_size=ROWS_AT_ONCE)
        note_changes(actor, [_change(one) for one in notices])
    return notices


def _check_somebody(actor: Actor) -> None:
    """Refuse whoever is neither the house nor an open account, nor acts for one."""
    account = None if actor == HOUSE else account_of(actor)
    if actor != HOUSE and (account is None or not account.is_active):
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor)


def _change(notice: Notice) -> Change:
    return Change(
        verb="people.notice.make",
        kind="notice",
        key=notice.pk,
        hospital=notice.hospital_id,
        after={"person": notice.person_id, "code": notice.code, "facts": notice.facts},
    )

"""What the trail holds on one person: what she did, and what was done to her file.

Of others she is told when, what and in which function, never who. The name of a colleague who
opened a file in the course of her work is that colleague's own datum, and who suspects a misuse
has a way of her own: two named people open the trail together, for a complaint. « À confirmer
par le DPO ».
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.trail.models import Entry, ReadingRequest

_ = translator("releve.trail")

OF_A_PERSON = ("person", "contract", "unavailability", "restriction")
"""The kinds of object that are noted under a person's number; an account is under its own."""


def _acts(subject: Subject) -> Iterator[Row]:
    hers = Q(actor__in=subject.actors) | Q(on_behalf_of__in=subject.actors)
    found = Entry.objects.filter(hers) if subject.actors else Entry.objects.none()
    for entry in found.order_by("noted_us", "token").iterator(chunk_size=500):
        yield {"at": entry.noted_at, "did": entry.verb, "object": entry.kind}


def _done_to_her(subject: Subject) -> Iterator[Row]:
    hers = _her_file(subject)
    others = ~Q(actor__in=subject.actors) & ~Q(on_behalf_of__in=subject.actors)
    # What is done to an account above hospitals is noted where it is done, at any of them.
    at_all = subject.hospital is None
    there = Entry.objects.all() if at_all else Entry.objects.for_hospital(subject.hospital)
    found = there.filter(hers, others)
    for entry in found.order_by("noted_us", "token").iterator(chunk_size=500):
        yield {
            "at": entry.noted_at,
            "was_done": entry.verb,
            "object": entry.kind,
            "in_function": subject.function_of(entry.actor, entry.noted_at.date()),
        }


def _her_file(subject: Subject) -> Q:
    # Numbers only: her code, or her user name, may be the number of somebody else.
    accounts = [str(key) for key, _username in subject.accounts]
    person = [str(subject.person)] if subject.person else []
    return Q(kind__in=OF_A_PERSON, key__in=person) | Q(kind="account", key__in=accounts)


def _requests(subject: Subject) -> Iterator[Row]:
    hers = Q(asked_by__in=subject.actors) | Q(agreed_by__in=subject.actors)
    for asked in ReadingRequest.objects.filter(hers).order_by("asked_at"):
        part = "asked" if asked.asked_by in subject.actors else "agreed"
        yield {
            "asked_at": asked.asked_at,
            "purpose": asked.purpose,
            "part": part,
            "reason": asked.reason if part == "asked" else "",
            "from": asked.from_on,
            "to": asked.to_on,
        }


HOLDINGS = (
    Holding(
        "trail_own",
        lambda: _("What you did, as the audit trail noted it"),
        "trail",
        ("trail.entry",),
        ("at", "did", "object"),
        _acts,
    ),
    Holding(
        "trail_others",
        lambda: _("What others did to your file: when, what, in which function"),
        "trail",
        ("trail.entry",),
        ("at", "was_done", "object", "in_function"),
        _done_to_her,
    ),
    Holding(
        "trail_requests",
        lambda: _("Readings of the audit trail that you asked for or agreed to"),
        "trail_readings",
        ("trail.readingrequest",),
        ("asked_at", "purpose", "part", "reason", "from", "to"),
        _requests,
    ),
)
"""What is yielded here, in the order in which a person reads it."""

"""What is held on one person of exchanges and open shifts; of a colleague, nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.people.models import Level
from releve.roster.models import OpenShift, OptIn, Swap, SwapRule, Volunteer

_ = translator("releve.roster")


def _swaps(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    hers = Q(asker=subject.person) | Q(colleague=subject.person)
    found = Swap.objects.for_hospital(subject.hospital).filter(hers)
    for one in found.select_related("roster__unit").order_by("made_at", "pk"):
        is_hers = one.asker_id == subject.person
        gives = (one.gives_day, one.gives_shift)
        takes = (one.takes_day, one.takes_shift)
        given, taken = (gives, takes) if is_hers else (takes, gives)
        yield {
            "unit": one.roster.unit.code,
            "asked_by_you": is_hers,
            "given_day": given[0],
            "given_shift": given[1],
            "taken_day": taken[0],
            "taken_shift": taken[1],
            "state": one.state,
            "made_at": one.made_at,
            "agreed_at": one.agreed_at,
            "decided_at": one.decided_at,
        }


def _openings(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    found = Volunteer.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in found.select_related("opening__roster__unit").order_by("at", "pk"):
        opening = one.opening
        yield {
            "unit": opening.roster.unit.code,
            "day": opening.day,
            "shift": opening.shift,
            "volunteered_at": one.at,
            "withdrawn_at": one.withdrawn_at,
            "is_yours": opening.filled_by_id == subject.person,
        }


def _offers(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    for one in OptIn.objects.for_hospital(subject.hospital).filter(person=subject.person):
        yield {"wants": one.wants, "set_at": one.set_at}


def _decided(subject: Subject) -> Iterator[Row]:
    keys = [key for key, _username in subject.accounts]
    for hospital in _hospitals(subject):
        swaps = Swap.objects.for_hospital(hospital).filter(decided_by__in=keys)
        for swap in swaps.select_related("roster__unit").order_by("decided_at", "pk"):
            yield {"unit": swap.roster.unit.code, "kind": "swap", "at": swap.decided_at}
        rules = SwapRule.objects.for_hospital(hospital).filter(set_by__in=keys)
        for rule in rules.select_related("unit").order_by("pk"):
            yield {"unit": rule.unit.code, "kind": "rule", "at": rule.set_at}
        opened = OpenShift.objects.for_hospital(hospital).filter(opened_by__in=keys)
        for one in opened.select_related("roster__unit").order_by("opened_at", "pk"):
            yield {"unit": one.roster.unit.code, "kind": "open_shift", "at": one.opened_at}


def _hospitals(subject: Subject) -> list[int]:
    if subject.hospital is not None:
        return [subject.hospital]
    return list(Level.objects.filter(kind="hospital").order_by("code").values_list("pk", flat=True))


EXCHANGE_HOLDINGS = (
    Holding(
        "exchanges",
        lambda: _("Exchanges that you asked for or were asked"),
        "exchanges",
        ("roster.swap",),
        (
            *("unit", "asked_by_you", "given_day", "given_shift", "taken_day", "taken_shift"),
            *("state", "made_at", "agreed_at", "decided_at"),
        ),
        _swaps,
    ),
    Holding(
        "open_shifts",
        lambda: _("Open shifts that you would have taken, or took"),
        "exchanges",
        ("roster.volunteer", "roster.openshift"),
        ("unit", "day", "shift", "volunteered_at", "withdrawn_at", "is_yours"),
        _openings,
    ),
    Holding(
        "offers_wanted",
        lambda: _("Whether you want to hear of open shifts"),
        "exchanges",
        ("roster.optin",),
        ("wants", "set_at"),
        _offers,
    ),
    Holding(
        "exchanges_decided",
        lambda: _("Exchanges that you decided, rules that you set, shifts that you offered"),
        "exchanges",
        ("roster.swap", "roster.swaprule", "roster.openshift"),
        ("unit", "kind", "at"),
        _decided,
    ),
)
"""What is yielded here, in the order in which a person reads it."""

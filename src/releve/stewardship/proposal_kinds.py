"""The kinds of proposals that this release knows: what each room says of its own tool's output.

Stewardship knows no roster and no letter. Each room whose tool proposes something says in its
module ``proposals_told`` what that is called, how its reasons read, whom it concerns and where
it is decided, as it says in ``notices`` what it tells people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules

from releve.kit.actors import Actor
from releve.people.models import Person
from releve.stewardship.models import Proposal
from releve.stewardship.reasons import Reason


class UnknownKindError(ValueError):
    """A proposal of a kind that no room has declared."""


def _nobody(proposal: Proposal) -> QuerySet[Person]:
    return Person.objects.for_hospital(proposal.hospital_id).none()


def _same(edited: Any) -> Any:
    return edited


@dataclass(frozen=True)
class ProposalKind:
    """What one kind of proposal is, in the words of its room.

    ``name``: what such a thing is called. ``title``: this one. ``lines``: what it proposes, in a
    few sentences. ``reason``: one of its reasons as a sentence. ``digest_now``: the digest that
    the same question would have now, nothing where it can no longer be asked. ``concerns``: the
    people who are subject to it. ``own_lines``: what it does to one of them, and why. ``place``:
    the page of its room on which it is decided, empty where it is its own page here.
    ``of_asker``: whoever asked for it reads and decides it, nobody else. ``read_edited``: checks
    what a person made of it; raises BadInputError. ``settled``: what follows from a decision,
    in its transaction. ``keeps_payload``: how long what it says is kept once it is settled, for
    ever without one.
    """

    code: str
    name: Callable[[], str]
    title: Callable[[Proposal], str]
    lines: Callable[[Proposal], tuple[str, ...]]
    reason: Callable[[Reason], str]
    digest_now: Callable[[Proposal], str | None]
    concerns: Callable[[Proposal], QuerySet[Person]] = _nobody
    own_lines: Callable[[Proposal, Person], tuple[str, ...]] = lambda _proposal, _person: ()
    place: Callable[[Proposal], str] = lambda _proposal: ""
    read_edited: Callable[[Any], Any] = _same
    settled: Callable[[Proposal, Actor], None] = lambda _proposal, _actor: None
    of_asker: bool = False
    keeps_payload: timedelta | None = None


_kinds: dict[str, ProposalKind] = {}


def declare(*kinds: ProposalKind) -> None:
    """Declare what a room's tools propose; called by its module ``proposals_told``."""
    for kind in kinds:
        _kinds[kind.code] = kind


def kinds() -> dict[str, ProposalKind]:
    """Return every kind of proposal by its code."""
    autodiscover_modules("proposals_told")
    return dict(_kinds)


def kind_of(code: str) -> ProposalKind:
    """Return the kind of a code; raises UnknownKindError."""
    if code not in _kinds:
        autodiscover_modules("proposals_told")
    if code not in _kinds:
        raise UnknownKindError(f"no room has declared proposals of kind {code!r}")
    return _kinds[code]

"""A unit whose people are subject to what an invented tool puts forward, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from releve.kit.actors import HOUSE, Actor
from releve.people.actions import give_function, import_persons
from releve.people.models import Account, Level, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import a_hospital, rows_of
from releve.stewardship.actions.proposals import Output, propose
from releve.stewardship.models import Proposal, Tool
from releve.stewardship.proposal_kinds import ProposalKind, declare
from releve.stewardship.reasons import reason
from releve.stewardship.tests.builders import a_tool

KIND = "stewardship_tests.sample"
ASKED = "asked"
TEAM = tuple(f"p{number}" for number in range(9))

asked_now: dict[int, str | None] = {}
"""What a proposal's question is now, where a test has changed it; else as it was."""

_numbers = count(1)

declare(
    ProposalKind(
        code=KIND,
        name=lambda: "Échantillon",
        title=lambda proposal: f"Échantillon {proposal.pk}",
        lines=lambda proposal: (f"{proposal.payload['what']}",),
        reason=lambda one: f"{one.code} {one.told.get('number', '')}",
        digest_now=lambda proposal: asked_now.get(proposal.pk, ASKED),
        concerns=lambda proposal: Person.objects.for_hospital(proposal.hospital_id).filter(
            unit=proposal.unit
        ),
        own_lines=lambda _proposal, person: (f"Pour {person.given_name}.",),
    )
)


@dataclass(frozen=True)
class House:
    """A hospital, a unit of nine people, another of one, and who may do what."""

    hospital: Level
    unit: Level
    small: Level
    tool: Tool

    @cached_property
    def people(self) -> dict[str, Person]:
        """The people by code."""
        found = Person.objects.for_hospital(self.hospital)
        return {one.code: one for one in found.select_related("unit")}

    def account(self, function: str = "", *, person: str = "", at: Level | None = None) -> Account:
        """Open an account with a function at the unit, and with a person's line."""
        account = Account.objects.create_user(
            f"compte-{next(_numbers)}",
            name=f"Compte {function or 'sans fonction'}",
            hospital=self.hospital,
            person=self.people[person] if person else None,
        )
        if function:
            give_function(
                account,
                function=function,
                level=at or self.unit,
                from_on=date(2020, 1, 1),
                actor=HOUSE,
            )
        return account

    def actor(self, function: str = "", **told: Any) -> Actor:
        """Open such an account and return who acts."""
        return actor_of(self.account(function, **told))

    def proposal(self, unit: Level | None = None, **changes: Any) -> Proposal:
        """File what the invented tool puts forward."""
        facts: dict[str, Any] = {
            "kind": KIND,
            "input_digest": ASKED,
            "payload": {"what": "Une semaine"},
            "reasons": (reason("BECAUSE", number=3),),
        }
        return propose(self.tool, unit or self.unit, Output(**{**facts, **changes}), actor=HOUSE)


def a_house() -> House:
    """Save it all."""
    hospital = a_hospital()
    lines = [[code, f"Nom{code}", f"Prénom{code}", "URG", "nurse", ""] for code in TEAM]
    lines.append(["q0", "Nomq0", "Prénomq0", "CARDIO", "nurse", ""])
    import_persons(rows_of("persons", lines), actor=HOUSE)
    asked_now.clear()
    return House(
        hospital=hospital,
        unit=Level.objects.get(code="URG"),
        small=Level.objects.get(code="CARDIO"),
        tool=a_tool(hospital),
    )


def again(proposal: Proposal) -> Proposal:
    """Return a proposal as it stands in the database."""
    return Proposal.objects.for_hospital(proposal.hospital_id).get(pk=proposal.pk)

"""A check against automation bias: a copy with planted errors, looked at, revealed at once.

The copy is invented and can never take effect. What is kept is a team's counts, and that
somebody has looked this quarter, so that she is asked once; never what she found.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.quarters import quarter_of
from releve.people.models import Person
from releve.people.queries import check_at
from releve.stewardship.actions.contests import check_own
from releve.stewardship.bias_cases import BiasCase
from releve.stewardship.models import BiasCheck, BiasMark, Tool
from releve.stewardship.queries.bias import case_of_quarter
from releve.trail.actions import note_change

_ = translator("releve.stewardship")


@dataclass(frozen=True)
class Revealed:
    """What a case held: its lines, those that she named, and whether it counts for her team."""

    case: BiasCase
    named: frozenset[str]
    is_counted: bool

    @property
    def found(self) -> int:
        """How many planted errors she named."""
        return len(self.named & self.case.planted)

    @property
    def named_in_vain(self) -> int:
        """How many sound lines she named."""
        return len(self.named - self.case.planted)


@needs(Permission.USE_TOOLS)
def look_at_case(
    tool: Tool, person: Person, case: str, named: Collection[str], *, actor: Actor, on: date
) -> Revealed:
    """Say which lines of a case one finds wrong oneself; what was planted is told at once.

    The first look of a quarter counts for the team of her unit, a later one for nobody. Raises
    BadInputError for another case than this quarter's or a line that is none, and NotAllowedError
    to whoever uses no tool in her unit, and to anybody but herself.
    """
    check_at(actor, Permission.USE_TOOLS, person.unit)
    check_own(actor, person)
    found = case_of_quarter(tool, on=on)
    if found is None or found.key != case:
        raise BadInputError(_("this is not the case of this quarter"), place=Place(field="case"))
    lines = frozenset(named)
    if not lines <= found.keys:
        raise BadInputError(_("there is no such line"), place=Place(field="named"))
    with transaction.atomic():
        is_first = _mark(tool, person, found, quarter_of(on), lines)
        if is_first:
            note_change(
                actor,
                "stewardship.bias.look",
                kind="bias_check",
                key=f"{tool.key}/{person.unit.code}/{quarter_of(on)}",
                hospital=tool.hospital_id,
                after={"case": found.key},
            )
    return Revealed(found, lines, is_first)


def _mark(
    tool: Tool, person: Person, case: BiasCase, quarter_on: date, named: frozenset[str]
) -> bool:
    """Count a first look for the team in which she works, wherever she may use the tool.

    One look of a quarter whatever its case, which another kind of the tool would change: a team
    is as many people as have looked, never as many looks.
    """
    facts = {"tool": tool, "quarter_on": quarter_on, "case": case.key}
    marks = BiasMark.objects.for_hospital(tool.hospital_id)
    Person.objects.for_hospital(person.hospital_id).select_for_update(no_key=True).get(pk=person.pk)
    if marks.filter(person=person, tool=tool, quarter_on=quarter_on).exists():
        return False
    _one, is_new = marks.get_or_create(
        person=person, **facts, defaults={"hospital_id": tool.hospital_id}
    )
    if not is_new:
        return False
    checks = BiasCheck.objects.for_hospital(tool.hospital_id)
    row, _is_new = checks.get_or_create(
        unit_id=person.unit_id, **facts, defaults={"hospital_id": tool.hospital_id}
    )
    checks.filter(pk=row.pk).update(
        looked=F("looked") + 1,
        planted=F("planted") + len(case.planted),
        found=F("found") + len(named & case.planted),
        critical_planted=F("critical_planted") + len(case.critical),
        critical_found=F("critical_found") + len(named & case.critical),
    )
    return True

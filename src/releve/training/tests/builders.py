"""People who are ready, and what tools ask for, as other rooms' tests need them too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count

from releve.people.models import Level, Person
from releve.training.catalogue import module_majors
from releve.training.models import Proof, Requirement

LONG_BEFORE = date(2020, 1, 6)

_numbers = count(1)


def require(hospital: Level, tool: str, module: str = "limits", **facts: str | int) -> Requirement:
    """Save that a tool asks for a module, once for ever, of everybody who operates it."""
    keys = {"audience": "operator", "profession": "", "valid_months": 0, **facts}
    known = {name: keys.pop(name) for name in ("audience", "profession")}
    asked, _ = Requirement.objects.for_hospital(hospital).get_or_create(
        hospital=hospital, tool=tool, module=module, **known, defaults=keys
    )
    return asked


def prove(person: Person, module: str, **facts: str | date | None) -> Proof:
    """Save a proof of a module that never runs out, passed long before."""
    told: dict[str, str | date | None] = {
        "module_version": f"{module_majors().get(module, '1')}.0",
        "tool_major": "",
        "passed_on": LONG_BEFORE,
        "expires_on": None,
        "source": "csv",
        "reference": f"test:{next(_numbers)}",
        **facts,
    }
    passed = told["passed_on"]
    on = passed if isinstance(passed, date) else LONG_BEFORE
    return Proof.objects.create(
        hospital_id=person.hospital_id,
        person=person,
        unit=person.unit,
        module=module,
        recorded_at=datetime.combine(on, time(12), UTC),
        **told,
    )


def ready_for(
    person: Person, tool: str, tool_major: str = "1", *, audience: str = "operator"
) -> list[Proof]:
    """Make a person ready for a tool: proofs of what it asks for, of ``limits`` where of nothing.

    What is asked is asked once for ever from then on, so that no test grows old.
    """
    asked = Requirement.objects.for_hospital(person.hospital_id).filter(
        tool=tool, audience=audience
    )
    if not asked:
        require(person.hospital, tool, "limits", audience=audience)
    asked.update(valid_months=0)
    return [
        prove(person, one.module, tool_major=tool_major if one.tool_major else "")
        for one in asked.all()
        if one.profession in {"", person.role.key}
    ]

"""Who of a unit lacks what for a tool, for whoever may see readiness by name; never an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from releve.people.models import Level, Person
from releve.training.models import Assignment, Proof, Requirement
from releve.training.queries.coverage import people_on_shifts
from releve.training.queries.readiness import Readiness, readiness_among
from releve.training.tools import KnownTool, tool_named, tools_of


@dataclass(frozen=True)
class Line:
    """A person of the unit: ready or not, what she lacks, and what she was asked already."""

    person: Person
    found: Readiness
    asked: tuple[Assignment, ...]
    is_soon: bool

    @property
    def to_ask(self) -> tuple[str, ...]:
        """The modules that she lacks and was not asked for yet."""
        known = {one.module for one in self.asked}
        return tuple(
            lack.module for lack in self.found.missing if lack.module and lack.module not in known
        )


@dataclass(frozen=True)
class Team:
    """A unit and a tool: everybody who works there, those who are not ready first."""

    unit: Level
    tool: KnownTool
    audience: str
    lines: tuple[Line, ...]

    @property
    def not_ready(self) -> tuple[Line, ...]:
        """Those who lack something."""
        return tuple(one for one in self.lines if not one.found.is_ready)

    @property
    def ready(self) -> int:
        """How many lack nothing."""
        return len(self.lines) - len(self.not_ready)

    @property
    def to_ask(self) -> tuple[Line, ...]:
        """Those who can be asked for something."""
        return tuple(one for one in self.lines if one.to_ask)


def team_of(unit: Level, tool: str, *, on: date, audience: str = "operator") -> Team:
    """Return how ready the people of a unit are for a tool."""
    hospital = unit.hospital_id or 0
    people = list(
        Person.objects.for_hospital(hospital)
        .filter(unit=unit)
        .select_related("role", "unit")
        .order_by("family_name", "given_name", "code")
    )
    known = tool_named(hospital, tool)
    found = readiness_among(people, tool, known.major, on=on, audience=audience)
    asked: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.for_hospital(hospital).filter(person__unit=unit, done_at__isnull=True)
    for one in rows.order_by("module"):
        asked.setdefault(one.person_id, []).append(one)
    soon = people_on_shifts(unit, on=on)
    lines = [
        Line(one, found[one.pk], tuple(asked.get(one.pk, ())), one.pk in soon) for one in people
    ]
    lines.sort(key=lambda line: (line.found.is_ready, not line.is_soon))
    return Team(unit, known, audience, tuple(lines))


def tools_asking(hospital: int) -> tuple[KnownTool, ...]:
    """Return the tools of a hospital, of its register or of a requirement, by name."""
    known = tools_of(hospital)
    rows = Requirement.objects.for_hospital(hospital).order_by("tool").values_list("tool")
    keys = {key for (key,) in rows.distinct()}
    found = {**known, **{key: tool_named(hospital, key) for key in keys - set(known)}}
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))


def proofs_in(unit: Level) -> list[Proof]:
    """Return the proofs that stand of the people of a unit, by name, the latest first."""
    rows = Proof.objects.for_hospital(unit.hospital_id or 0).filter(
        person__unit=unit, withdrawn_at__isnull=True
    )
    rows = rows.select_related("person__unit")
    return list(rows.order_by("person__family_name", "person__code", "-passed_on", "-pk"))

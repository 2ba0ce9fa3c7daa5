"""What one person sees of her own training: what she lacks and for what, what she has, was asked.

Her attempts are hers alone: nothing here is asked by anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from releve.people.models import Person
from releve.training.catalogue import module_of, shelf
from releve.training.engine.module import Module
from releve.training.models import Assignment, Attempt, Proof, Requirement
from releve.training.queries.readiness import Missing, Readiness, readiness
from releve.training.tools import KnownTool, tool_named
from releve.training.vocabulary import AUDIENCES, PARTS


@dataclass(frozen=True)
class ToolStanding:
    """A tool that asks for something, and what she lacks for it; ``audience``: as what."""

    tool: KnownTool
    audience: str
    found: Readiness


@dataclass(frozen=True)
class ModuleStanding:
    """A module and how far she is with it.

    ``needed_for``: the tools for which she lacks it, each with why. ``asked``: what she was asked
    and has not done. ``proof`` is the one that holds longest, ``ends_on`` its end. ``passed``:
    the parts passed since, ``begun``: those with an attempt that is open.
    """

    module: Module
    needed_for: tuple[tuple[KnownTool, Missing], ...]
    asked: Assignment | None
    proof: Proof | None
    passed: frozenset[str]
    begun: frozenset[str]

    @property
    def is_due(self) -> bool:
        """Whether she was asked for it, or lacks it for a tool."""
        return self.asked is not None or bool(self.needed_for)

    @property
    def parts_left(self) -> tuple[str, ...]:
        """The parts that are still to be passed, in order."""
        return tuple(part for part in PARTS if part not in self.passed)


@dataclass(frozen=True)
class OwnTraining:
    """All of it: tools, modules to follow, those she has, and the others that are there."""

    tools: tuple[ToolStanding, ...]
    modules: tuple[ModuleStanding, ...]

    @property
    def asked(self) -> tuple[ModuleStanding, ...]:
        """What she was asked and has not done."""
        return tuple(one for one in self.modules if one.asked is not None)

    @property
    def missing(self) -> tuple[ModuleStanding, ...]:
        """What she lacks for a tool, without having been asked."""
        return tuple(one for one in self.modules if one.asked is None and one.needed_for)

    @property
    def others(self) -> tuple[ModuleStanding, ...]:
        """What she may follow all the same."""
        return tuple(one for one in self.modules if not one.is_due and one.proof is None)

    @property
    def held(self) -> tuple[ModuleStanding, ...]:
        """What she has and that holds."""
        return tuple(one for one in self.modules if one.proof is not None)


def own_training(person: Person, audiences: Sequence[str], *, on: date) -> OwnTraining:
    """Return how far a person is, as an operator and in some further audiences."""
    tools = tuple(_tools(person, audiences, on=on))
    asked = {one.module: one for one in open_askings(person)}
    proofs = standing_proofs(person, on=on)
    modules = tuple(
        _module(person, module, tools, asked.get(key), proofs.get(key))
        for key, module in sorted(shelf().modules.items(), key=lambda one: _order(one[1]))
    )
    return OwnTraining(tools, modules)


def module_standing(person: Person, module: Module, *, on: date) -> ModuleStanding:
    """Return how far a person is with one module."""
    tools = tuple(_tools(person, (), on=on))
    asked = {one.module: one for one in open_askings(person)}
    proof = standing_proofs(person, on=on).get(module.key)
    return _module(person, module, tools, asked.get(module.key), proof)


def open_askings(person: Person) -> list[Assignment]:
    """Return what a person was asked and has not done, the most urgent first."""
    rows = Assignment.objects.for_hospital(person.hospital_id).filter(
        person=person, done_at__isnull=True
    )
    return sorted(rows, key=lambda one: (one.due_on or date.max, one.asked_at))


def standing_proofs(person: Person, *, on: date) -> dict[str, Proof]:
    """Return the proof of each module that a person has and that holds longest."""
    rows = Proof.objects.for_hospital(person.hospital_id).filter(
        person=person, withdrawn_at__isnull=True, passed_on__lte=on
    )
    found: dict[str, Proof] = {}
    for one in rows.order_by("passed_on", "pk"):
        module = module_of(one.module)
        if module is not None and one.module_version.split(".", 1)[0] != module.major:
            continue
        if one.expires_on is not None and one.expires_on <= on:
            continue
        held = found.get(one.module)
        if held is None or (one.expires_on or date.max) >= (held.expires_on or date.max):
            found[one.module] = one
    return found


def attempts_of(person: Person, module: str) -> list[Attempt]:
    """Return a person's attempts at a module, the latest first."""
    rows = Attempt.objects.for_hospital(person.hospital_id).filter(person=person, module=module)
    return list(rows.order_by("-begun_at", "-pk"))


def _order(module: Module) -> tuple[bool, int, str]:
    known = ("limits", "checking", "measuring", "telling")
    place = known.index(module.key) if module.key in known else len(known)
    return bool(module.head.tool), place, module.key


def _tools(person: Person, audiences: Sequence[str], *, on: date) -> list[ToolStanding]:
    rows = Requirement.objects.for_hospital(person.hospital_id).values_list("tool", "audience")
    wanted = {"operator", *audiences}
    pairs = {(tool, audience) for tool, audience in rows if audience in wanted}
    found = []
    for key, audience in sorted(pairs, key=lambda one: (one[0], AUDIENCES.index(one[1]))):
        tool = tool_named(person.hospital_id, key)
        answer = readiness(person, key, tool.major, on=on, audience=audience)
        found.append(ToolStanding(tool, audience, answer))
    return found


def _module(
    person: Person,
    module: Module,
    tools: Sequence[ToolStanding],
    asked: Assignment | None,
    proof: Proof | None,
) -> ModuleStanding:
    needed: dict[str, tuple[KnownTool, Missing]] = {}
    for one in tools:
        for lack in one.found.missing:
            if lack.module == module.key:
                needed.setdefault(one.tool.key, (one.tool, lack))
    rows = Attempt.objects.for_hospital(person.hospital_id).filter(person=person, module=module.key)
    rows = rows.filter(module_version__startswith=f"{module.major}.")
    last = (
        Proof.objects.for_hospital(person.hospital_id)
        .filter(person=person, module=module.key, source="player")
        .order_by("-recorded_at")
        .first()
    )
    passed = rows.filter(is_passed=True)
    if last is not None:
        passed = passed.filter(ended_at__gt=last.recorded_at)
    begun = rows.filter(ended_at__isnull=True)
    return ModuleStanding(
        module,
        tuple(needed.values()),
        asked,
        proof,
        frozenset(passed.values_list("part", flat=True)),
        frozenset(begun.values_list("part", flat=True)),
    )

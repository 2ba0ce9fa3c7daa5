"""Training at the invented hospital, for the tests of access and of the trail.

Made when a test needs it: what tools ask for, an attempt that is open, a proof, an asking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from house_calls import TODAY, Before, Calls
from house_world import At, Example, World
from releve.kit.actors import HOUSE, Actor
from releve.people.actions import ImportReport
from releve.people.models import Person
from releve.people.tests.builders import rows
from releve.training import actions as training
from releve.training.engine.statement import Statement
from releve.training.models import Assignment, Attempt, Proof, Requirement
from releve.training.tests.builders import passed, prove, require, right_answers
from releve.training.vocabulary import PROOF_COLUMNS

TOOL = "roster-engine"
AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
ID = "6f0f0c1e-5f0b-4d1c-9f43-0d8d7f7f2a11"
PASSED = "http://adlnet.gov/expapi/verbs/passed"


def line(world: World) -> Person:
    """Return the one person who works in the emergency ward."""
    return Person.objects.for_hospital(world.hospital).get(code="n0")


def required(world: World) -> Requirement:
    """Let the roster engine ask for a module, and return that."""
    return require(world.hospital, TOOL, "limits")


def begun(world: World, part: str = "case") -> Attempt:
    """Let the one person of the ward begin a part, and return the attempt."""
    return training.begin_attempt(line(world), "limits", part, language="fr", actor=HOUSE, at=AT)


def ended(world: World) -> Attempt:
    """Return an attempt of hers that is over."""
    return training.end_attempt(begun(world), {}, actor=HOUSE, at=AT + timedelta(hours=1)).attempt


def proven(world: World) -> Proof:
    """Return a proof of hers."""
    held = Proof.objects.for_hospital(world.hospital).first()
    return held or prove(line(world), "limits")


def ending(world: World) -> Proof:
    """Return a proof of hers that runs out in some days."""
    return prove(line(world), "checking", expires_on=now().date() + timedelta(days=7))


def asked(world: World) -> Assignment:
    """Return what she was asked."""
    wanted = [(line(world), ("telling",))]
    new = training.ask_training(world.unit, wanted, actor=HOUSE, at=AT)
    return new[0] if new else Assignment.objects.for_hospital(world.hospital).get()


def over(world: World) -> None:
    """Let an attempt and a proof of hers be over for long."""
    ended(world)
    prove(line(world), "telling", expires_on=date(2021, 1, 1))


def a_file(world: World, actor: Actor) -> ImportReport:
    """Import one proof of the emergency ward."""
    table = rows(PROOF_COLUMNS, [["n0", "limits", "2026-05-04"]])
    return training.import_proofs(table, actor=actor, at=AT, hospital_code=world.hospital.code)


def a_verb(folder: Path) -> tuple[At, list[str]]:
    """Return what ``releve training import`` takes."""
    path = folder / "proofs.csv"
    path.write_text("person,module,passed_on\nn0,limits,2026-05-04\n", "utf-8")
    return "hospital", [str(path), "--hospital", "CH-LUNE"]


def said() -> Statement:
    """Return a statement about her."""
    return Statement(ID, "n0", PASSED, "https://lms.example/limits", AT)


CALLS: Calls = {
    "begin_attempt": (
        "own",
        lambda world, actor: training.begin_attempt(
            line(world), "limits", "quiz", language="fr", actor=actor, at=AT
        ),
    ),
    "save_answers": (
        "own",
        lambda world, actor: training.save_answers(begun(world), {"marked": ["p2"]}, actor=actor),
    ),
    "end_attempt": (
        "own",
        lambda world, actor: training.end_attempt(
            begun(world),
            right_answers(begun(world)),
            actor=actor,
            at=AT + timedelta(hours=2),
        ),
    ),
    "drop_attempt": (
        "own",
        lambda world, actor: training.drop_attempt(begun(world), actor=actor),
    ),
    "require_module": (
        "hospital",
        lambda world, actor: training.require_module(
            world.hospital, training.Asked(tool="scribe", module="limits"), actor=actor
        ),
    ),
    "require_modules": (
        "hospital",
        lambda world, actor: training.require_modules(world.hospital, "scribe", actor=actor),
    ),
    "drop_requirement": (
        "hospital",
        lambda world, actor: training.drop_requirement(required(world), actor=actor),
    ),
    "ask_training": (
        "unit",
        lambda world, actor: training.ask_training(
            world.unit, [(line(world), ("checking",))], actor=actor, at=AT
        ),
    ),
    "withdraw_asking": (
        "unit",
        lambda world, actor: training.withdraw_asking(world.unit, [asked(world).pk], actor=actor),
    ),
    "import_proofs": ("hospital", a_file),
    "record_statements": (
        "hospital",
        lambda world, actor: training.record_statements(
            world.hospital, [said()], actor=actor, at=AT + timedelta(days=1)
        ),
    ),
    "withdraw_proof": (
        "unit",
        lambda world, actor: training.withdraw_proof(
            proven(world), reason="Erreur", actor=actor, at=AT
        ),
    ),
    "warn_of_ends": (
        "hospital",
        lambda world, actor: training.warn_of_ends(world.hospital, actor=actor, at=now()),
    ),
    "delete_attempts": (
        "hospital",
        lambda world, actor: training.delete_attempts(world.hospital, before=TODAY, actor=actor),
    ),
    "delete_proofs": (
        "hospital",
        lambda world, actor: training.delete_proofs(world.hospital, before=TODAY, actor=actor),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {
    "end_attempt": lambda world: (passed(line(world), "limits", "quiz", at=AT), begun(world)),
    "drop_requirement": required,
    "withdraw_asking": asked,
    "withdraw_proof": proven,
    "warn_of_ends": ending,
    "delete_attempts": over,
    "delete_proofs": over,
}
"""What must be so before an action, for its call to change something."""

UNNOTED: Mapping[str, str] = {
    "begin_attempt": "an attempt is its person's alone; what it proves is noted",
    "save_answers": "an attempt is its person's alone; what it proves is noted",
    "drop_attempt": "an attempt is its person's alone; what it proves is noted",
}
"""Actions that change something and leave no entry, each with its reason."""

UNREAD: Mapping[str, str] = {
    "training:attestation": "her own certificate alone",
    "training:coverage_file": "groups of eight people at least for whoever may not read names",
}
"""Routes that give a file and leave no reading, each with its reason."""

ARGUMENTS: dict[str, Callable[[World], Example]] = {
    "module": lambda _world: Example("limits"),
    "part": lambda _world: Example("case"),
    "attempt": lambda world: Example(begun(world).pk, "own"),
    "training:result.attempt": lambda world: Example(ended(world).pk, "own"),
    "proof": lambda world: Example(proven(world).pk),
    "training:attestation.proof": lambda world: Example(proven(world).pk, "own"),
    "requirement": lambda world: Example(required(world).pk, "hospital"),
    "training:coverage_file.ending": lambda _world: Example("csv"),
    "training:unit.unit": lambda world: Example(_asking(world), "unit"),
    "training:ask.unit": lambda world: Example(_asking(world), "unit"),
}
"""By the argument's name, or by the route's and the argument's where that is needed."""


def _asking(world: World) -> int:
    required(world)
    return world.unit.pk


FORMS: dict[str, Mapping[str, str]] = {
    "training:ask": {"tool": TOOL, "audience": "operator"},
    "training:undo": {"asking": "1"},
    "training:answer": {"do": "save"},
    "training:withdraw": {"reason": "Erreur"},
    "training:requirements": {"tool": "scribe", "audience": "operator"},
}
"""What a form sends, by its route."""

SENT: dict[str, Callable[[World], tuple[dict[str, Any], str]]] = {
    "api:statements": lambda _world: (
        {
            "statements": [
                {
                    "id": ID,
                    "actor": {"account": {"name": "n0"}},
                    "verb": {"id": PASSED},
                    "object": {"id": "https://lms.example/limits"},
                    "timestamp": "2026-05-04T10:00:00Z",
                }
            ]
        },
        "",
    ),
}
"""What a program sends to change something, and the state that it has seen, by its route."""

PLACES: dict[str, At] = {
    "training:part": "own",
    "training:begin": "own",
    "training:requirements": "home",
    "training:import": "home",
    "api:own_readiness": "own",
}
"""Where the object of a route stands that takes no argument which says so."""

VERBS: dict[str, Callable[[Path], tuple[At, list[str]]]] = {
    "training coverage": lambda _folder: ("unit", ["--unit", "URG"]),
    "training import": a_verb,
}
"""Words that a verb takes, and where the object stands that they name."""

"""The roster engine opened in the demo's ward, step by step, by its invented people.

They do what people of a hospital would do, each with the account whose task it is: the AI
referent enters and examines the tool, the team is consulted, the manager is trained, the director
of care decides. Every paper is invented and says so. A second manager has just arrived and is
not trained: the gate is closed to her.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.tables import Row
from releve.people.models import Level, Person
from releve.people.queries import account_named, actor_of
from releve.roster.card import CARD
from releve.stewardship.actions import (
    change_tool,
    draft_plan,
    examine_tool,
    give_evidence,
    lock_plan,
    note_consultation,
    open_step,
    register_own,
    resume_tool,
    sign_intake,
    stop_tool,
    waive_control,
)
from releve.stewardship.actions.evidence import Given
from releve.stewardship.actions.exemptions import Exempted
from releve.stewardship.actions.register import entry_of
from releve.stewardship.engine.intake import Said
from releve.stewardship.engine.plans import Plan, PlannedStep
from releve.stewardship.models import Tool
from releve.stewardship.queries.controls import controls_lacking
from releve.training.actions import import_proofs, require_modules
from releve.training.catalogue import module_majors

INVENTED = "Pièce inventée pour la démonstration ; aucun établissement ne l’a produite."
TITLE = "Exemple inventé pour la démonstration"
HELD_DAYS_AGO = 21
WAIVED_DAYS = 300

OWN_FIELDS: Mapping[str, object] = {
    "owner": "Direction des soins (exemple)",
    "contact": "direction-soins@example.org",
    "hosting": {"fr": "Cet ordinateur (exemple).", "en": "This computer (example)."},
    "overseers": {"fr": "Cadre de l’unité (exemple).", "en": "The unit’s manager (example)."},
    "crpa_mention": {
        "fr": "Planning préparé à l’aide d’un algorithme (exemple).",
        "en": "Roster prepared with an algorithm (example).",
    },
    "duerp_ref": "Ligne inventée (exemple)",
    "energy_note": {"fr": "Non mesurée (exemple).", "en": "Not measured (example)."},
    "log_months": "60",
}
"""What a hospital adds to the card."""


def open_engine(unit: Level, manager: Person) -> Tool:
    """Open the roster engine in a ward to its manager, as its people would, in one transaction."""
    hospital = manager.hospital
    referent, director = _actor("referent-ia"), _actor("direction-soins")
    tool = _entered(hospital, referent)
    _train([manager], hospital, referent)
    _consult(tool, unit, referent)
    _draft(tool, unit, referent)
    lock_plan(tool, 1, actor=director)
    _evidence(tool, step="intake", referent=referent, director=director)
    examine_tool(tool, actor=referent)
    _step(tool, "pilot", unit, 0, referent=referent, director=director)
    # The stop button is tried once before more than a pilot relies on it.
    stop_tool(tool, unit=unit, reason="Essai du bouton d’arrêt (exemple)", actor=_actor("cadre"))
    tool.refresh_from_db()
    reason = "Essai terminé (exemple)"
    resume_tool(tool, unit=unit, reason=reason, row_version=tool.row_version, actor=director)
    _step(tool, "step", unit, 1, referent=referent, director=director)
    return tool


def _actor(username: str) -> Actor:
    return actor_of(account_named(username))


def _entered(hospital: Level, referent: Actor) -> Tool:
    (tool,) = register_own(hospital, [CARD], actor=referent)
    entry = entry_of(CARD, {**tool.fields, **OWN_FIELDS})
    tool = change_tool(tool, entry, row_version=tool.row_version, actor=referent)
    said = {
        question: Said(answered.answer, answered.reason.fr)
        for question, answered in CARD.answers.items()
    }
    sign_intake(tool, said, actor=referent)
    tool.refresh_from_db()
    return tool


def _train(people: Iterable[Person], hospital: Level, referent: Actor) -> None:
    asked = require_modules(hospital, CARD.key, actor=referent)
    passed_on = timezone.localdate() - timedelta(days=HELD_DAYS_AGO)
    majors = module_majors()
    rows = [
        Row(
            line,
            {
                "person": person.code,
                "module": one.module,
                "passed_on": passed_on.isoformat(),
                "version": f"{majors.get(one.module, '1')}.0",
                "tool_major": one.tool_major,
                "expires_on": "",
                "reference": f"demo:{person.code}:{one.module}",
            },
        )
        for line, (person, one) in enumerate(
            ((person, one) for person in people for one in asked), start=2
        )
    ]
    import_proofs(rows, actor=referent, at=timezone.now(), hospital_code=hospital.code)


def _consult(tool: Tool, unit: Level, referent: Actor) -> None:
    for body, level in (("team", unit), ("cse", tool.hospital), ("f3sct", tool.hospital)):
        note_consultation(
            tool,
            level,
            body=body,
            held_on=timezone.localdate() - timedelta(days=HELD_DAYS_AGO),
            opinion="favourable",
            reference=TITLE,
            actor=referent,
        )


def _draft(tool: Tool, unit: Level, referent: Actor) -> None:
    today = timezone.localdate()
    steps = (
        PlannedStep(0, (unit.code,), today),
        PlannedStep(1, (unit.code,), today + timedelta(days=1)),
    )
    rules = (("sentinel", "Un planning illégal publié, ou un poste vital laissé découvert."),)
    plan = Plan(
        steps,
        outcome="Heures passées à préparer le planning, nuits et souhaits (exemple).",
        margin="Aucun souhait de moins qu’à la main (exemple).",
        stop_rules=rules,
    )
    draft_plan(tool, plan, actor=referent)


def _step(
    tool: Tool, move: str, unit: Level, number: int, *, referent: Actor, director: Actor
) -> None:
    _evidence(tool, step=move, referent=referent, director=director)
    tool.refresh_from_db()
    open_step(tool, move, [unit], step=number, row_version=tool.row_version, actor=director)
    tool.refresh_from_db()


def _evidence(tool: Tool, *, step: str, referent: Actor, director: Actor) -> None:
    """Give an invented paper for each control that holds a step back; waive what takes none."""
    today = timezone.localdate()
    for one in controls_lacking(tool, step=step, on=today):
        give_evidence(tool, one.control.id, Given(title=TITLE, text=INVENTED), actor=referent)
    until = today + timedelta(days=WAIVED_DAYS)
    for one in controls_lacking(tool, step=step, on=today):
        why = Exempted(reason=INVENTED, signer=director.name, until_on=until)
        waive_control(tool, one.control.id, why, actor=director)

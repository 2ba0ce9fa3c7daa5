"""The roster engine opened in the demo's ward, step by step, by its invented people.

They do what people of a hospital would do, each with the account whose task it is: the AI
referent enters and examines the tool, the team is consulted, the manager is trained, the director
of care decides, each on its day. Every paper is invented and says so. A second manager arrives
later and is not trained: the gate is closed to her.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from releve.house.demo.story import INVENTED, TITLE, Story
from releve.kit.tables import Row
from releve.people.models import Level, Person
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

ENTERED, CONSULTED, TRAINED, EXAMINED = -56, -42, -21, -14
TRIED, WIDENED = 14, 28
"""Days from the pilot on which the stop button was tried and the first step followed."""

NEXT_STEP_DAYS = 30
WAIVED_DAYS = 365

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


def open_engine(story: Story, *, then: Sequence[Level] = ()) -> Tool:
    """Open the roster engine in the ward to its manager, as its people would.

    ``then``: the units in which the plan opens it next.
    """
    since, unit = story.since, story.unit
    with story.after(since, ENTERED):
        tool = _entered(story)
    with story.after(since, TRAINED):
        _train([story.manager], story)
    with story.after(since, EXAMINED):
        _consult(tool, story)
        _draft(tool, story, then)
        lock_plan(tool, 1, actor=story.director)
        give_papers(tool, step="intake", story=story)
        examine_tool(tool, actor=story.referent)
    with story.after(since, 0):
        _step(tool, "pilot", 0, story)
    # The stop button is tried once before more than a pilot relies on it.
    with story.after(since, TRIED):
        stop_tool(tool, unit=unit, reason="Essai du bouton d’arrêt (exemple)", actor=story.cadre)
    with story.after(since, TRIED, hour=11):
        tool.refresh_from_db()
        version, why = tool.row_version, "Essai terminé (exemple)"
        resume_tool(tool, unit=unit, reason=why, row_version=version, actor=story.director)
    with story.after(since, WIDENED):
        _step(tool, "step", 1, story)
    return tool


def _entered(story: Story) -> Tool:
    (tool,) = register_own(story.hospital, [CARD], actor=story.referent)
    entry = entry_of(CARD, {**tool.fields, **OWN_FIELDS})
    tool = change_tool(tool, entry, row_version=tool.row_version, actor=story.referent)
    said = {
        question: Said(answered.answer, answered.reason.fr)
        for question, answered in CARD.answers.items()
    }
    sign_intake(tool, said, actor=story.referent)
    tool.refresh_from_db()
    return tool


def _train(people: Iterable[Person], story: Story) -> None:
    asked = require_modules(story.hospital, CARD.key, actor=story.referent)
    today, majors = timezone.localdate(), module_majors()
    rows = [
        Row(
            line,
            {
                "person": person.code,
                "module": one.module,
                "passed_on": today.isoformat(),
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
    code = story.hospital.code
    import_proofs(rows, actor=story.referent, at=timezone.now(), hospital_code=code)


def _consult(tool: Tool, story: Story) -> None:
    held_on = story.since + timedelta(days=CONSULTED)
    for body, level in (("team", story.unit), ("cse", tool.hospital), ("f3sct", tool.hospital)):
        note_consultation(
            tool,
            level,
            body=body,
            held_on=held_on,
            opinion="favourable",
            reference=TITLE,
            actor=story.referent,
        )


def _draft(tool: Tool, story: Story, then: Sequence[Level]) -> None:
    code, since = story.unit.code, story.since
    steps = [
        PlannedStep(0, (code,), since),
        PlannedStep(1, (code,), since + timedelta(days=WIDENED)),
    ]
    if then:
        next_on = story.today + timedelta(days=NEXT_STEP_DAYS)
        steps.append(PlannedStep(2, tuple(one.code for one in then), next_on))
    rules = (("sentinel", "Un planning illégal publié, ou un poste vital laissé découvert."),)
    plan = Plan(
        tuple(steps),
        outcome="Heures passées à préparer le planning, nuits et souhaits (exemple).",
        margin="Aucun souhait de moins qu’à la main (exemple).",
        stop_rules=rules,
    )
    draft_plan(tool, plan, actor=story.referent)


def _step(tool: Tool, move: str, number: int, story: Story) -> None:
    give_papers(tool, step=move, story=story)
    tool.refresh_from_db()
    version = tool.row_version
    open_step(tool, move, [story.unit], step=number, row_version=version, actor=story.director)
    tool.refresh_from_db()


def give_papers(tool: Tool, *, step: str, story: Story) -> None:
    """Give an invented paper for each control that holds a step back; waive what takes none."""
    today = timezone.localdate()
    lacking = controls_lacking(tool, step=step, on=today)
    for one in lacking:
        give_evidence(tool, one.control.id, Given(title=TITLE, text=INVENTED), actor=story.referent)
    left = controls_lacking(tool, step=step, on=today) if lacking else ()
    until = today + timedelta(days=WAIVED_DAYS)
    for one in left:
        why = Exempted(reason=INVENTED, signer=story.director.name, until_on=until)
        waive_control(tool, one.control.id, why, actor=story.director)

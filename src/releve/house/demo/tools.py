"""Other tools of the demo's register: one of a third party, examined, and one that was declared.

Neither tool nor supplier exists, and nothing is connected: the register entry is all there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from releve.house.demo.opening import give_papers
from releve.house.demo.story import TITLE, Story
from releve.stewardship.actions import (
    add_supplier,
    declare_tool,
    draft_plan,
    examine_tool,
    name_interlocutor,
    note_consultation,
    register_tool,
    sign_intake,
)
from releve.stewardship.actions.declaring import Declared
from releve.stewardship.cards import Text
from releve.stewardship.engine.intake import Said
from releve.stewardship.engine.plans import Plan, PlannedStep
from releve.stewardship.entries import ToolEntry
from releve.stewardship.models import Supplier, Tool
from releve.training.actions import require_modules

KEY = "dictee-exemple"
ENTERED, EXAMINED, CONSULTED, DECLARED = 45, 24, 20, 3
"""Days ago."""

PILOT_DAYS = 45

_TEXTS: Mapping[str, Text] = {
    "purpose": Text(
        "Transcrit les transmissions dictées et propose un texte que la personne relit (outil "
        "inventé pour la démonstration).",
        "Writes down handovers that are dictated and proposes a text for the person to read again "
        "(a tool invented for the demonstration).",
    ),
    "goals": Text(
        "Passer moins de temps à taper les transmissions (exemple).",
        "Spending less time typing handovers (example).",
    ),
    "process": Text("Transmissions de fin de poste (exemple).", "Handovers at the end of shifts."),
    "users": Text("Infirmières et aides-soignantes (exemple).", "Nurses and care assistants."),
    "people_affected": Text(
        "Les patients dont il est question, et les personnes qui dictent (exemple).",
        "The patients who are spoken of, and whoever dictates (example).",
    ),
    "limits": Text(
        "Confond des noms de médicaments qui se ressemblent ; ne sait pas ce qui n’a pas été dit "
        "(exemple).",
        "Mixes up names of drugs that sound alike; does not know what was not said (example).",
    ),
    "hosting": Text("Non décidé (exemple).", "Not decided (example)."),
    "input_data": Text(
        "La voix de la personne qui dicte (exemple).", "The voice of whoever dictates."
    ),
    "who_decides": Text(
        "La personne qui a dicté : elle relit, corrige, accepte ou écarte (exemple).",
        "Whoever dictated: she reads, corrects, accepts or sets aside (example).",
    ),
    "rights": Text(
        "Refuser d’être enregistré ; demander qu’un texte soit corrigé (exemple).",
        "Refuse to be recorded; ask that a text be corrected (example).",
    ),
    "overseers": Text("Cadre de l’unité (exemple).", "The unit’s manager (example)."),
    "training": Text(
        "Ce que les outils ne savent pas faire, vérifier, en parler (exemple).",
        "What tools can’t do, checking, telling people (example).",
    ),
}
_FACTS: Mapping[str, object] = {
    "owner": "Direction des soins (exemple)",
    "contact": "direction-soins@example.org",
    "algorithm_type": "learning",
    "foundation_model": "Aucun : outil inventé",
    "duerp_ref": "Ligne inventée (exemple)",
    "log_months": "12",
}
_SAID = {
    "q1": Said("yes"),
    "q2": Said("no"),
    "q3": Said("no"),
    "q4": Said("no"),
    "q5": Said("no"),
    "q6": Said("yes", "Il produit un texte (exemple)."),
    "q7": Said("no"),
    "health_data": Said("yes", "Des transmissions parlent de patients (exemple)."),
    "staff_data": Said("yes", "La voix des agents (exemple)."),
    "patients": Said("yes"),
}


def examine_third_party(story: Story) -> Tool:
    """Enter a tool of an invented supplier and examine it; its pilot waits for what is missing."""
    with story.ago(ENTERED):
        tool = register_tool(story.hospital, _entry(_supplier(story)), actor=story.referent)
    with story.ago(EXAMINED):
        sign_intake(tool, _SAID, actor=story.referent)
        give_papers(tool, step="intake", story=story)
        examine_tool(tool, actor=story.referent)
        require_modules(story.hospital, KEY, actor=story.referent)
        draft_plan(tool, _plan(story), actor=story.referent)
    with story.ago(CONSULTED):
        note_consultation(
            tool,
            story.unit,
            body="team",
            held_on=story.today - timedelta(days=CONSULTED),
            opinion="mixed",
            reference=TITLE,
            actor=story.referent,
        )
    return tool


def declare_one(story: Story) -> None:
    """Let the caregiver say which tool she uses; the AI referent has yet to answer."""
    told = Declared(
        name="Traducteur en ligne (exemple inventé)",
        purpose="Expliquer un soin à une personne qui ne parle pas français",
        unit=story.unit,
        since_on=story.today - timedelta(days=90),
    )
    with story.ago(DECLARED):
        declare_tool(story.hospital, told, actor=story.caregiver)


def _supplier(story: Story) -> Supplier:
    supplier = add_supplier(
        story.hospital, name="Brumeval Logiciels (société inventée)", actor=story.referent
    )
    name_interlocutor(
        supplier,
        story.hospital,
        name="Service clients (exemple)",
        contact="clients@example.org",
        actor=story.referent,
    )
    return supplier


def _entry(supplier: Supplier) -> ToolEntry:
    texts: dict[str, object] = {code: text.to_json() for code, text in _TEXTS.items()}
    return ToolEntry(
        key=KEY,
        name_fr="Dictée des transmissions (outil inventé)",
        name_en="Dictated handovers (invented tool)",
        kind="learning",
        version="2.3",
        supplier=supplier,
        fields={**texts, **_FACTS},
    )


def _plan(story: Story) -> Plan:
    pilot_on = story.today + timedelta(days=PILOT_DAYS)
    code = (story.unit.code,)
    return Plan(
        (PlannedStep(0, code, pilot_on), PlannedStep(1, code, pilot_on + timedelta(days=60))),
        outcome="Minutes passées aux transmissions, erreurs relevées (exemple).",
        margin="Aucune erreur de plus qu’au clavier (exemple).",
        stop_rules=(("sentinel", "Un médicament ou une dose écrits de travers (exemple)."),),
    )

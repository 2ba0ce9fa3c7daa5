"""The register of processing and the frame of an impact assessment, filled with what is so here.

Both are papers of a French hospital, hence French whatever the reader's language. What the code
knows is filled in: tables, recipients, durations, measures, settings; what the hospital decides
stays « à compléter » or « à confirmer ».
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.template import Context, Engine

from releve import __version__
from releve.house.rights.processing import Activity, functions_with, register
from releve.house.rights.retention import TRAIL, Retention, retentions
from releve.house.rights.words import function_words
from releve.kit.words import use_language
from releve.people.vocabulary import FUNCTIONS, PERMISSIONS_OF
from releve.trail.retention import retentions as trail_retentions

FOLDER = Path(__file__).resolve().parent / "papers"

Paper = Literal["register", "dpia"]
TRAIL_WORDS = {"changes": "modifications", "readings": "lectures", "sessions": "connexions"}


def paper_text(paper: Paper) -> str:
    """Return a paper as Markdown. Raises BadInputError for a retention file that means nothing."""
    text = (FOLDER / f"{paper}.fr.md").read_text(encoding="utf-8")
    template = Engine(autoescape=False).from_string(text)
    return template.render(Context(paper_facts(), autoescape=False))


def paper_facts() -> dict[str, Any]:
    """Return what both papers are filled with, ready for JSON."""
    book, known = register(), retentions()
    with use_language("fr"):
        return {
            "releve": __version__,
            "version": book.version.isoformat(),
            "activities": [_activity(one, known) for one in book.activities],
            "without_people": dict(book.without_people),
            "measures": dict(book.measures),
            "functions": [
                [words, sorted(permission.value for permission in PERMISSIONS_OF[name])]
                for name, words in zip(FUNCTIONS, function_words(FUNCTIONS), strict=True)
            ],
            "settings": _settings(),
        }


def _activity(activity: Activity, known: Mapping[str, Retention]) -> dict[str, Any]:
    return {
        "code": activity.code,
        "title": activity.title,
        "purpose": activity.purpose["fr"],
        "legal_basis": activity.legal_basis,
        "people": activity.people,
        "categories": activity.categories,
        "tables": list(activity.tables),
        "recipients": _recipients(activity.functions),
        "narrower": [
            [one.what, _recipients(functions_with(one.opened_by))]
            for one in activity.opened_less.values()
        ],
        "kept": _kept(activity, known),
        "measures": [register().measures[name] for name in activity.security],
        "exempt": dict(activity.exempt),
    }


def _recipients(functions: Sequence[str]) -> str:
    return ", ".join(function_words(functions)) or "personne d’autre"


def _kept(activity: Activity, known: Mapping[str, Retention]) -> str:
    if activity.retention == TRAIL:
        each = [
            f"{TRAIL_WORDS[name]} : {one.months} mois ({one.source})"
            for name, one in trail_retentions().items()
        ]
        return " ; ".join(each)
    one = known[activity.retention]
    return f"{one.said} à compter de : {one.counted_from} – {one.why} ({one.source})"


def _settings() -> list[list[str]]:
    with_factor = ", ".join(function_words(settings.MFA_REQUIRED)) or "aucune"
    return [
        ["Base de données", settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]],
        ["Pages servies en HTTPS seulement", _yes(is_so=settings.HTTPS)],
        ["Annuaire de l’établissement", _yes(is_so=settings.DIRECTORY is not None)],
        ["Fonctions avec second facteur obligatoire", with_factor],
        ["Minutes sans usage avant la fin d’une session", str(settings.IDLE_MINUTES)],
        ["Purge quotidienne", _yes(is_so=settings.PURGE)],
        ["Durées propres à l’établissement", _yes(is_so=settings.RETENTION_FILE is not None)],
    ]


def _yes(*, is_so: bool) -> str:
    return "oui" if is_so else "non"

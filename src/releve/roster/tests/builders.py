"""Problems as files for the tests of the verbs; every person is fictional."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.engine.score import score

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = ROOT / "examples"

WARD: dict[str, Any] = {
    "name": "Petite unité (exemple)",
    "starts_on": "2026-03-09",
    "ends_on": "2026-03-15",
    "history_from": "2026-02-23",
    "people": [
        {
            "id": "ana",
            "name": "Ana Fougère",
            "role": "nurse",
            "unit": "URG",
            "skills": ["triage"],
            "contract": {"pack": "fph"},
            "history": [{"day": "2026-03-08", "shift": "N"}],
        },
        {
            "id": "bea",
            "name": "Béa Tilleul",
            "role": "nurse",
            "unit": "URG",
            "contract": {"pack": "fph", "share": 0.8},
        },
        {
            "id": "cle",
            "name": "Clé Ormeau",
            "role": "nurse",
            "unit": "URG",
            "contract": {"pack": "fph"},
        },
    ],
    "shifts": [
        {
            "code": "J",
            "starts_at": "07:00",
            "ends_at": "19:00",
            "break_minutes": 20,
            "paid_minutes": 720,
        },
        {
            "code": "N",
            "starts_at": "19:00",
            "ends_at": "07:00",
            "break_minutes": 20,
            "paid_minutes": 720,
        },
    ],
    "needs": [{"id": "day", "shift": "J", "role": "nurse", "minimum": 1, "days": ["2026-03-10"]}],
    "wishes": [{"person": "bea", "day": "2026-03-10", "wish": "off"}],
    "decisions": [
        {
            "rule": "FPH-12H",
            "signer": "Direction (exemple)",
            "from": "2026-01-01",
            "to": "2026-12-31",
        }
    ],
}

BENCHMARK = """# A tiny instance in the public format.
SECTION_HORIZON
7

SECTION_SHIFTS
D,480,

SECTION_STAFF
A,D=7,2400,960,5,2,2,1
B,D=7,2400,960,5,2,2,1

SECTION_DAYS_OFF
A,0
B,5

SECTION_SHIFT_ON_REQUESTS
A,2,D,2

SECTION_SHIFT_OFF_REQUESTS
B,3,D,1

SECTION_COVER
0,D,1,100,1
1,D,1,100,1
2,D,1,100,1
3,D,1,100,1
4,D,1,100,1
5,D,1,100,1
6,D,1,100,1
"""


def ward(**changes: Any) -> dict[str, Any]:
    """Return a small lawful problem as a JSON document, with some fields changed."""
    document: dict[str, Any] = json.loads(json.dumps(WARD))
    return document | changes


def written(path: Path, document: Any) -> Path:
    """Write a document as JSON with one field a line, or a text as it is."""
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    path.write_text(text, encoding="utf-8")
    return path


def problem_of(document: dict[str, Any]) -> Problem:
    """Return the problem that a document says."""
    return Problem.from_json(json.dumps(document))


def result_of(problem: Problem, answer: Sequence[Assignment], **facts: Any) -> Result:
    """Return an answer as a result, with what is proven about it as given."""
    weighed = score(problem, tuple(answer))
    known = Result(
        "feasible", tuple(answer), weighed, hole_bound=weighed.hole_cost, engine="by hand"
    )
    return replace(known, **facts)


def impossible() -> dict[str, Any]:
    """Return a problem whose fixed day follows a night already worked."""
    return ward(fixed=[{"person": "ana", "day": "2026-03-09", "shift": "J"}])

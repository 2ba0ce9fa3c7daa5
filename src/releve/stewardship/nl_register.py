"""An entry as the Dutch standard for transparent algorithms writes it, and back.

Algoritmeregister/standard, ``_data/schema-v0_3_1.yaml``: 49 attributes and the version of the
standard, each record in one language. ``register/fields.yaml`` says which of our fields fills
which of theirs. State, class of risk and dates are coarser there: they go out and do not come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from releve.stewardship.models import Tool
from releve.stewardship.register_fields import Field, fields

STANDARD = "0.3.1"
COUNTRY = "France"
DOMAIN = "health and health care"

ATTRIBUTES = (
    *("standard_version", "uuid", "lang", "publication_date", "last_change_date"),
    *("revision_date", "revision_note", "keywords"),
    *("name", "organization", "department", "country", "contact_email", "contact_phone"),
    *("contact_name", "description_short", "website", "status", "remark"),
    *("decision_making_process", "domain", "area", "goal", "impact", "risks", "risk_category"),
    *("proportionality", "lawful_basis", "documentation"),
    *("training_data", "source_data", "data_bias", "connected_data_sources"),
    *("DPIA_description", "DPIA_url"),
    *("description", "algorithm_type", "methods_and_models", "performance"),
    *("alternatives_considered", "product_information", "codebase_url", "product_page"),
    *("AIA_description", "AIA_url"),
    *("type", "monitoring", "human_intervention", "objection_procedure", "rollback"),
)
"""The attributes of the standard, in its order."""

STATUS = {
    "declared": "planned",
    "examined": "evaluation",
    "pilot": "pilot",
    "step": "operational",
    "general": "operational",
    "suspended": "evaluation",
    "retired": "retired",
}
RISK = {
    "": "",
    "not_ai": "minimal risk",
    "minimal": "minimal risk",
    "transparency": "limited risk",
    "high": "high risk",
    "high_product": "high risk",
    "prohibited": "unacceptable",
}
CODES: Mapping[str, Mapping[str, str]] = {
    "algorithm_type": {"rules": "rule-based", "learning": "self-learning", "hybrid": "hybrid"},
}
"""How a choice of ours is written there; one that is not named is written as it is."""

LANGUAGES = ("fr", "en")


def mapped_fields() -> tuple[Field, ...]:
    """Return our fields that fill one of theirs, both ways."""
    return tuple(one for one in fields().values() if one.nl)


def nl_records(tool: Tool) -> list[dict[str, str]]:
    """Return an entry as records of the standard: in French, and in English where it has any."""
    return [_record(tool, one) for one in LANGUAGES if one == "fr" or _speaks(tool, one)]


def entry_fields(records: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Return our fields from the records of one entry, as ``Tool.fields`` holds them."""
    told: dict[str, Any] = {}
    for record in records:
        for field in mapped_fields():
            said = str(record.get(field.nl, ""))
            if not said:
                continue
            if field.kind == "text":
                told.setdefault(field.code, {"fr": "", "en": ""})[record["lang"]] = said
            else:
                told[field.code] = _code_of(field, said)
    return told


def _record(tool: Tool, language: str) -> dict[str, str]:
    name = tool.named(language)
    known = {
        "standard_version": STANDARD,
        "uuid": str(uuid5(NAMESPACE_URL, f"releve:{tool.hospital.code}:{tool.key}")),
        "lang": language,
        "publication_date": tool.declared_on.isoformat(),
        "last_change_date": str(tool.fields.get("changed_on") or tool.declared_on.isoformat()),
        "revision_date": tool.review_on.isoformat() if tool.review_on else "",
        "name": name,
        "organization": tool.hospital.name,
        "country": COUNTRY,
        "status": STATUS[tool.state],
        "domain": DOMAIN,
        "risk_category": RISK[tool.risk_class],
    }
    ours = {field.nl: _written(tool, field, language) for field in mapped_fields()}
    return {one: known.get(one, ours.get(one, "")) for one in ATTRIBUTES}


def _written(tool: Tool, field: Field, language: str) -> str:
    held = tool.fields.get(field.code)
    if field.kind == "text":
        if isinstance(held, dict):
            return str(held.get(language) or "")
        return str(held or "") if language == "fr" else ""
    said = "" if held is None else str(held)
    return CODES.get(field.code, {}).get(said, said)


def _code_of(field: Field, said: str) -> str:
    codes = {theirs: ours for ours, theirs in CODES.get(field.code, {}).items()}
    return codes.get(said, said)


def _speaks(tool: Tool, language: str) -> bool:
    return any(_written(tool, field, language) for field in mapped_fields() if field.kind == "text")

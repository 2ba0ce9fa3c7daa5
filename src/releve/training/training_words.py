"""Codes of the room as people read them."""

from __future__ import annotations

from datetime import date

from releve.kit.words import current_language, translator
from releve.shifts.worked_words import dated
from releve.training.catalogue import module_of
from releve.training.engine.module import Language
from releve.training.queries.readiness import Missing

_ = translator("releve.training")


def spoken() -> Language:
    """Return the language in which modules are shown now."""
    return "fr" if current_language() == "fr" else "en"


def module_title(key: str) -> str:
    """Return the title of a module, its key where the installation has none such."""
    module = module_of(key)
    return key if module is None else module.head.title[spoken()]


def audience_name(audience: str) -> str:
    """Return what somebody does with a tool, as a noun."""
    return {
        "operator": _("using the tool"),
        "overseer": _("overseeing the tool"),
        "manager": _("managing a team that uses it"),
        "facilitator": _("leading a community of practice"),
        "decider": _("deciding on tools"),
    }.get(audience, audience)


def part_name(part: str) -> str:
    """Return a part of a module."""
    return {"quiz": _("Questions"), "case": _("Practical case")}.get(part, part)


def source_name(source: str) -> str:
    """Return where a proof comes from."""
    return {
        "player": _("followed here"),
        "csv": _("brought in from a file"),
        "xapi": _("sent by another program"),
    }.get(source, source)


def missing_text(missing: Missing) -> str:
    """Return why a module is missing, as a sentence without its end."""
    if missing.reason == "expired" and missing.expired_on is not None:
        return _("ended on {day}").format(day=day_text(missing.expired_on))
    return {
        "never": _("not followed yet"),
        "expired": _("ended"),
        "tool_version": _("to be followed again: the tool has a new version"),
        "module_version": _("to be followed again: the module has a new version"),
        "not_said": _("nobody has said yet what this tool asks for"),
    }[missing.reason]


def day_text(day: date) -> str:
    """Return a day as people write it."""
    return dated(day)


def period_name(period: str) -> str:
    """Return the period of a cell of coverage."""
    return {"night": _("at night"), "day": _("by day")}.get(period, _("day and night"))

"""Words of the register and of controls, as templates ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django import template
from django.utils import formats, timezone

from releve.kit.days import day_number
from releve.stewardship import catalogue, control_words, register_words
from releve.stewardship.engine.controls import Words
from releve.stewardship.models import Tool
from releve.stewardship.register_words import language

register = template.Library()

WORDS: Mapping[str, Callable[..., str]] = {
    "tool_name": register_words.tool_name,
    "tool_kind": register_words.kind_text,
    "tool_origin": register_words.origin_text,
    "state_name": register_words.state_text,
    "tool_role": register_words.role_text,
    "risk_class": register_words.class_text,
    "question": register_words.question_text,
    "question_help": register_words.question_help,
    "answered": register_words.answer_text,
    "reasoning": register_words.reason_text,
    "flaw": register_words.flaw_text,
    "standing": control_words.standing_text,
    "standing_mark": control_words.mark_of,
    "blocked_step": control_words.step_text,
    "urgency": control_words.urgency_text,
    "evidence_kind": control_words.evidence_kind_text,
    "check_words": control_words.check_text,
    "law_status": control_words.status_text,
    "lack_words": control_words.lack_text,
}

for name, words in WORDS.items():
    register.filter(name, words)


@register.filter
def tool_state(tool: Tool) -> str:
    """Return how far a tool is rolled out."""
    return register_words.state_text(tool.state, tool.step)


@register.filter
def told(words: Words) -> str:
    """Return a text of the room's data in the reader's language."""
    return words.told(language())


@register.filter
def tool_text(tool: Tool, code: str) -> str:
    """Return a text of an entry in the reader's language."""
    return tool.text(code, language())


@register.filter
def split_commas(text: str) -> list[str]:
    """Return the words of a list written in a template."""
    return text.split(",")


@register.filter
def family_name(family: str) -> str:
    """Return what a family of controls is called."""
    return catalogue.family_names()[family].told(language())


@register.filter
def on_day(day: date | datetime | None) -> str:
    """Return a day with its year, as "1 June 2026" or « 1er juin 2026 »; nothing for none."""
    if day is None:
        return ""
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    return f"{day_number(local)} {formats.date_format(local, 'F Y')}"

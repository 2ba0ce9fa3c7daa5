"""Words of proposals and contests, as templates ask for them."""

from __future__ import annotations

from django import template

from releve.kit.words import current_language
from releve.ledger.ledger_words import activity_text
from releve.stewardship import proposal_words
from releve.stewardship.models import Tool

register = template.Library()

for name in (
    "proposal_state",
    "contest_state",
    "question_state",
    "fault_text",
):
    register.filter(name, getattr(proposal_words, name))

register.filter("activity", activity_text)


@register.filter
def tool_title(tool: Tool) -> str:
    """Return what a tool is called in the reader's language."""
    return tool.named(current_language())


@register.filter
def spoken(texts: dict[str, str]) -> str:
    """Return a text of a case in the reader's language."""
    return texts.get(current_language()) or texts.get("fr", "")

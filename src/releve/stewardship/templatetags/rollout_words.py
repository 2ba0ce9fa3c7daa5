"""Words of roll-outs for templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django import template

from releve.kit.gates import Lack
from releve.stewardship import rollout_words as words
from releve.stewardship.gate_words import Told, name_of, told
from releve.stewardship.models import Alarm, RolloutPlan, StepDecision, Tool
from releve.stewardship.queries import rollout as queries
from releve.stewardship.register_words import state_text

register = template.Library()


@register.filter
def reasons(lacks: Iterable[Lack]) -> tuple[Told, ...]:
    """Return what is missing in words."""
    return told(lacks)


@register.filter
def tool_name(tool: Tool) -> str:
    """Return what a tool is called in the reader's language."""
    return name_of(tool)


@register.filter
def tool_state(tool: Tool) -> str:
    """Return where a tool stands."""
    return state_text(tool.state, tool.step)


@register.filter
def place_state(code: str) -> str:
    """Return how a tool stands in a unit."""
    return words.word(words.PLACE_WORDS, code)


@register.filter
def decision_text(decision: StepDecision) -> str:
    """Return what was decided."""
    return words.word(words.MOVE_WORDS, decision.move, step=decision.step)


@register.filter
def body_text(code: str) -> str:
    """Return who was consulted."""
    return words.word(words.BODY_WORDS, code)


@register.filter
def opinion_text(code: str) -> str:
    """Return what was said."""
    return words.word(words.OPINION_WORDS, code)


@register.filter
def alarm_text(code: str) -> str:
    """Return what kind of alarm it is."""
    return words.word(words.ALARM_WORDS, code)


@register.filter
def plan_text(code: str) -> str:
    """Return what a plan does not say."""
    return words.word(words.PLAN_WORDS, code)


@register.filter
def closing_text(code: str) -> str:
    """Return an item of the closing list."""
    return words.word(words.CLOSING_WORDS, code)


@register.filter
def due(alarm: Alarm) -> datetime:
    """Return by when an alarm is to be answered."""
    return queries.answer_due(alarm)


@register.filter
def is_as_locked(plan: RolloutPlan) -> bool:
    """Whether a plan is as it was locked."""
    return queries.is_as_locked(plan)


@register.simple_tag
def next_text(move: str, step: int) -> str:
    """Return what a step's button says."""
    return words.word(words.NEXT_WORDS, move, step=step)

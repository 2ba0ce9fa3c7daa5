"""Words of the room for its templates."""

from __future__ import annotations

from django import template

from releve.training import training_words

register = template.Library()

register.filter("module_title", training_words.module_title)
register.filter("audience_name", training_words.audience_name)
register.filter("part_name", training_words.part_name)
register.filter("source_name", training_words.source_name)
register.filter("missing_text", training_words.missing_text)
register.filter("long_day", training_words.day_text)
register.filter("period_name", training_words.period_name)

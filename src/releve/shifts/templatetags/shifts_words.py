"""The room's words as filters."""

from __future__ import annotations

from django import template

from releve.shifts.change_words import reason_text
from releve.shifts.worked_words import dated

register = template.Library()

register.filter("change_reason", reason_text)
register.filter("dated", dated)

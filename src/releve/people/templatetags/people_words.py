"""Codes of the room as people read them."""

from __future__ import annotations

from django import template

from releve.people.permission_words import permission_text

register = template.Library()

register.filter("permission_text", permission_text)

"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    """Stewardship: the register of tools, their controls, roll-out, gate and proposals."""

    name = "releve.stewardship"
    default_auto_field = "django.db.models.BigAutoField"

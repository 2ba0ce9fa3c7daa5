"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Shifts: what was published, what was worked, and the load that it makes."""

    name = "releve.shifts"
    default_auto_field = "django.db.models.BigAutoField"

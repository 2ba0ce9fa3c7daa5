"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Rosters: periods, versions, searches and their pages."""

    name = "releve.roster"
    default_auto_field = "django.db.models.BigAutoField"

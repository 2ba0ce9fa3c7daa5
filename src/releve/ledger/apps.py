"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ledger: minutes planned, worked, spent and given back, of units, never of people."""

    name = "releve.ledger"
    default_auto_field = "django.db.models.BigAutoField"

"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Training: modules, attempts, proofs, and who is ready to use what."""

    name = "releve.training"
    default_auto_field = "django.db.models.BigAutoField"

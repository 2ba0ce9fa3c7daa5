"""The room as Django sees it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work: jobs, workers, what runs now and then."""

    name = "releve.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

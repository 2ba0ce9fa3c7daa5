"""The room as Django sees it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Levels, persons and what may be asked of them."""

    name = "releve.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

"""The house as Django sees it: it brings the layout, the style sheet and the error pages."""

from django.apps import AppConfig

from releve.kit.actors import use_access


class HouseConfig(AppConfig):
    """Layout, style sheet, home page; and who decides what is open to whom."""

    name = "releve.house"
    label = "house"

    def ready(self) -> None:
        """Let the room of people decide who may do what, for every room."""
        from releve.people.queries import PeopleAccess  # noqa: PLC0415 - its tables wake after this module

        use_access(PeopleAccess())

"""The house as Django sees it: it brings the layout, the style sheet and the error pages."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Layout, style sheet, home page."""

    name = "releve.house"
    label = "house"

"""The room's part of the API, and what every room's part leans on."""

from releve.people.api.routes import router

__all__ = ["router"]

"""The room's part of the API."""

from releve.roster.api.routes import router

__all__ = ["router"]

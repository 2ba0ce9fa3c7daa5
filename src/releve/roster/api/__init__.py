"""The room's part of the API."""

from releve.roster.api.edits import router

__all__ = ["router"]

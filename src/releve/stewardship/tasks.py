"""What of this room runs in the background; each part keeps its own."""

from releve.stewardship.register_tasks import remind_of_declared_tools

__all__ = ["remind_of_declared_tools"]

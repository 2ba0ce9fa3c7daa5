"""What this room tells people; each part declares its own kinds."""

from releve.stewardship import register_notices

__all__ = ["register_notices"]

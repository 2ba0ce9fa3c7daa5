"""What the room tells people; each part declares its own kinds."""

from releve.roster import wish_notices

__all__ = ["wish_notices"]

"""What the room tells people; each part declares its own kinds."""

from releve.roster import exchange_notices, wish_notices

__all__ = ["exchange_notices", "wish_notices"]

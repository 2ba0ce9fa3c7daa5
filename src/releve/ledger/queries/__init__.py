"""Questions to the room, read only."""

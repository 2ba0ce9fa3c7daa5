"""Routes of the room, gathered by the house; each part keeps its own router."""

"""Pages of the room; each part keeps its own file."""

"""Words of the room, as templates ask for them."""

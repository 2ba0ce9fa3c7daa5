"""Words of the room as filters of its templates."""

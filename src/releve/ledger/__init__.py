"""Minutes of units in double entry: planned, worked, spent on tools, given back."""

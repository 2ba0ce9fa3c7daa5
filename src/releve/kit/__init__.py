"""Plain things without Django that every room may lean on."""

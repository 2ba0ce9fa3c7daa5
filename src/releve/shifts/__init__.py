"""Planned and worked shifts as facts, and what the load of a unit shows."""

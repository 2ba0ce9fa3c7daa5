"""Rosters that keep the law, are shared fairly, and say why."""

"""Levels, persons, contracts, skills, restrictions and unavailability."""

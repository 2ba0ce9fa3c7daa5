"""Journeys through the pages in a real browser, against the house as it is served."""

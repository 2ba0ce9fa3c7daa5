"""The roster engine: pure Python, no Django, no clock, no network, no environment."""

"""The load signals and the counters of planned and worked shifts, computed over plain facts.

Nothing is gathered here: the signals load arrays, and whoever counts hours waits for none.
"""

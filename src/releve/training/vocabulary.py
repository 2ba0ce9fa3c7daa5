"""The fixed words of the room: codes that stand in tables and in files, never labels."""

from __future__ import annotations

AUDIENCES = ("operator", "overseer", "manager", "facilitator", "decider")
"""What somebody does with a tool; ``operator`` is what the gate asks about."""

PROOF_SOURCES = ("player", "csv", "xapi")

PARTS = ("quiz", "case")
"""What is tried: questions, and a practical case with planted errors."""

LEAST_COVERAGE = 80
"""Percent of the operators on the coming shifts who must be ready before a step opens."""

COVERAGE_DAYS = 14

WARNING_DAYS = 14
"""How long before its end somebody is told that a proof runs out."""

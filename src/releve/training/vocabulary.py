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

LEAST_PEOPLE = 8
"""No cell of fewer people is shown to whoever may not see readiness by name."""

AUDIENCE_OF = {"ward_manager": "manager", "ai_referent": "overseer", "care_director": "decider"}
"""What a function of the hospital does with tools, beside operating them."""

PROOF_COLUMNS = ("person", "module", "passed_on")
PROOF_OPTIONAL = ("version", "tool_major", "expires_on", "reference")
"""The columns of a file of proofs from the hospital's own training software."""

LONGEST_REASON = 300
MOST_STATEMENTS = 500
"""Statements of another program taken at once."""

WARNING_DAYS = 14
"""How long before its end somebody is told that a proof runs out."""

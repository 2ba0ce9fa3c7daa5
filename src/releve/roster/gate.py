"""The roster engine as a tool of the register: which actions operate it.

Whoever searches for a roster of a unit operates it and passes its gate. Whoever reads a roster,
asks why, edits it by hand, or works on plain files does not: reasons stay open to all whom they
concern, and a file is nobody's unit.
"""

from __future__ import annotations

TOOL = "roster-engine"
"""Its key in the register."""

"""A published plan after an absence: ranked repairs, lawful, with few changes, and what is proven.

``repair`` is the doorway; ``story`` holds what it answers. The parts, in the order in which
they are used: ``torn`` (what is left of the plan and who may move), ``lines`` (one person
judged and weighed once), ``state`` (what is wrong and what could set it right), ``takers``
(people free to take the shifts), ``tree`` (everything with so many changes), ``whole`` (all of
it at once, by CP-SAT), ``ranking``.
"""

from releve.roster.engine.repair.mending import repair
from releve.roster.engine.repair.story import (
    Absence,
    ChangedCell,
    Kind,
    Repair,
    Repaired,
    Status,
)

__all__ = ["Absence", "ChangedCell", "Kind", "Repair", "Repaired", "Status", "repair"]

"""Rule forms as small automata over days: one form, one class."""

from releve.roster.engine.solve.columns.parts.part import Part
from releve.roster.engine.solve.columns.parts.rests import (
    BlockPart,
    GapPart,
    OverlapPart,
    RestPart,
)
from releve.roster.engine.solve.columns.parts.runs import RunPart, SequencePart
from releve.roster.engine.solve.columns.parts.sums import BlockSum, SlidingSum

__all__ = [
    "BlockPart",
    "BlockSum",
    "GapPart",
    "OverlapPart",
    "Part",
    "RestPart",
    "RunPart",
    "SequencePart",
    "SlidingSum",
]

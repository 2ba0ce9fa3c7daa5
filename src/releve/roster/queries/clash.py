"""Why a demand is impossible, in the words of a ward manager."""

from __future__ import annotations

from dataclasses import dataclass

from releve.roster.clash_words import ClashFact, clash_facts, doubt_sentence
from releve.roster.queries.searches import Standing


@dataclass(frozen=True)
class Clash:
    """The facts that cannot stand together; ``doubt`` where not all were shown to be needed."""

    facts: tuple[ClashFact, ...]
    doubt: str


def clash_of(standing: Standing) -> Clash | None:
    """Return the clash that a search ended with, ``None`` where it ended otherwise."""
    if standing.state != "infeasible":
        return None
    search = standing.search
    facts = clash_facts(search.demand.problem, standing.reasons)
    return Clash(facts, "" if search.reasons_are_irreducible else doubt_sentence())

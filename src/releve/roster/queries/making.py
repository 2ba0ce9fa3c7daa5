"""How a version was made: by which method and rules, from which seed, with which proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from releve.roster.engine.problem import Problem
from releve.roster.engine.result import points
from releve.roster.engine.rules import load_pack
from releve.roster.models import Version
from releve.roster.queries.edits import edits_of
from releve.roster.queries.proposals import proposal_behind
from releve.roster.result_words import decision_lines, proof_lines
from releve.stewardship.models import Proposal


@dataclass(frozen=True)
class Making:
    """What is kept of how a version was made. ``edits``: changes by hand since.

    Costs and bounds are in points; ``None`` where nothing is proven. ``packs`` and
    ``engine_version`` are empty where they were not kept. ``proposal``: what the engine put
    forward and this was made of; a version of before proposals were kept has none.
    """

    method: str
    seed: int
    work: float
    seconds: float
    cost: int | float
    bound: int | float | None
    gap: float | None
    packs: Mapping[str, str]
    engine_version: str
    demand: int
    begun_from: int | None
    edits: int
    decisions: tuple[str, ...]
    proof: tuple[str, ...]
    proposal: Proposal | None = None


def packs_of(problem: Problem) -> dict[str, str]:
    """Return the version of each pack of rules that binds somebody in a problem, by its id."""
    own = {person.contract.pack for person in problem.people}
    known = sorted({pack for pack in (*own, *problem.packs) if pack is not None})
    return {pack: load_pack(pack).version for pack in known}


def making(version: Version) -> Making:
    """Return how a version was made; what ``version`` of the queries found counts its edits too."""
    result, problem = version.result, version.demand.problem
    counted: int | None = getattr(version, "edit_count", None)
    return Making(
        method=result.engine,
        seed=result.seed,
        work=result.work,
        seconds=result.seconds,
        cost=points(version.cost),
        bound=None if result.bound is None else points(result.bound),
        gap=result.gap_relative,
        packs=version.packs,
        engine_version=version.engine_version,
        demand=version.demand.number,
        begun_from=version.begun_from.number if version.begun_from else None,
        edits=edits_of(version).count() if counted is None else counted,
        decisions=tuple(decision_lines(problem)),
        proof=tuple(proof_lines(result)),
        proposal=proposal_behind(version),
    )


def making_json(version: Version) -> dict[str, Any]:
    """Return how a version was made under the names that JSON promises."""
    told, result = making(version), version.result
    return {
        "version": version.number,
        "state": version.state,
        "method": told.method,
        "seed": told.seed,
        "work": told.work,
        "seconds": told.seconds,
        "cost": told.cost,
        "bound": told.bound,
        "gap": told.gap,
        "cover_is_proven": result.cover_is_proven,
        "is_proven": result.is_proven,
        "packs": dict(told.packs),
        "releve": told.engine_version,
        "demand": told.demand,
        "begun_from": told.begun_from,
        "edits": told.edits,
        "made_at": version.made_at,
        "published_at": version.published_at,
        "decisions": [
            {
                "rule": one.rule,
                "signer": one.signer,
                "from": one.from_on.isoformat(),
                "to": one.to_on.isoformat(),
                "unit": one.unit,
            }
            for one in version.demand.problem.decisions
        ],
    }

"""What a bench found, as one document: the file that it writes, and that pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from releve.roster.engine.result import SolveStatus

FaultCode = Literal["wrong_score", "invalid_bound", "breach", "defect"]

Ended = Literal["done", "late", "lost", "not_for_it"]
"""By itself; ended by us past its time; gone without an answer; the peer cannot read the file."""


@dataclass(frozen=True)
class Fault:
    """One thing that must not be: who claimed what, and what is so.

    ``claimed`` and ``found``: points for scores and bounds; a rule's id and a person's for a
    breach; the engine's own sentence for a defect.
    """

    code: FaultCode
    file: str
    engine: str
    claimed: str
    found: str


@dataclass(frozen=True)
class Run:
    """One engine on one file; costs and bounds in points, as they were weighed again.

    ``used``: the method that the engine names. ``gap_to_best``: above the reference of the file,
    as a share of it. ``gap_proven``: what the engine proves of itself, as a share of the cost.
    ``first_seconds``: when the first lawful roster was there. Times run from the moment at which
    the engine, loaded, is given the problem. ``cpu_seconds``: of the child and its threads since
    then; ``peak_megabytes``: of the whole child. ``incumbents``: (seconds, cost, hole cost) of
    lawful rosters as they came; ``bounds``: (seconds, bound).
    """

    engine: str
    ended: Ended
    used: str = ""
    status: SolveStatus = "unknown"
    cost: float | None = None
    hole_cost: float | None = None
    bound: float | None = None
    cover_proven: bool = False
    gap_to_best: float | None = None
    gap_proven: float | None = None
    first_seconds: float | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_megabytes: float | None = None
    incumbents: tuple[tuple[float, float, float], ...] = ()
    bounds: tuple[tuple[float, float], ...] = ()
    told: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether the engine proves that nothing covers more, and nothing then costs less."""
        return self.cover_proven and self.cost is not None and self.cost == self.bound

    @property
    def weight(self) -> tuple[float, float] | None:
        """What the answer leaves uncovered and costs, in the order in which that counts."""
        if self.cost is None or self.hole_cost is None:
            return None
        return (self.hole_cost, self.cost)


@dataclass(frozen=True)
class Subject:
    """One file, its size, what is known of it, and how each engine did.

    ``best`` and ``lower_bound``: of the file given with ``--best``. ``reference``: what gaps are
    measured from, the best known or else the least lawful cost of this run, at
    ``reference_holes``.
    """

    file: str
    people: int
    days: int
    shifts: int
    best: float | None = None
    lower_bound: float | None = None
    published: Mapping[str, float] = field(default_factory=dict)
    reference: float | None = None
    reference_holes: float = 0.0
    runs: tuple[Run, ...] = ()

    @property
    def size(self) -> int:
        """People times days times shifts: the cells that a plain model has."""
        return self.people * self.days * self.shifts


@dataclass(frozen=True)
class Bench:
    """Everything of one bench. ``missing``: a peer asked for, and the library it lacks here."""

    seconds_allowed: float
    seed: int
    workers: int
    engines: tuple[str, ...]
    measured_at: str = ""
    machine: Mapping[str, str | float | None] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()
    faults: tuple[Fault, ...] = ()
    interrupted: bool = False


def bench_json(bench: Bench) -> dict[str, Any]:
    """Return a bench as a JSON document that ``read_bench`` reads."""
    return asdict(bench)


def read_bench(document: Any) -> Bench:
    """Return the bench of a document; raises ``pydantic.ValidationError``."""
    return TypeAdapter(Bench).validate_python(document)

"""Which proofs run out soon, so that whoever has them is told in time."""

from __future__ import annotations

from datetime import date, timedelta

from releve.people.models import Level
from releve.training.models import Proof, Requirement
from releve.training.queries.readiness import proof_end
from releve.training.vocabulary import WARNING_DAYS

Ending = tuple[Proof, date]


def proofs_ending(hospital: Level, *, on: date) -> list[Ending]:
    """Return the proofs of a hospital that end within two weeks of a day and were not told yet.

    With the day on which each ends: its own, or the earlier one that a tool asks for. The longest
    of what somebody has of a module counts; what has ended already is no news.
    """
    asked = _shortest(hospital)
    rows = Proof.objects.for_hospital(hospital).filter(withdrawn_at__isnull=True, passed_on__lte=on)
    best: dict[tuple[int, str], tuple[Proof, date | None]] = {}
    for proof in rows.select_related("person").order_by("passed_on", "pk"):
        end = proof_end(proof, asked.get(proof.module, 0))
        key = (proof.person_id, proof.module)
        held = best.get(key)
        if held is None or (held[1] is not None and (end is None or end >= held[1])):
            best[key] = (proof, end)
    last = on + timedelta(days=WARNING_DAYS)
    return [
        (proof, end)
        for proof, end in best.values()
        if end is not None and on < end <= last and proof.warned_on is None
    ]


def _shortest(hospital: Level) -> dict[str, int]:
    """Return the fewest months for which any tool takes a proof of each module."""
    rows = Requirement.objects.for_hospital(hospital).filter(valid_months__gt=0)
    found: dict[str, int] = {}
    for module, months in rows.values_list("module", "valid_months"):
        found[module] = min(months, found.get(module, months))
    return found

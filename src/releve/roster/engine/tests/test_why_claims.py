"""What "why?" claims of the example ward is borne out by full solves."""

from __future__ import annotations

import pytest

from releve.kit.engines import Params
from releve.roster.engine.solve import solve
from releve.roster.engine.tests.why_claims import claims, drawn_cells, ward
from releve.roster.engine.why import WhyParams

ROOMY = WhyParams(seconds=60.0)
"""Time that even a busy machine never needs: what is tested is the claim, not the clock."""


def check_claims(*, cells: int, seconds: float, full_seconds: float, params: WhyParams) -> None:
    problem = ward()
    present = solve(problem, Params(seconds=seconds, workers=2))
    asked = drawn_cells(problem, cells)
    found = claims(problem, present, cells=asked, full_seconds=full_seconds, params=params)
    assert [claim for claim in found if not claim.breaches_exact] == []
    assert [claim for claim in found if not claim.is_borne_out(present)] == []
    assert [claim for claim in found if claim.alternative.verdict == "unknown"] == []


def test_a_sample_of_claims_of_the_example_ward_is_borne_out() -> None:
    check_claims(cells=2, seconds=4.0, full_seconds=1.0, params=ROOMY)


@pytest.mark.campaign
def test_the_claims_of_a_hundred_cells_are_borne_out() -> None:
    check_claims(cells=100, seconds=20.0, full_seconds=4.0, params=WhyParams())

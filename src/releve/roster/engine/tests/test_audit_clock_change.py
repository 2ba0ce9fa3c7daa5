"""The hour that the clock skips: a shift inside it lasts no minute, and breaks no rest."""

from __future__ import annotations

from datetime import date, time, timedelta

from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, ShiftType
from releve.roster.engine.tests.builders import a_problem


def test_a_shift_inside_the_hour_that_the_clock_skips_breaks_no_weekly_rest() -> None:
    monday, sunday = date(2026, 3, 23), date(2026, 3, 29)
    skipped = ShiftType(code="X", starts_at=time(2, 30), ends_at=time(3))
    shifts = (*a_problem().shifts, skipped)
    problem = a_problem(starts_on=monday, ends_on=sunday, shifts=shifts)
    days = [Assignment("ana", monday + timedelta(days=step), "J") for step in range(5)]
    rests = {breach.rule: breach.value for breach in audit(problem, days)}
    skipped_too = [*days, Assignment("ana", sunday, "X")]
    found = {breach.rule: breach.value for breach in audit(problem, skipped_too)}
    assert found.get("FPH-REST-W") == rests.get("FPH-REST-W")

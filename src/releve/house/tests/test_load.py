"""The measure of load itself: arrivals that do not wait, and times that cannot flatter."""

from __future__ import annotations

from releve.house.tests.load import Visit, summary


def test_percentiles_are_those_of_the_sorted_times() -> None:
    visits = [Visit("home", 200, float(ms)) for ms in range(100, 0, -1)]
    told = summary(visits)
    assert (told["p50_ms"], told["p95_ms"], told["p99_ms"]) == (51.0, 96.0, 100.0)


def test_a_page_that_did_not_come_is_counted() -> None:
    visits = [Visit("home", 200, 10.0), Visit("month", 0, 60_000.0), Visit("month", 500, 3.0)]
    assert summary(visits)["not_answered_200"] == 2

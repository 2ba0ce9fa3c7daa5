"""The demo's clock: it goes back for what is done inside, and never ahead."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from releve.house.demo.clock import standing_at

A_MONTH = timedelta(days=30)


def test_what_is_done_inside_is_done_on_that_day_and_the_clock_goes_on_after() -> None:
    before = timezone.now()
    with standing_at(before - A_MONTH) as at:
        assert timezone.now() == at == before - A_MONTH
        assert timezone.localdate() == timezone.localdate(before - A_MONTH)
    assert timezone.now() >= before


def test_nothing_is_done_on_a_day_to_come() -> None:
    before = timezone.now()
    with standing_at(before + A_MONTH):
        assert before <= timezone.now() < before + A_MONTH

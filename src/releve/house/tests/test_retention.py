"""The durations: whole months back, the hospital's own file, and what a file may not say."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import reload
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from releve.house import tasks
from releve.house.rights.retention import CLASSES, Retention, retentions
from releve.jobs.known import declared
from releve.kit.faults import BadInputError


def of_months(months: int) -> Retention:
    """Return a retention of so many months."""
    return Retention(
        months=months, days=0, counted_from="", why="", source="", version=date(2026, 1, 1)
    )


@pytest.mark.parametrize(
    ("months", "on", "before"),
    [
        (1, date(2026, 3, 31), date(2026, 2, 28)),
        (12, date(2028, 2, 29), date(2027, 2, 28)),
        (60, date(2026, 12, 1), date(2021, 12, 1)),
        (1, date(2026, 1, 15), date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back_by_the_calendar(months: int, on: date, before: date) -> None:
    assert of_months(months).cut_off(on=on) == before


@given(
    months=st.integers(1, 1200),
    on=st.dates(date(2000, 1, 1), date(2200, 1, 1)),
)
def test_nothing_goes_earlier_than_its_months_say(months: int, on: date) -> None:
    before = of_months(months).cut_off(on=on)
    apart = (on.year - before.year) * 12 + on.month - before.month
    assert apart == months
    assert before.day <= on.day


def test_the_file_that_ships_has_every_class_and_leaves_each_to_be_confirmed() -> None:
    known = retentions()
    assert tuple(known) == CLASSES
    assert all("à confirmer" in one.source for one in known.values())


def test_the_hospital_s_own_file_replaces_what_it_names_and_nothing_else(
    settings: Settings, tmp_path: Path
) -> None:
    shipped = retentions()
    file = tmp_path / "own.yaml"
    file.write_text(
        "version: 2027-01-01\nclasses:\n  rosters: {months: 24, source: DPO le 2 janvier}\n",
        "utf-8",
    )
    settings.RETENTION_FILE = file
    own = retentions()
    assert (own["rosters"].months, own["rosters"].source) == (24, "DPO le 2 janvier")
    assert own["rosters"].why == shipped["rosters"].why
    assert {name: own[name] for name in CLASSES[1:]} == {
        name: shipped[name] for name in CLASSES[1:]
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "cannot be read as YAML"),
        ("version: 2026-11-26", "no classes"),
        ("classes: {rosters: {months: 1}}", "write a date"),
        ("version: 2026-11-26\nclasses: {roster: {months: 1}}", "did you mean 'rosters'"),
        ("version: 2026-11-26\nclasses: {rosters: {months: 0}}", "at least 1"),
        ("version: 2026-11-26\nclasses: {rosters: {months: 1, days: 1}}", "one of them"),
        ("version: 2026-11-26\nclasses: {rosters: {months: -1}}", "whole number"),
        ("version: 2026-11-26\nclasses: {rosters: {months: yes}}", "whole number"),
        ("version: 2026-11-26\nclasses: {rosters: {weeks: 1}}", "known are"),
        ("version: 2026-11-26\nclasses: {rosters: 12}", "known are"),
    ],
)
def test_a_file_that_means_nothing_is_one_sentence(
    text: str, said: str, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, "utf-8")
    settings.RETENTION_FILE = file
    with pytest.raises(BadInputError, match=said):
        retentions()


def test_nothing_is_purged_daily_unless_the_hospital_says_so() -> None:
    assert tasks.purge_over.module_path not in {one.task.module_path for one in declared()}


def test_a_worker_purges_daily_where_the_hospital_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("releve.jobs.known._periodic", {})
    settings.PURGE = True
    reload(tasks)
    [one] = declared()
    assert (one.task.module_path, one.every) == ("releve.house.tasks.purge_over", timedelta(days=1))

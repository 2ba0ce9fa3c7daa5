"""Periods, versions and searches work on PostgreSQL as they do on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = (
    "test_versions.py",
    "test_changed_meanwhile.py",
    "test_calendars.py",
    "test_searches.py",
    "test_searches_processes.py",
)


def test_the_tests_of_the_tables_pass_on_postgresql(postgresql_url: str) -> None:
    done = subprocess.run(  # noqa: S603 - the same Python, our own words
        [
            sys.executable,
            "-m",
            "pytest",
            "-n0",
            "-q",
            "--no-header",
            *[HERE / one for one in FILES],
        ],
        env={**os.environ, "DATABASE_URL": postgresql_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout

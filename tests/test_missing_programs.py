"""A test that needs a missing program is skipped at a desk, and fails where CI is set."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from house_code import ROOT

NEEDY = """\
import pytest

@pytest.mark.chromium
def test_a_page(): ...

def test_data(shared_data): ...
"""


def outcomes(place: Path, **changes: str) -> str:
    """Return the last line of a run without browser and data."""
    shutil.copy(ROOT / "conftest.py", place)
    (place / "test_needy.py").write_text(NEEDY, "utf-8")
    settings = ("[pytest]", "addopts = --strict-markers", f"pythonpath = {ROOT / 'tests'}")
    (place / "pytest.ini").write_text("\n".join(settings), "utf-8")
    hidden = {"CI", "RELEVE_SHARED_DATA"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    plugins = [f"-pno:{name}" for name in ("django", "xdist", "randomly", "cacheprovider")]
    done = subprocess.run(  # noqa: S603 - the same Python, our own test
        [sys.executable, "-m", "pytest", "-q", *plugins],
        cwd=place,
        env={**kept, "PATH": str(place), **changes},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("changes", "counts"), [({}, "2 skipped"), ({"CI": "true"}, "1 skipped, 1 error")]
)
def test_what_is_missing_is_skipped_at_a_desk_and_fails_in_continuous_integration(
    tmp_path: Path, changes: dict[str, str], counts: str
) -> None:
    assert outcomes(tmp_path, **changes).startswith(counts)

"""Each test of the trail has a key, heads and a spool of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def trail_folder(settings: Settings, tmp_path: Path) -> Path:
    """The folder of this test's key, heads and spool."""
    folder = tmp_path / "trail"
    settings.TRAIL_KEY_FILE = folder / "key"
    settings.TRAIL_HEADS_FILE = folder / "heads"
    settings.TRAIL_SPOOL_FOLDER = folder / "spool"
    return folder

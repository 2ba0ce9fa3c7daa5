"""Plugin of pytest: a data folder of the run's own, before any setting is read.

Django reads its settings as soon as pytest-django is loaded, earlier than any conftest: what is
said there comes too late for the key of the trail, which would then be that of whoever runs the
tests. Tests never touch her data, read English whatever her language, and act in nobody's name.
"""

from __future__ import annotations

import os
import tempfile

FOLDER = tempfile.TemporaryDirectory(prefix="releve-tests-")

os.environ.update(RELEVE_HOME=FOLDER.name, RELEVE_LANG="en")
os.environ.pop("RELEVE_AS", None)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    FOLDER.cleanup()

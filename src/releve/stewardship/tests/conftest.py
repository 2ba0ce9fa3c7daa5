"""What one test has said of the invented tool's questions is not heard by the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from releve.stewardship.tests.proposing import asked_now


@pytest.fixture(autouse=True)
def _as_it_was_asked() -> Iterator[None]:
    # Databases give a number again once a test is undone: another's proposal would be answered.
    yield
    asked_now.clear()

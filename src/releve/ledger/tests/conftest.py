"""The day on which the room's tests look: spring and summer are over."""

from __future__ import annotations

import pytest

from releve.ledger.tests.builders import AUTUMN


@pytest.fixture(autouse=True)
def _in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be October 2026 where the room asks for the day; sessions keep their own time."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: AUTUMN)

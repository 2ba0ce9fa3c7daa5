"""The day on which the room's tests look: spring and summer are over."""

from __future__ import annotations

import pytest

from releve.ledger import tools
from releve.ledger.tests.builders import AUTUMN

REGISTERED = {"scribe": "Scribe", "finder": "Finder", "other": "Other", "worse": "Worse"}
"""The tools of the invented hospital by key: its register stands in a room above."""


@pytest.fixture(autouse=True)
def _in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be October 2026 where the room asks for the day; sessions keep their own time."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: AUTUMN)


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the register of each hospital hold the invented tools."""
    monkeypatch.setattr(tools, "_lister", lambda _hospital: REGISTERED)

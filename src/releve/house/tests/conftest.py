"""What the tests of the sign-in share: a clock they move, and passwords that cost little."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from releve.house.tests.clock import Clock, a_clock
from releve.house.tests.signing import Everybody
from releve.kit import actors


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of a test."""
    return a_clock(monkeypatch)


@pytest.fixture
def quick_passwords(settings: Settings) -> None:
    """Passwords as in real use, with a hash that takes a millisecond."""
    settings.PASSWORD_HASHERS = ["releve.house.tests.signing.QuickHasher"]


@pytest.fixture
def everybody_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody do everything: what is tested is not who may."""
    monkeypatch.setattr(actors, "_access", Everybody())

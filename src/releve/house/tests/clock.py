"""A clock that tests move: every part of the sign-in reads the same."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

STEP_SECONDS = 30


@dataclass
class Clock:
    """What ``time.time`` answers while a test runs."""

    now: float

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def a_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put a clock in the place of the machine's, at the middle of a step of thirty seconds."""
    real = time.time()
    clock = Clock(real - real % STEP_SECONDS + STEP_SECONDS / 2)
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock

"""The demo's past: verbs of the rooms played on days that are over.

A hospital takes its steps one by one over months; the demo takes them in one go, each on the day
on which it would have been taken. Only the framework's clock is set back, by which the rooms date
what they keep. The trail has its own and says when the demo was made: nobody did anything before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def standing_at(instant: datetime) -> Iterator[datetime]:
    """Let what is done inside be done at an instant, which is never ahead of the real clock."""
    at = min(instant, timezone.now())
    with patch.object(timezone, "now", lambda: at):
        yield at

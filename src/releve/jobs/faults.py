"""What ends a job otherwise than by its work: each means something to the worker."""

from __future__ import annotations


class LeaseLostError(RuntimeError):
    """The job is somebody else's by now; nothing that was about to be saved is saved."""


class CancelledError(RuntimeError):
    """The job noticed that it was asked to end, and ended without its effects."""


class HandBackError(RuntimeError):
    """The worker is closing; the job goes back in the queue, and this try does not count."""


class GiveUpError(RuntimeError):
    """Trying again is of no use. ``code`` says why; the sentence holds no personal data."""

    def __init__(self, code: str, sentence: str = "") -> None:
        super().__init__(sentence or code)
        self.code = code

"""Why the room refuses something; ``str()`` is one sentence, and nothing has changed."""

from __future__ import annotations

from releve.kit.faults import BadInputError


class TrainingError(BadInputError):
    """Something that the room refuses."""


class StatementError(TrainingError):
    """A statement of another program that says nothing that can be kept."""


class KnownStatementError(StatementError):
    """The id of a statement was used before, for something else."""

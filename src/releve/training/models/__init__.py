"""Tables of the room."""

from releve.training.models.tables import Assignment, Attempt, Proof, Requirement

__all__ = ["Assignment", "Attempt", "Proof", "Requirement"]

"""What of this room runs in the background; each part keeps its own."""

from releve.stewardship.proposal_tasks import answer_question, end_proposals
from releve.stewardship.register_tasks import remind_of_declared_tools

__all__ = ["answer_question", "end_proposals", "remind_of_declared_tools"]

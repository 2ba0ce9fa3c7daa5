"""Verbs of the room: settle, post, import, ask at random, answer, choose, take back, look, purge.

``writing.write_minutes`` stands apart: rooms above call it inside a change of their own.
"""

from releve.ledger.actions.forgetting import delete_ledger, delete_marks
from releve.ledger.actions.importing import import_minutes
from releve.ledger.actions.posting import post_quarter
from releve.ledger.actions.prompting import answer_prompt, close_prompts, open_prompts
from releve.ledger.actions.settling import settle_quarter
from releve.ledger.actions.spending import check_spending, choose_spending, withdraw_spending

__all__ = [
    "answer_prompt",
    "check_spending",
    "choose_spending",
    "close_prompts",
    "delete_ledger",
    "delete_marks",
    "import_minutes",
    "open_prompts",
    "post_quarter",
    "settle_quarter",
    "withdraw_spending",
]

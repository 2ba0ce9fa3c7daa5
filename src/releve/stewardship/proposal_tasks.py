"""What of this room runs in the background: what time ends, and words that are kept briefly."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from releve.jobs.known import periodic
from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.stewardship.actions.asking import answer_question, close_lost
from releve.stewardship.actions.contests import close_quiet
from releve.stewardship.actions.proposals import expire_due
from releve.stewardship.actions.proposals_forgotten import forget_words
from releve.stewardship.queries.questions import lost_questions

__all__ = ["answer_question", "end_proposals"]


@task()
def end_proposals() -> int:
    """Let go what nobody decided on, close what went quiet, forget words; return how many."""
    count, now = 0, timezone.now()
    for hospital in Level.objects.filter(kind="hospital").order_by("pk"):
        count += expire_due(hospital, at=now)
        count += close_quiet(hospital, at=now)
        count += forget_words(hospital, at=now)
        count += sum(close_lost(one, actor=HOUSE) for one in lost_questions(hospital, at=now))
    return count


periodic(end_proposals, every=timedelta(minutes=15))

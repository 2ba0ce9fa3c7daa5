"""What background work holds on one person: the jobs that she asked for."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from releve.jobs.models import Job
from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator

_ = translator("releve.jobs")


def _asked(subject: Subject) -> Iterator[Row]:
    hers = Q(actor__in=subject.actors) | Q(on_behalf_of__in=subject.actors)
    found = Job.objects.filter(hers) if subject.actors else Job.objects.none()
    for job in found.order_by("asked_at", "pk"):
        facts = {"asked_at": job.asked_at, "ended_at": job.ended_at}
        yield {"task": job.task, "state": job.state, **facts}


HOLDINGS = (
    Holding(
        "jobs",
        lambda: _("Background work that you asked for"),
        "jobs",
        ("jobs.job",),
        ("task", "state", "asked_at", "ended_at"),
        _asked,
    ),
)
"""What is yielded here."""

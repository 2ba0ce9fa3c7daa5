"""What the ledger holds on one person: that she answered questions about shifts of hers, no more.

What she answered is kept without her and cannot be found by anybody, herself included. The marks
carry no name: they are found again from her own shifts.
"""

from __future__ import annotations

from collections.abc import Iterator

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.ledger.models import PromptMark
from releve.ledger.queries.prompts import questions_of
from releve.shifts.models import PlannedShift

_ = translator("releve.ledger")


def _marks(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    kept = PromptMark.objects.for_hospital(subject.hospital)
    first = kept.order_by("day").values_list("day", flat=True).first()
    if first is None:
        return
    shifts = PlannedShift.objects.for_hospital(subject.hospital).filter(
        person=subject.person, day__gte=first
    )
    for shift in shifts.order_by("starts_at", "pk"):
        marks = [one.mark for one in questions_of(shift)]
        for one in kept.filter(mark__in=marks).order_by("pk"):
            yield {"day": one.day}


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "question_marks",
        lambda: _("Days on which you answered a random question; never what you said"),
        "random_questions",
        ("ledger.promptmark",),
        ("day",),
        _marks,
    ),
)
"""Every part of what the room holds on people."""

"""What training holds on one person: hers, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.training.models import Assignment, Attempt, Proof

_ = translator("releve.training")


def _attempts(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = Attempt.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.order_by("begun_at", "pk"):
        yield {
            "module": one.module,
            "version": one.module_version,
            "part": one.part,
            "language": one.language,
            "questions": ", ".join(one.drawn),
            "answers": "; ".join(
                f"{name}: {', '.join(said)}" for name, said in sorted((one.answers or {}).items())
            ),
            "begun_at": one.begun_at,
            "ended_at": one.ended_at,
            "percent": one.score,
            "is_passed": one.is_passed,
        }


def _asked(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = Assignment.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.order_by("asked_at", "pk"):
        yield {
            "module": one.module,
            "asked_at": one.asked_at,
            "due_on": one.due_on,
            "done_at": one.done_at,
        }


def _proofs(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = Proof.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("unit").order_by("passed_on", "pk"):
        yield {
            "module": one.module,
            "version": one.module_version,
            "tool_major": one.tool_major,
            "unit": one.unit.code,
            "passed_on": one.passed_on,
            "expires_on": one.expires_on,
            "source": one.source,
            "reference": one.reference,
            "recorded_at": one.recorded_at,
            "warned_on": one.warned_on,
            "withdrawn_at": one.withdrawn_at,
        }


def _asked_by_her(subject: Subject) -> Iterator[Row]:
    accounts = [key for key, _username in subject.accounts]
    if not accounts or subject.hospital is None:
        return
    rows = Assignment.objects.for_hospital(subject.hospital).filter(asked_by__in=accounts)
    for one in rows.order_by("asked_at", "pk"):
        yield {"module": one.module, "asked_at": one.asked_at}


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "training_attempts",
        lambda: _("My attempts at training modules"),
        "training_attempts",
        ("training.attempt",),
        (
            "module",
            "version",
            "part",
            "language",
            "questions",
            "answers",
            "begun_at",
            "ended_at",
            "percent",
            "is_passed",
        ),
        _attempts,
    ),
    Holding(
        "training_asked",
        lambda: _("Training that I was asked to follow"),
        "training",
        ("training.assignment",),
        ("module", "asked_at", "due_on", "done_at"),
        _asked,
    ),
    Holding(
        "training_asking",
        lambda: _("Training that I asked others to follow"),
        "training",
        ("training.assignment",),
        ("module", "asked_at"),
        _asked_by_her,
    ),
    Holding(
        "training_proofs",
        lambda: _("My training certificates"),
        "training",
        ("training.proof",),
        (
            "module",
            "version",
            "tool_major",
            "unit",
            "passed_on",
            "expires_on",
            "source",
            "reference",
            "recorded_at",
            "warned_on",
            "withdrawn_at",
        ),
        _proofs,
    ),
)

"""What proposals hold on one person: what she asked, decided, contested and looked at."""

from __future__ import annotations

from collections.abc import Iterator

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.people.models import Level
from releve.stewardship.models import BiasMark, Contest, ContestMessage, Proposal, ToolQuestion

_ = translator("releve.stewardship")


def _questions(subject: Subject) -> Iterator[Row]:
    for hospital in _hospitals(subject):
        rows = ToolQuestion.objects.for_hospital(hospital).filter(asked_by__in=_keys(subject))
        for one in rows.select_related("tool", "unit", "proposal").order_by("asked_at", "pk"):
            answer = one.proposal.payload.get("answer", "") if one.proposal else ""
            yield {
                "tool": one.tool.key,
                "unit": one.unit.code,
                "text": one.text,
                "answer": answer,
                "state": one.state,
                "fault": one.fault,
                "asked_at": one.asked_at,
                "ended_at": one.ended_at,
            }


def _proposals(subject: Subject) -> Iterator[Row]:
    for hospital in _hospitals(subject):
        rows = Proposal.objects.for_hospital(hospital).select_related("tool", "unit")
        for one in rows.filter(decided_by__in=_keys(subject)).order_by("decided_at", "pk"):
            yield {**_facts(one), "what": "decided", "reason": one.decision_reason}
        for one in rows.filter(asked_by__in=_keys(subject)).order_by("proposed_at", "pk"):
            yield {**_facts(one), "what": "asked", "reason": ""}


def _facts(one: Proposal) -> Row:
    return {
        "tool": one.tool.key,
        "unit": one.unit.code,
        "kind": one.kind,
        "state": one.state,
        "proposed_at": one.proposed_at,
        "decided_at": one.decided_at,
    }


def _contests(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = Contest.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("proposal__tool", "proposal__unit").order_by("opened_at", "pk"):
        yield {
            "tool": one.proposal.tool.key,
            "unit": one.proposal.unit.code,
            "state": one.state,
            "opened_at": one.opened_at,
            "answered_at": one.answered_at,
            "closed_at": one.closed_at,
        }


def _messages(subject: Subject) -> Iterator[Row]:
    for hospital in _hospitals(subject):
        rows = ContestMessage.objects.for_hospital(hospital)
        hers = rows.filter(contest__person=subject.person) if subject.person else rows.none()
        written = rows.filter(author__in=_keys(subject))
        for one in (hers | written).order_by("said_at", "pk"):
            yield {"said_at": one.said_at, "is_answer": one.is_answer, "said": one.said}


def _marks(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = BiasMark.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("tool").order_by("quarter_on", "pk"):
        yield {"tool": one.tool.key, "case": one.case, "quarter_on": one.quarter_on}


def _keys(subject: Subject) -> list[int]:
    return [key for key, _username in subject.accounts]


def _hospitals(subject: Subject) -> list[int]:
    if subject.hospital is not None:
        return [subject.hospital]
    return list(Level.objects.filter(kind="hospital").order_by("code").values_list("pk", flat=True))


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "tool_questions",
        lambda: _("What you asked a tool, and what it answered"),
        "proposals",
        ("stewardship.toolquestion",),
        ("tool", "unit", "text", "answer", "state", "fault", "asked_at", "ended_at"),
        _questions,
    ),
    Holding(
        "proposals_decided",
        lambda: _("Proposals of tools that you asked for or decided on"),
        "proposals",
        ("stewardship.proposal",),
        (
            *("tool", "unit", "kind", "state", "proposed_at", "decided_at"),
            *("what", "reason"),
        ),
        _proposals,
    ),
    Holding(
        "contests",
        lambda: _("What you contested"),
        "proposals",
        ("stewardship.contest",),
        ("tool", "unit", "state", "opened_at", "answered_at", "closed_at"),
        _contests,
    ),
    Holding(
        "contest_messages",
        lambda: _("What was said in contests, by you or to you"),
        "proposals",
        ("stewardship.contestmessage",),
        ("said_at", "is_answer", "said"),
        _messages,
    ),
    Holding(
        "bias_marks",
        lambda: _("Checks with planted errors that you looked at, without what you found"),
        "proposals",
        ("stewardship.biasmark",),
        ("tool", "case", "quarter_on"),
        _marks,
    ),
)

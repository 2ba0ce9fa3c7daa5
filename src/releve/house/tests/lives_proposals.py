"""What a person leaves where tools propose: asked, decided, contested, looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime

from releve.kit.actors import HOUSE
from releve.people.models import Account, Person
from releve.stewardship.actions.proposals import Output, decide_own, propose
from releve.stewardship.models import (
    BiasMark,
    Connection,
    Contest,
    ContestMessage,
    Tool,
    ToolQuestion,
)

THEN = datetime(2026, 2, 1, 12, tzinfo=UTC)


def proposing(account: Account, person: Person) -> None:
    """Save a question and its answer, decided on by her, and a contest that she closed."""
    home = person.hospital_id
    tool = Tool.objects.create(
        hospital_id=home,
        key="vies",
        name_fr="Outil inventé",
        kind="generative",
        origin="third_party",
        version="1.0",
        declared_on=date(2026, 1, 1),
    )
    Connection.objects.create(
        hospital_id=home,
        tool=tool,
        kind="openai_compatible",
        address="https://outil.example/v1",
        model="petit",
        activity="documentation",
    )
    facts = {"hospital_id": home, "tool": tool}
    question = ToolQuestion.objects.create(
        **facts,
        unit=person.unit,
        asked_by=account,
        text="Un texte à résumer",
        digest="0" * 64,
        asked_at=THEN,
    )
    output = Output(
        kind="text",
        input_digest=question.digest,
        payload={"asked": question.text, "answer": "Un résumé", "model": "petit"},
    )
    proposal = propose(tool, person.unit, output, actor=HOUSE, asked_by=account)
    decide_own(proposal, actor=HOUSE, outcome="rejected", reason="Un essai")
    proposal.refresh_from_db()
    proposal.decided_by = account
    proposal.save(update_fields=["decided_by"])
    question.state, question.ended_at, question.proposal = "answered", THEN, proposal
    question.save()
    contest = Contest.objects.create(
        hospital_id=home,
        proposal=proposal,
        person=person,
        state="closed",
        opened_at=THEN,
        answered_at=THEN,
        closed_at=THEN,
    )
    ContestMessage.objects.create(
        hospital_id=home, contest=contest, author=account, said="Ce n’est pas juste", said_at=THEN
    )
    BiasMark.objects.create(
        **facts, person=person, case="text-leaflet", quarter_on=date(2026, 1, 1)
    )

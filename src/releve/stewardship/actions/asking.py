"""A text sent to a tool of a third party, and what it answers filed as a proposal.

Permission, then the gate, then the words are kept; a job calls the tool outside any transaction
and files the answer together with its own end. Whatever goes wrong, the words stay with whoever
wrote them, and one sentence says what happened.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from releve.jobs.actions import ask_job
from releve.jobs.faults import GiveUpError
from releve.jobs.work import once, worker_for
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError, Place
from releve.kit.gates import GateClosedError, operates
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Account, Level
from releve.people.queries import account_of, actor_of, check_at
from releve.stewardship.actions.gate import pass_gate, still_open
from releve.stewardship.actions.proposal_notes import note_question
from releve.stewardship.actions.proposals import Output, propose
from releve.stewardship.endpoint import Answer, Endpoint, EndpointError, ask_endpoint
from releve.stewardship.models import Connection, Tool, ToolQuestion
from releve.stewardship.queries.questions import connection_of
from releve.stewardship.reasons import Reason, reason

_ = translator("releve.stewardship")

ANY_TOOL = "*"
"""What ``ask_tool`` operates: whichever tool of a third party it is given."""

LONGEST_TEXT = 8000
MOST_WAITING = 3
"""Questions of one person that may wait for an answer at the same time."""

DECIDE_WITHIN = timedelta(days=7)
"""How long an answer waits for whoever asked; then it expires, and its words go."""

SOCIAL_SECURITY = re.compile(
    r"(?<!\d)[1278][\s.\u00a0\u202f-]?\d{2}[\s.\u00a0\u202f-]?(?:0[1-9]|1[0-2]|[2-9]\d)"
    r"[\s.\u00a0\u202f-]?(?:\d{2}|2[AaBb])[\s.\u00a0\u202f-]?\d{3}[\s.\u00a0\u202f-]?\d{3}"
    r"(?:[\s.\u00a0\u202f-]?\d{2})?(?!\d)"
)
"""A French social security number, which names a patient whatever else the text says."""


@operates(ANY_TOOL)
@needs(Permission.USE_TOOLS)
def ask_tool(
    tool: Tool,
    unit: Level,
    text: str,
    *,
    actor: Actor,
    names_nobody: bool = False,
    asker: Account | None = None,
) -> ToolQuestion:
    """Send a text to a tool in the name of somebody of a unit; return what now waits.

    ``names_nobody``: she has read again that it names no patient, which is due where the tool may
    not be sent identities. ``asker``: whose question it is, where the house asks for its demo.
    Raises NotAllowedError, GateClosedError, and BadInputError, also where
    the tool has no connection or too much of hers waits already; then nothing is kept.
    """
    check_at(actor, Permission.USE_TOOLS, unit)
    if tool.hospital_id != unit.hospital_id:
        # Its gate there would be that of another tool of the same key.
        raise NotAllowedError(Permission.USE_TOOLS, actor=actor, level=unit.pk, where=unit.code)
    pass_gate(actor, tool.key, unit)
    asker = asker if actor == HOUSE else account_of(actor)
    if asker is None:
        raise NotAllowedError(Permission.USE_TOOLS, actor=actor, where=unit.code)
    connection = connection_of(tool)
    if connection is None:
        raise BadInputError(_("this tool has no connection; whoever keeps the register makes one"))
    words = _checked(text, connection, names_nobody=names_nobody)
    with transaction.atomic():
        held = type(asker).objects.select_for_update(no_key=True).get(pk=asker.pk)
        mine = ToolQuestion.objects.for_hospital(tool.hospital_id).filter(asked_by=held)
        if mine.filter(state="waiting").count() >= MOST_WAITING:
            message = _("{most} of your questions wait for an answer already")
            raise BadInputError(message.format(most=MOST_WAITING))
        question = ToolQuestion.objects.create(
            hospital_id=tool.hospital_id,
            tool=tool,
            unit=unit,
            asked_by=held,
            text=words,
            digest=input_digest(connection, words),
            asked_at=timezone.now(),
        )
        note_question(actor, "stewardship.question.ask", question)
        ask_job(
            answer_question,
            {"hospital": question.hospital_id, "question": question.pk},
            actor=actor,
            hospital=question.hospital_id,
            key=f"stewardship.question:{question.pk}",
        )
    return question


def input_digest(connection: Connection, text: str) -> str:
    """Return the digest of a question: the words, and what they were asked of, in which version."""
    asked = {
        "text": text,
        "instructions": connection.instructions,
        "model": connection.model,
        "address": connection.address,
        "version": connection.tool.version,
        "takes_identities": connection.takes_identities,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


@task(takes_context=True, most_attempts=2, backoff_seconds=2.0)
def answer_question(context: TaskContext, hospital: int, question: int) -> None:
    """Call the tool with a question that waits, and file what it answers."""
    rows = ToolQuestion.objects.for_hospital(hospital).filter(pk=question)
    found = rows.select_related("tool__connection", "unit__hospital", "asked_by").first()
    if found is None or found.state != "waiting":
        raise GiveUpError("question_ended")
    ending = partial(once, context)
    try:
        pass_gate(actor_of(found.asked_by), found.tool.key, found.unit)
        answer = _called(found)
    except (GateClosedError, NotAllowedError, Connection.DoesNotExist):
        fault = "closed"
    except EndpointError as error:
        fault = error.code
    else:
        with ending():
            if still_open(actor_of(found.asked_by), found.tool.key, found.unit):
                _file(found, answer, actor=worker_for(context))
            else:
                _end(found, "failed", actor=worker_for(context), fault="closed")
        return
    with ending():
        _end(found, "failed", actor=worker_for(context), fault=fault)


def _called(question: ToolQuestion) -> Answer:
    """Call the tool in the way that was meant when it was asked, and in no other."""
    connection = question.tool.connection
    if input_digest(connection, question.text) != question.digest:
        raise EndpointError("changed")
    return ask_endpoint(_endpoint(connection), question.text)


def close_lost(question: ToolQuestion, *, actor: Actor) -> bool:
    """Close a question whose job ended without it; return whether this call did."""
    with transaction.atomic():
        return _end(question, "failed", actor=actor, fault="lost")


def _file(question: ToolQuestion, answer: Answer, *, actor: Actor) -> None:
    tool, connection = question.tool, question.tool.connection
    output = Output(
        kind="text",
        input_digest=question.digest,
        payload={"asked": question.text, "answer": answer.text, "model": answer.model},
        reasons=_reasons(question, answer, connection),
        subject=f"stewardship.question:{question.pk}",
        expires_at=timezone.now() + DECIDE_WITHIN,
    )
    proposal = propose(tool, question.unit, output, actor=actor, asked_by=question.asked_by)
    _end(question, "answered", actor=actor, proposal=proposal)


def _reasons(question: ToolQuestion, answer: Answer, connection: Connection) -> tuple[Reason, ...]:
    found = [
        reason("ASKED", digest=question.digest[:12], characters=len(question.text)),
        reason("ANSWERED_BY", model=answer.model, version=question.tool.version),
    ]
    if answer.model != connection.model:
        found.append(reason("OTHER_MODEL", asked=connection.model, answered=answer.model))
    if answer.is_cut:
        found.append(reason("CUT", tokens=connection.most_tokens))
    return tuple(found)


def _end(question: ToolQuestion, state: str, *, actor: Actor, **facts: object) -> bool:
    rows = ToolQuestion.objects.for_hospital(question.hospital_id)
    waiting = rows.filter(pk=question.pk, state="waiting")
    if not waiting.update(state=state, ended_at=timezone.now(), **facts):
        return False
    question.refresh_from_db()
    note_question(actor, "stewardship.question.end", question)
    return True


def _endpoint(connection: Connection) -> Endpoint:
    return Endpoint(
        address=connection.address,
        model=connection.model,
        hosts=tuple(settings.TOOL_HOSTS),
        key_variable=connection.key_variable,
        instructions=connection.instructions,
        most_tokens=connection.most_tokens,
        seconds=settings.TOOL_SECONDS,
    )


def _checked(text: str, connection: Connection, *, names_nobody: bool) -> str:
    words = text.replace("\r\n", "\n").strip()
    place = Place(field="text")
    if not words:
        raise BadInputError(_("write what the tool is to work on"), place=place)
    if len(words) > LONGEST_TEXT:
        message = _("a text has at most {most} characters").format(most=LONGEST_TEXT)
        raise BadInputError(message, place=place)
    if "\x00" in words:
        raise BadInputError(_("the text holds a character that is none"), place=place)
    if connection.takes_identities:
        return words
    if SOCIAL_SECURITY.search(words):
        message = _("the text holds a social security number, which this tool may not be sent")
        raise BadInputError(message, place=place)
    if not names_nobody:
        message = _("say that you have read it again: it names no patient")
        raise BadInputError(message, place=Place(field="names_nobody"))
    return words

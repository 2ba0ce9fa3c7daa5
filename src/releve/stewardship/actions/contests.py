"""A contest: whoever is subject to a tool's output says that it is wrong, and is answered.

She needs no training and no function for it, and the proposal may be in any state. Somebody
else than herself must answer; she closes, or writes again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.actions import notify
from releve.people.models import Level, Person
from releve.people.queries import account_of, check_at, people_allowed
from releve.stewardship.actions.proposal_notes import note_contest
from releve.stewardship.actions.proposals import hold_proposal
from releve.stewardship.models import Contest, ContestMessage, Proposal
from releve.stewardship.proposal_kinds import kind_of
from releve.stewardship.queries.contests import live_contest, quiet_contests, thread_of

_ = translator("releve.stewardship")

LONGEST_MESSAGE = 2000


class ContestRefusedError(ValueError):
    """A step of a contest that cannot be; nothing has changed.

    ``code``: *own* (she cannot answer herself), *closed* (it is closed already), *waiting* (it is
    not answered yet), *written* (somebody has written there meanwhile).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@needs(SIGNED_IN)
def contest(proposal: Proposal, person: Person, *, actor: Actor, said: str) -> Contest:
    """Contest what a tool put forward about oneself; a second one while it is open adds to it.

    Raises BadInputError for an empty or too long message, and NotAllowedError where the person is
    not subject to it, and to anybody but herself.
    """
    check_own(actor, person)
    _check_subject(proposal, person, actor)
    words = _words(said)
    now = timezone.now()
    with transaction.atomic():
        hold_proposal(proposal)
        opened = live_contest(proposal, person)
        if opened is None:
            opened = Contest.objects.create(
                hospital_id=proposal.hospital_id, proposal=proposal, person=person, opened_at=now
            )
            verb = "stewardship.contest.open"
        else:
            verb = "stewardship.contest.reply"
        _say(opened, words, actor=actor, at=now)
        _wait(opened)
        note_contest(actor, verb, opened)
        _tell_deciders(opened, actor=actor, at=now)
    return opened


@needs(SIGNED_IN)
def reply(contest: Contest, *, actor: Actor, said: str) -> Contest:
    """Write again in one's own contest: it waits for an answer once more.

    Raises ContestRefusedError (*closed*), BadInputError, and NotAllowedError to anybody else.
    """
    check_own(actor, contest.person)
    words, now = _words(said), timezone.now()
    with transaction.atomic():
        held = _held(contest)
        if held.state == "closed":
            raise ContestRefusedError("closed")
        _say(held, words, actor=actor, at=now)
        _wait(held)
        _tell_deciders(held, actor=actor, at=now)
        note_contest(actor, "stewardship.contest.reply", held)
    return held


@needs(Permission.DECIDE_PROPOSALS)
def answer(contest: Contest, *, actor: Actor, said: str, seen: int | None = None) -> Contest:
    """Answer somebody who contests; she is told in the same transaction.

    ``seen``: how many messages whoever answers has read; nothing is answered over one that she
    has not. Raises ContestRefusedError (*own*, *closed*, *written*), BadInputError, and
    NotAllowedError.
    """
    check_at(actor, Permission.DECIDE_PROPOSALS, contest.proposal.unit)
    by = account_of(actor)
    if by is not None and by.person_id == contest.person_id:
        raise ContestRefusedError("own")
    words, now = _words(said), timezone.now()
    with transaction.atomic():
        held = _held(contest)
        if held.state == "closed":
            raise ContestRefusedError("closed")
        if seen is not None and thread_of(held).count() != seen:
            raise ContestRefusedError("written")
        _say(held, words, actor=actor, at=now, is_answer=True)
        held.state, held.answered_at = "answered", now
        held.save(update_fields=["state", "answered_at"])
        note_contest(actor, "stewardship.contest.answer", held)
        notify(
            [held.person],
            "stewardship.contest_answered",
            {"unit": held.proposal.unit.name},
            link=reverse("tools:contest", args=[held.pk]),
            actor=actor,
            at=now,
        )
    return held


@needs(SIGNED_IN)
def close(contest: Contest, *, actor: Actor) -> Contest:
    """Close one's own contest once it is answered; twice is once.

    Raises ContestRefusedError (*waiting*), and NotAllowedError to anybody else.
    """
    check_own(actor, contest.person)
    return _close(contest, actor=actor)


def close_quiet(hospital: Level, *, at: datetime) -> int:
    """Close what was answered a month ago and went no further; return how many."""
    return sum(
        _close(one, actor=HOUSE).state == "closed" for one in quiet_contests(hospital, at=at)
    )


def _close(contest: Contest, *, actor: Actor) -> Contest:
    with transaction.atomic():
        held = _held(contest)
        if held.state == "open":
            raise ContestRefusedError("waiting")
        if held.state == "answered":
            held.state, held.closed_at = "closed", timezone.now()
            held.save(update_fields=["state", "closed_at"])
            note_contest(actor, "stewardship.contest.close", held)
    return held


def check_own(actor: Actor, person: Person) -> None:
    """Raise NotAllowedError where an actor is not that person; the house may, for its demo."""
    account = account_of(actor)
    is_hers = account is not None and account.is_active and account.person_id == person.pk
    if actor != HOUSE and not is_hers:
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor, where=person.unit.code)


def _check_subject(proposal: Proposal, person: Person, actor: Actor) -> None:
    if not kind_of(proposal.kind).concerns(proposal).filter(pk=person.pk).exists():
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor, where=proposal.unit.code)


def _words(said: str) -> str:
    words = said.strip()
    if not words:
        raise BadInputError(_("say what you contest"), place=Place(field="said"))
    if len(words) > LONGEST_MESSAGE:
        message = _("a message has at most {most} characters").format(most=LONGEST_MESSAGE)
        raise BadInputError(message, place=Place(field="said"))
    return words


def _held(contest: Contest) -> Contest:
    rows = Contest.objects.for_hospital(contest.hospital_id).select_for_update(
        no_key=True, of=("self",)
    )
    return rows.select_related("proposal__unit", "person").get(pk=contest.pk)


def _say(
    contest: Contest, words: str, *, actor: Actor, at: datetime, is_answer: bool = False
) -> None:
    ContestMessage.objects.create(
        hospital_id=contest.hospital_id,
        contest=contest,
        author=account_of(actor),
        is_answer=is_answer,
        said=words,
        said_at=at,
    )


def _wait(contest: Contest) -> None:
    if contest.state != "open":
        contest.state, contest.answered_at = "open", None
        contest.save(update_fields=["state", "answered_at"])


def _tell_deciders(contest: Contest, *, actor: Actor, at: datetime) -> None:
    unit = contest.proposal.unit
    deciders = people_allowed(Permission.DECIDE_PROPOSALS, unit, on=timezone.localdate(at))
    notify(
        [one for one in deciders if one.pk != contest.person_id],
        "stewardship.contested",
        {"unit": unit.name},
        link=reverse("tools:contest", args=[contest.pk]),
        actor=actor,
        at=at,
    )

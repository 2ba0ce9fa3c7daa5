"""What a session is here: when it began, when it was last used, how it ends.

A session ends after one shift, after some minutes without use, when its account is closed, gets
a new password or ends all of them at once. Each sign-in, refusal, sign-out and change of a second
factor passes through ``session_event``, so that what keeps a record of them has one place to be.
"""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest

from releve.kit.actors import Actor
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.trail.actions import note_change
from releve.trail.keys import TrailClosedError
from releve.trail.vocabulary import SESSION_VERBS

Kind = Literal[
    "signed_in",
    "refused",
    "locked_out",
    "signed_out",
    "handed_over",
    "ended",
    "ended_everywhere",
    "password_changed",
    "second_factor_set",
    "second_factor_removed",
    "recovery_codes_made",
    "directory_linked",
    "ward_computer_marked",
    "ward_computer_unmarked",
]
KINDS: tuple[str, ...] = get_args(Kind)

OPENS_NOTHING = frozenset(
    {"refused", "locked_out", "signed_out", "handed_over", "ended", "ended_everywhere"}
)
"""What happens even where it cannot be noted: nobody is kept from leaving."""

NOBODY = Actor("nobody")

BY_NOBODY = frozenset({"refused", "locked_out"})
"""What befell an account while nobody had shown that it is hers."""

NOTED_BY_ITS_ACTION = frozenset({"ward_computer_marked", "ward_computer_unmarked"})

STAMP = "releve_session"
TOUCH_SECONDS = 60
"""How seldom a page writes that the session is in use."""

FRESH_SECONDS = 300
"""How long a sign-in or a password typed again counts for a sensitive act."""

_log = logging.getLogger("releve.sessions")


@dataclass(frozen=True)
class Stamp:
    """A session's instants in seconds since 1970, and whether a second factor is still owed."""

    began: float
    used: float
    checked: float
    owes_factor: bool = False

    def is_over(self, now: float) -> bool:
        """Whether the shift or the minutes without use are over."""
        idle_seconds = settings.IDLE_MINUTES * 60
        return now - self.began >= settings.SESSION_COOKIE_AGE or now - self.used >= idle_seconds


def session_event(
    kind: Kind, account: Account | None, *, how: str = "", towards: Account | None = None
) -> None:
    """Note what happened to a session or to what opens one, in the log and in the trail.

    What opens something raises TrailClosedError where it cannot be noted, and is then not done.
    ``account``: whose, none where nobody could be told; then ``towards`` is the account that was
    asked for, where there is one: the trail alone names it. ``how``: a word such as ``password`` or
    ``directory``; never a name, an address or a secret.
    """
    who = f"account:{account.pk}" if account else "nobody"
    _log.info("%s %s %s", kind, who, how or "-", extra={"event": kind, "actor": who, "how": how})
    if kind in NOTED_BY_ITS_ACTION:
        return
    try:
        _note(kind, account, about=account or towards, how=how)
    except TrailClosedError as fault:
        if kind not in OPENS_NOTHING:
            raise
        _log.error("%s is not in the audit trail: %s", kind, fault)


def verb_of(kind: str) -> str:
    """Return the verb under which an event stands in the trail."""
    return f"{SESSION_VERBS}{kind}"


def _note(kind: Kind, account: Account | None, *, about: Account | None, how: str) -> None:
    is_known = account is not None and kind not in BY_NOBODY
    with transaction.atomic():
        note_change(
            actor_of(account) if account is not None and is_known else NOBODY,
            verb_of(kind),
            kind="account" if about else "sign_in",
            key=about.pk if about else "unknown",
            hospital=about.hospital_id if about else None,
            reason=how,
        )


def stamp_of(request: HttpRequest) -> Stamp | None:
    """Return what the session says of itself, none where it says nothing yet."""
    kept = request.session.get(STAMP)
    return Stamp(**kept) if isinstance(kept, dict) else None


def write_stamp(request: HttpRequest, stamp: Stamp) -> None:
    """Keep a stamp in the session."""
    request.session[STAMP] = asdict(stamp)


def begin(request: HttpRequest, *, owes_factor: bool) -> None:
    """Stamp a session that begins now."""
    now = time.time()
    write_stamp(request, Stamp(began=now, used=now, checked=now, owes_factor=owes_factor))


def begin_again(request: HttpRequest) -> None:
    """Give a session a new key once its owner has shown a second factor; nothing is owed then."""
    request.session.cycle_key()
    stamp = stamp_of(request)
    if stamp is not None:
        write_stamp(request, replace(stamp, owes_factor=False))


def end(request: HttpRequest, kind: Kind) -> None:
    """End the session of a request with all that it holds."""
    account = request.user
    if isinstance(account, Account):
        session_event(kind, account)
    logout(request)

"""All holdings of the installation: those of the rooms below, and the house's own.

A room that gains a table about people names it in its own ``holdings`` and, where the room is
new, here; the wall in tests/test_house_rights.py finds the one that is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from releve.house.sessions import STAMP
from releve.house.tries import EVERYWHERE
from releve.jobs import holdings as of_jobs
from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.ledger.queries.holdings import HOLDINGS as OF_LEDGER
from releve.people import queries as of_people
from releve.roster import queries as of_roster
from releve.shifts.queries.holdings import HOLDINGS as OF_SHIFTS
from releve.trail import queries as of_trail

_ = translator("releve.house")


def _sessions(subject: Subject) -> Iterator[Row]:
    # That there is one and until when; its key would open it to whoever finds the file.
    hers = {str(key) for key, _username in subject.accounts}
    live = Session.objects.filter(expire_date__gt=now()).order_by("expire_date")
    for session in live.iterator(chunk_size=500):
        kept = session.get_decoded()
        if str(kept.get(SESSION_KEY)) in hers:
            yield {"expires_at": session.expire_date, "is_stamped": STAMP in kept}


def _lock_outs(subject: Subject) -> Iterator[Row]:
    for table in (AccessAttempt, AccessFailureLog, AccessLog):
        found = table.objects.filter(username__in=subject.usernames)
        for one in found.order_by("attempt_time"):
            until = AccessAttemptExpiration.objects.filter(access_attempt=one.pk).first()
            yield {
                "username": one.username,
                "at": one.attempt_time,
                "address": "" if one.ip_address == EVERYWHERE else one.ip_address,
                "browser": one.user_agent,
                "closed_until": until.expires_at if table is AccessAttempt and until else None,
            }


HOLDINGS: tuple[Holding, ...] = (
    *of_people.HOLDINGS,
    *of_roster.HOLDINGS,
    *OF_SHIFTS,
    *OF_LEDGER,
    *of_jobs.HOLDINGS,
    Holding(
        "sessions",
        lambda: _("Sessions that are open"),
        "sessions",
        ("sessions.session",),
        ("expires_at", "is_stamped"),
        _sessions,
    ),
    Holding(
        "lock_outs",
        lambda: _("Wrong answers at the sign-in under your user name"),
        "lock_outs",
        (
            "axes.accessattempt",
            "axes.accessattemptexpiration",
            "axes.accessfailurelog",
            "axes.accesslog",
        ),
        ("username", "at", "address", "browser", "closed_until"),
        _lock_outs,
    ),
    *of_trail.HOLDINGS,
)
"""Everything that is held on people, in the order in which a person reads it."""

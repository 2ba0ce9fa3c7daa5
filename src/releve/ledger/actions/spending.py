"""What a team chose to do with minutes given back: recorded, taken back, and looked at later.

Nothing above what is spendable and not yet spent, however many people choose at once: a choice
holds the unit, reads what is left, and is written before anybody else reads it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.actions.noting import hold, note_unit
from releve.ledger.actions.writing import Minutes, post_minutes, reverse_entry
from releve.ledger.facts import Choice
from releve.ledger.faults import LedgerError
from releve.ledger.ledger_words import minutes_text
from releve.ledger.models import Entry, Quarter, Spending
from releve.ledger.quarters import last_day
from releve.ledger.queries.given import given_by_sampling
from releve.ledger.queries.pool import left_of
from releve.ledger.vocabulary import PURPOSES, SIGNED_PURPOSES, SOURCES
from releve.people.models import Level
from releve.people.queries import check_at
from releve.shifts.queries.planned import hospital_of

_ = translator("releve.ledger")

LONGEST_DAYS = 184
LONGEST_TEXT = 150
LONGEST_GIVEN = 10_000_000


@needs(Permission.CHOOSE_SPENDING)
def choose_spending(unit: Level, quarter: date, choice: Choice, *, actor: Actor) -> Spending:
    """Record what a team does with minutes that a settled quarter gave it.

    More activity and fewer posts need the permission to sign, a signer and a consultation. Raises
    LedgerError, and NotAllowedError; then nothing has changed.
    """
    check_at(actor, Permission.CHOOSE_SPENDING, unit)
    _check_choice(choice, quarter)
    if choice.purpose in SIGNED_PURPOSES:
        check_at(actor, Permission.SIGN_SPENDING, unit)
    with transaction.atomic():
        hold(unit)
        left = left_of(unit, quarter)
        if choice.minutes > left:
            message = _("{asked} are asked for, and {left} are left of this quarter")
            told = message.format(asked=minutes_text(choice.minutes), left=minutes_text(left))
            raise LedgerError.at_field(told, "minutes")
        spending = Spending.objects.create(
            hospital_id=hospital_of(unit),
            unit=unit,
            quarter_on=quarter,
            chosen_on=timezone.localdate(),
            **vars(choice),
        )
        told_minutes = Minutes(
            debit="spent",
            credit="available",
            minutes=spending.minutes,
            reference=f"spending:{spending.pk}",
            source=_source(unit, quarter),
        )
        post_minutes(unit, quarter, told_minutes)
        after = {"purpose": choice.purpose, "minutes": choice.minutes, "quarter": quarter}
        note_unit(actor, "ledger.spending.choose", unit, key=str(spending.pk), after=after)
    return spending


@needs(Permission.CHOOSE_SPENDING)
def withdraw_spending(spending: Spending, *, actor: Actor) -> Spending:
    """Take a choice back before its days begin: its minutes can be spent anew.

    Taking it back again changes nothing. Raises LedgerError once its days have begun, and
    NotAllowedError.
    """
    unit = spending.unit
    check_at(actor, Permission.CHOOSE_SPENDING, unit)
    if spending.purpose in SIGNED_PURPOSES:
        check_at(actor, Permission.SIGN_SPENDING, unit)
    with transaction.atomic():
        hold(unit)
        found = _held(spending)
        if found.withdrawn_on is not None:
            return found
        if found.from_on <= timezone.localdate():
            raise LedgerError(_("its days have begun: what was set aside for them stays so"))
        found.withdrawn_on = timezone.localdate()
        found.save(update_fields=["withdrawn_on"])
        entries = Entry.objects.for_hospital(found.hospital_id).select_related("unit")
        reverse_entry(entries.get(reference=f"spending:{found.pk}"), actor=actor)
        note_unit(actor, "ledger.spending.withdraw", unit, key=str(found.pk))
    return found


@needs(Permission.CHOOSE_SPENDING)
def check_spending(spending: Spending, *, actor: Actor, given: int | None = None) -> Spending:
    """Look at what was given of what was promised, once its days are over.

    The random questions say it where they can; elsewhere ``given`` is what the team says. Looked
    at once. Raises LedgerError, and NotAllowedError.
    """
    unit = spending.unit
    check_at(actor, Permission.CHOOSE_SPENDING, unit)
    with transaction.atomic():
        hold(unit)
        found = _held(spending)
        if found.withdrawn_on is not None:
            raise LedgerError(_("this choice was taken back"))
        if found.checked_on is not None:
            return found
        if found.to_on >= timezone.localdate():
            raise LedgerError(_("its days are not over yet"))
        sampled = given_by_sampling(found)
        if sampled is None and (given is None or not 0 <= given <= LONGEST_GIVEN):
            message = _("the random questions do not tell: say how many minutes were given")
            raise LedgerError.at_field(message, "given")
        found.given = given if sampled is None else sampled
        found.given_source = "declared" if sampled is None else "sampled"
        found.checked_on = timezone.localdate()
        found.save(update_fields=["given", "given_source", "checked_on"])
        after = {"given": found.given, "source": found.given_source}
        note_unit(actor, "ledger.spending.check", unit, key=str(found.pk), after=after)
    return found


def _check_choice(choice: Choice, quarter: date) -> None:
    if choice.purpose not in PURPOSES:
        raise LedgerError.at_field(_("choose what the minutes are for"), "purpose")
    if choice.minutes <= 0:
        raise LedgerError.at_field(_("write how many minutes, at least one"), "minutes")
    if choice.from_on <= last_day(quarter):
        raise LedgerError.at_field(
            _("minutes are spent after the quarter that gave them"), "from_on"
        )
    if not 0 <= (choice.to_on - choice.from_on).days < LONGEST_DAYS:
        message = _("choose {most} days at most, the last one not before the first")
        raise LedgerError.at_field(message.format(most=LONGEST_DAYS), "to_on")
    texts = {name: getattr(choice, name) for name in ("reference", "signer", "consultation")}
    due = ["reference", *(texts if choice.purpose in SIGNED_PURPOSES else ())]
    for name in due:
        if not texts[name].strip():
            raise LedgerError.at_field(_missing(name), name)
    for name, said in texts.items():
        if len(said) > LONGEST_TEXT:
            message = _("longer than {most} characters").format(most=LONGEST_TEXT)
            raise LedgerError.at_field(message, name)


def _missing(name: str) -> str:
    told = {
        "reference": _("say where the team’s choice is recorded"),
        "signer": _("more activity and fewer posts are signed: say in which function"),
        "consultation": _("more activity and fewer posts need the reference of a consultation"),
    }
    return told[name]


def _held(spending: Spending) -> Spending:
    rows = Spending.objects.for_hospital(spending.hospital_id).select_related("unit")
    return rows.get(pk=spending.pk)


def _source(unit: Level, quarter: date) -> str:
    """Return the least certain source of what the quarter gave."""
    rows = Quarter.objects.for_hospital(hospital_of(unit)).filter(unit=unit, quarter_on=quarter)
    told = rows.filter(spendable__gt=0).values_list("source", flat=True)
    return max(told, key=SOURCES.index)

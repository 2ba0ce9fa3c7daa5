"""The first and the last day of a period, as options name them."""

from __future__ import annotations

from datetime import date

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.roster.local_times import read_day

_ = translator("releve.roster")


def read_days(from_text: str, to_text: str) -> tuple[date, date]:
    """Return the days that --from and --to name. Raises BadInputError."""
    days = []
    for field, text in (("--from", from_text), ("--to", to_text)):
        try:
            days.append(read_day(text))
        except ValueError as error:
            raise BadInputError(str(error), place=Place(field=field)) from None
    first, last = days
    return first, last


def check_order(first: date, last: date) -> None:
    """Refuse a period that ends before it starts. Raises BadInputError."""
    if last < first:
        message = _("the period ends on {last}, before it starts; correct one of the dates")
        raise BadInputError(message.format(last=last), place=Place(field="--to"))

"""Why the room refuses something, each as an error of its own with what a page needs to say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from releve.kit.faults import BadInputError
from releve.kit.words import translator
from releve.shifts.worked_words import dated, month_text

_ = translator("releve.shifts")


class ShiftsError(BadInputError):
    """Something that the room refuses; nothing has changed, and ``str()`` is one sentence."""


class ReasonMissingError(ShiftsError):
    """Shifts would change less than 48 hours before they begin, and no reason is given.

    ``days``: whose day by her key, and which.
    """

    def __init__(self, days: Sequence[tuple[int, date]]) -> None:
        self.days = tuple(days)
        message = _.plural(
            "a shift would change less than 48 hours before it begins: give the reason",
            "{count} shifts would change less than 48 hours before they begin: give the reason",
            len(days),
        )
        super().__init__(message.format(count=len(days)))


class ClosedMonthError(ShiftsError):
    """The month is closed: worked time changes there only by a correction that says why."""

    def __init__(self, month: date) -> None:
        self.month = month
        message = _("the month is closed ({month}); only a correction with its reason changes it")
        super().__init__(message.format(month=month_text(month)))


class ClashError(ShiftsError):
    """Somebody would have two shifts in force at the same time."""

    def __init__(self, code: str, day: date) -> None:
        self.code, self.day = code, day
        message = _("{person} already has a shift at that time on {day}")
        super().__init__(message.format(person=code, day=dated(day)))


class AnsweredError(ShiftsError):
    """A planned shift would change of which somebody has declared what was worked."""

    def __init__(self, code: str, day: date) -> None:
        self.code, self.day = code, day
        message = _(
            "what {person} worked on {day} is declared already; correct that, not the roster"
        )
        super().__init__(message.format(person=code, day=dated(day)))


class NotValidatedError(ShiftsError):
    """A month cannot be closed: some of its shifts are not validated, or lie ahead."""

    def __init__(self, count: int) -> None:
        self.count = count
        message = _.plural(
            "one shift of the month is not validated yet",
            "{count} shifts of the month are not validated yet",
            count,
        )
        super().__init__(message.format(count=count))


class OpenMonthError(ShiftsError):
    """What is told of closed months only is asked of a month that is open."""

    def __init__(self, month: date) -> None:
        self.month = month
        message = _("the month is not closed yet ({month}); pay is told of closed months only")
        super().__init__(message.format(month=month_text(month)))

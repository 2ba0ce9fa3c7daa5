"""Variable elements of pay: what a closed month gives to the payroll, person by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from releve.people.models import Level
from releve.shifts.faults import OpenMonthError
from releve.shifts.models import MonthTally
from releve.shifts.queries.days import month_of
from releve.shifts.queries.planned import hospital_of
from releve.shifts.queries.sheet import closure_of

PAY_COLUMNS = ("person", "element", "quantity", "unit", "ward", "month", "also_in")

ELEMENTS = (
    ("overtime", "overtime_minutes", "min"),
    ("night_hours", "night_minutes", "min"),
    ("nights", "nights", "count"),
    ("sunday_hours", "sunday_minutes", "min"),
    ("holiday_hours", "holiday_minutes", "min"),
    ("on_call", "on_call_minutes", "min"),
    ("call_outs", "call_out_minutes", "min"),
    ("recalls", "recalls", "count"),
)
"""Each element's code, the measure of which it is, and its unit, in the order of the file."""

ALSO_IN = {
    "overtime": "night_hours sunday_hours holiday_hours call_outs recalls",
    "night_hours": "overtime nights sunday_hours holiday_hours call_outs",
    "nights": "night_hours",
    "sunday_hours": "overtime night_hours call_outs",
    "holiday_hours": "overtime night_hours call_outs",
    "on_call": "call_outs",
    "call_outs": "overtime night_hours sunday_hours holiday_hours on_call",
    "recalls": "overtime",
}
"""In which other elements the same minutes, or the same shifts, may stand: so nobody adds them up
unawares. Sundays and public holidays never share a minute."""


@dataclass(frozen=True)
class PayLine:
    """One element of one person's month in a unit; nothing is told of a quantity of none.

    ``also_in``: the elements in which the same minutes may stand too.
    """

    person: str
    element: str
    quantity: int
    unit: str
    ward: str
    month: date

    def cells(self) -> tuple[str | int, ...]:
        """Return the line as the file writes it, under ``PAY_COLUMNS``."""
        facts = (self.person, self.element, self.quantity, self.unit, self.ward)
        return (*facts, f"{self.month:%Y-%m}", self.also_in)

    @property
    def also_in(self) -> str:
        """The codes of the elements that may hold the same minutes."""
        return ALSO_IN[self.element]

    def to_json(self) -> dict[str, str | int]:
        """Return the line by column."""
        return dict(zip(PAY_COLUMNS, self.cells(), strict=True))


def pay_lines(unit: Level, month: date) -> list[PayLine]:
    """Return the elements of a unit's month, by person and element.

    Raises OpenMonthError until the month is closed: all that is told is validated.
    """
    first = month_of(month)
    if closure_of(unit, first) is None:
        raise OpenMonthError(first)
    rows = MonthTally.objects.for_hospital(hospital_of(unit)).filter(unit=unit, month=first)
    return [
        PayLine(row.person.code, element, quantity, measured_in, unit.code, first)
        for row in rows.select_related("person").order_by("person__code")
        for element, measure, measured_in in ELEMENTS
        if (quantity := getattr(row, measure))
    ]

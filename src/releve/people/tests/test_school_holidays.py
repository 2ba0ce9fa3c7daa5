"""School holidays of a zone, whole, and none where nobody has fixed them yet."""

from __future__ import annotations

from datetime import date

import pytest

from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.actions import import_levels, set_school_zone
from releve.people.models import Level
from releve.people.school_holidays import SchoolHoliday, school_holidays
from releve.people.tests.builders import rows
from releve.people.vocabulary import LEVEL_COLUMNS


def test_holidays_that_touch_a_month_are_whole() -> None:
    found = school_holidays("B", date(2026, 12, 1), date(2026, 12, 31))
    assert found == (SchoolHoliday(date(2026, 12, 19), date(2027, 1, 3), "Christmas holidays"),)


def test_winter_holidays_differ_by_zone() -> None:
    starts = {zone: school_holidays(zone, date(2027, 2, 1), date(2027, 2, 28)) for zone in "ABC"}
    assert {zone: found[0].from_on for zone, found in starts.items()} == {
        "A": date(2027, 2, 13),
        "B": date(2027, 2, 20),
        "C": date(2027, 2, 6),
    }


@pytest.mark.parametrize("zone", ["", "Z"])
def test_a_place_without_a_zone_has_none(zone: str) -> None:
    assert school_holidays(zone, date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_years_that_nobody_has_fixed_have_none() -> None:
    assert school_holidays("A", date(2090, 1, 1), date(2090, 12, 31)) == ()


@pytest.mark.django_db
def test_a_zone_that_does_not_exist_is_refused() -> None:
    level = Level.objects.create(code="CH", kind="hospital", name="CH")
    set_school_zone(level, "C", actor=HOUSE)
    with pytest.raises(BadInputError, match="'D' is no zone of school holidays"):
        set_school_zone(level, "D", actor=HOUSE)
    level.refresh_from_db()
    assert level.school_zone == "C"


@pytest.mark.django_db
def test_a_level_that_gets_another_name_keeps_its_zone() -> None:
    level = Level.objects.create(code="CH", kind="hospital", name="CH")
    set_school_zone(level, "C", actor=HOUSE)
    import_levels(rows(LEVEL_COLUMNS, [["CH", "hospital", "Centre hospitalier", ""]]), actor=HOUSE)
    level.refresh_from_db()
    assert (level.name, level.school_zone) == ("Centre hospitalier", "C")

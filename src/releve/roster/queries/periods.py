"""Which wards, periods and versions somebody may open.

Whoever sees a roster only as a member of the team sees what is published or proposed; drafts and
what is withdrawn are for those who manage the unit's roster. What may not be seen is not there: it
answers like an unknown one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from releve.kit.permissions import Permission
from releve.people.models import Account, Level
from releve.people.queries import permissions_on, units_open_to
from releve.roster.models import CellEdit, Roster, Search, Version
from releve.roster.vocabulary import LIVE_STATES, SHOWN_STATES


@dataclass(frozen=True)
class Viewer:
    """Who looks at a unit: what she may do there, and her own line in its rosters."""

    account: Account
    permissions: frozenset[Permission]
    person: str | None = None

    @property
    def sees_counters(self) -> bool:
        """Whether everybody's counters and unavailability may be shown."""
        return Permission.SEE_COUNTERS in self.permissions

    @property
    def manages(self) -> bool:
        """Whether drafts, searches and choices are hers."""
        return Permission.MANAGE_ROSTER in self.permissions


@dataclass(frozen=True)
class WardLine:
    """A ward in the list: its place, and the periods that are open."""

    unit: Level
    hospital: Level
    periods: int
    last: Roster | None


def wards(account: Account, *, on: date) -> list[WardLine]:
    """Return the units whose rosters an account may see, hospital by hospital, by name."""
    units = list(units_open_to(account, Permission.SEE_ROSTER, on=on))
    by_unit: dict[int, list[Roster]] = {}
    for hospital in dict.fromkeys(unit.hospital_id for unit in units if unit.hospital_id):
        found = Roster.objects.for_hospital(hospital).filter(unit__in=units)
        for roster in found.order_by("starts_on"):
            by_unit.setdefault(roster.unit_id, []).append(roster)
    lines = [
        WardLine(
            unit=unit,
            hospital=unit.hospital,
            periods=len(by_unit.get(unit.pk, ())),
            last=by_unit[unit.pk][-1] if unit.pk in by_unit else None,
        )
        for unit in units
        if unit.hospital is not None
    ]
    return sorted(lines, key=lambda line: (line.hospital.name, line.unit.name))


def ward(account: Account, pk: int, *, on: date) -> tuple[Level, Viewer]:
    """Return a unit and what the account may do there. Raises ``Level.DoesNotExist``."""
    unit = Level.objects.select_related("hospital").get(pk=pk, kind="unit")
    permissions = permissions_on(account, unit, on=on)
    if Permission.SEE_ROSTER not in permissions:
        raise Level.DoesNotExist
    person = account.person
    return unit, Viewer(
        account=account,
        permissions=permissions,
        person=person.code if person is not None and person.unit_id == unit.pk else None,
    )


def periods(unit: Level, viewer: Viewer) -> list[Roster]:
    """Return a unit's periods, the latest first, with the number of versions to be seen."""
    seen = Q() if viewer.manages else Q(versions__state__in=SHOWN_STATES)
    return list(
        rosters_of(unit)
        .select_related("chosen")
        .annotate(
            seen=Count("versions", filter=seen, distinct=True),
            published=Count("versions", filter=Q(versions__state="published"), distinct=True),
            proposed=Count("versions", filter=Q(versions__state="proposed"), distinct=True),
            live=Count("searches", filter=Q(searches__state__in=LIVE_STATES), distinct=True),
        )
        .order_by("-starts_on")
    )


def period(unit: Level, starts_on: date) -> Roster:
    """Return a unit's period by its first day. Raises ``Roster.DoesNotExist``."""
    return rosters_of(unit).select_related("chosen", "hospital", "unit").get(starts_on=starts_on)


def roster_key(roster: Roster) -> str:
    """Return what a period is called in the trail: its unit's code and its first day."""
    return f"{roster.unit.code}/{roster.starts_on.isoformat()}"


def rosters_of(unit: Level) -> QuerySet[Roster]:
    """Return the periods of one unit, read through its hospital; none outside hospitals."""
    return Roster.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)


def versions(roster: Roster, viewer: Viewer) -> list[Version]:
    """Return the versions that may be seen, the newest first, without their content."""
    return list(versions_seen(roster, viewer).select_related("made_by").order_by("-number"))


def versions_seen(roster: Roster, viewer: Viewer) -> QuerySet[Version]:
    """Return the versions that may be seen, without their content."""
    found = Version.objects.for_hospital(roster.hospital).filter(roster=roster)
    if not viewer.manages:
        found = found.filter(state__in=SHOWN_STATES)
    return found.defer("found", "judged")


def version(roster: Roster, number: int, viewer: Viewer) -> Version:
    """Return one version with its demand and ``edit_count``. Raises ``Version.DoesNotExist``."""
    found = Version.objects.for_hospital(roster.hospital).filter(roster=roster)
    if not viewer.manages:
        found = found.filter(state__in=SHOWN_STATES)
    kept = ("demand", "made_by", "begun_from", "roster__unit")
    edits = CellEdit.objects.for_hospital(roster.hospital).filter(version=OuterRef("pk"))
    counted = edits.order_by().values("version").annotate(count=Count("pk")).values("count")
    found = found.annotate(edit_count=Coalesce(Subquery(counted), 0))
    return found.select_related(*kept).get(number=number)


def published_number(roster: Roster) -> int | None:
    """Return the number of the version that is in force, if there is one."""
    return _number_of(roster, "published")


def proposed_number(roster: Roster) -> int | None:
    """Return the number of the version that is proposed to the team, if there is one."""
    return _number_of(roster, "proposed")


def _number_of(roster: Roster, state: str) -> int | None:
    found = Version.objects.for_hospital(roster.hospital_id).filter(roster=roster, state=state)
    return found.values_list("number", flat=True).first()


def opening_version(roster: Roster, listed: Sequence[Version]) -> int | None:
    """Return the number of the version a period opens with.

    The chosen one where it may be seen, else the one in force, else the newest.
    """
    numbers = {one.pk: one.number for one in listed}
    if roster.chosen_id in numbers:
        return numbers[roster.chosen_id]
    in_force = [one.number for one in listed if one.state == "published"]
    if in_force:
        return in_force[0]
    return listed[0].number if listed else None


def last_search(roster: Roster) -> Search | None:
    """Return the latest search of a period, live or ended."""
    found = Search.objects.for_hospital(roster.hospital).filter(roster=roster)
    return found.defer("best").order_by("-pk").first()


def school_zone(unit: Level) -> str:
    """Return the zone of the school holidays: the unit's own, else its hospital's."""
    return unit.school_zone or (unit.hospital.school_zone if unit.hospital else "")

"""Planted errors: revealed at once, counted for teams of eight, told once the quarter is over."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from releve.kit.actors import NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.stewardship.actions.bias import Revealed, look_at_case
from releve.stewardship.bias_cases import BiasCase, bias_cases, cases_for
from releve.stewardship.models import BiasCheck, BiasMark, Proposal, Tool
from releve.stewardship.queries.bias import bias_standing, case_of_quarter, to_look_at
from releve.stewardship.queries.checks import checked
from releve.stewardship.tests.builders import a_tool
from releve.stewardship.tests.proposing import TEAM, House, a_house
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

NOW, NEXT = date(2027, 2, 3), date(2027, 4, 1)


@pytest.fixture
def house() -> House:
    """A unit of nine with a tool in use."""
    found = a_house()
    Tool.objects.for_hospital(found.hospital).update(state="general")
    return found


def case(house: House, on: date = NOW) -> BiasCase:
    """Return the case of a quarter."""
    found = case_of_quarter(house.tool, on=on)
    assert found is not None
    return found


def looked(house: House, person: str, *named: str, on: date = NOW) -> Revealed:
    """Let somebody look at the case of a quarter."""
    return look_at_case(
        house.tool,
        house.people[person],
        case(house, on).key,
        named,
        actor=house.actor("caregiver", person=person),
        on=on,
    )


def team_looked(house: House, count: int) -> None:
    """Let so many of the team look, of whom every second one finds all."""
    planted = sorted(case(house).planted)
    for place, person in enumerate(TEAM[:count]):
        looked(house, person, *(planted if place % 2 else ()))


def test_each_case_has_sound_and_planted_lines_in_both_languages() -> None:
    keys = [one.key for one in bias_cases()]
    assert sorted(set(keys)) == sorted(keys)
    for one in bias_cases():
        assert set(one.title) == set(one.given) == {"fr", "en"}
        assert all(set(line.says) == {"fr", "en"} for line in one.lines)
        assert all(set(line.why) in (set(), {"fr", "en"}) for line in one.lines)
        assert 2 <= len(one.planted) < len(one.lines)
        assert one.critical
        assert one.critical <= one.planted


def test_a_tool_is_checked_with_cases_of_its_kind_one_quarter_after_another(house: House) -> None:
    assert {one.output for one in cases_for(house.tool)} == {"text"}
    engine = a_tool(house.hospital, key="engine", kind="optimisation")
    assert {one.output for one in cases_for(engine)} == {"roster"}
    assert case(house, NOW).key != case(house, NEXT).key


def test_what_was_planted_is_told_at_once_and_nothing_of_it_takes_effect(house: House) -> None:
    planted = sorted(case(house).planted)
    sound = sorted(case(house).keys - case(house).planted)
    told = looked(house, "p0", planted[0], sound[0])
    assert (told.found, told.named_in_vain, told.is_counted) == (1, 1, True)
    assert not Proposal.objects.for_hospital(house.hospital).exists()


def test_a_second_look_of_the_quarter_counts_for_nobody(house: House) -> None:
    looked(house, "p0")
    planted = sorted(case(house).planted)
    assert looked(house, "p0", *planted).is_counted is False
    row = BiasCheck.objects.for_hospital(house.hospital).get()
    assert (row.looked, row.found) == (1, 0)
    assert looked(house, "p0", on=NEXT).is_counted is True


def test_no_row_and_no_entry_says_what_a_person_found(house: House) -> None:
    looked(house, "p0", *sorted(case(house).planted))
    columns = {field.name for field in BiasMark._meta.get_fields()}  # noqa: SLF001 - Django's own name for it
    assert columns == {"id", "hospital", "person", "tool", "case", "quarter_on"}
    [entry] = Entry.objects.filter(verb="stewardship.bias.look")
    assert "p0" not in entry.key
    row = BiasCheck.objects.for_hospital(house.hospital).get()
    assert "person" not in {field.name for field in row._meta.get_fields()}  # noqa: SLF001 - the same


@pytest.mark.parametrize("count", [1, 7])
def test_fewer_than_eight_are_told_nowhere(house: House, count: int) -> None:
    team_looked(house, count)
    assert bias_standing(house.tool, on=NEXT).teams == ()
    assert not bias_standing(house.tool, on=NEXT).is_kept


def test_eight_are_told_once_the_quarter_is_over_and_not_before(house: House) -> None:
    team_looked(house, 8)
    assert bias_standing(house.tool, on=NOW).teams == ()
    standing = bias_standing(house.tool, on=NEXT)
    [team] = standing.teams
    assert (team.unit, team.looked, team.percent, team.critical_percent) == (house.unit, 8, 50, 50)
    assert standing.is_kept
    assert checked(house.tool, on=NEXT)["OVS-07"] == ()
    assert [one.code for one in checked(house.tool, on=NOW)["OVS-07"]] == ["no_bias_check"]
    assert bias_standing(house.tool, on=NEXT, units=[house.small]).teams == ()


def test_a_share_never_says_of_each_what_she_found(house: House) -> None:
    for person in TEAM[:8]:
        looked(house, person)
    [team] = bias_standing(house.tool, on=NEXT).teams
    assert (team.percent, team.critical_percent) == (5, 5)


def test_another_s_look_another_case_and_a_stranger_are_refused(house: House) -> None:
    facts = {"on": NOW, "actor": house.actor("caregiver", person="p1")}
    with pytest.raises(NotAllowedError):
        look_at_case(house.tool, house.people["p0"], case(house).key, (), **facts)  # type: ignore[arg-type]
    with pytest.raises(BadInputError):
        look_at_case(house.tool, house.people["p1"], "text-other", (), **facts)  # type: ignore[arg-type]
    with pytest.raises(BadInputError):
        look_at_case(house.tool, house.people["p1"], case(house).key, ["nowhere"], **facts)  # type: ignore[arg-type]
    looked_by = house.actor("hr", person="p1")
    with pytest.raises(NotAllowedError):
        look_at_case(house.tool, house.people["p1"], case(house).key, (), actor=looked_by, on=NOW)


def test_the_page_asks_then_reveals_and_says_when_it_is_done(house: House, client: Client) -> None:
    her: Account = house.account("caregiver", person="p0")
    client.force_login(her, backend="django.contrib.auth.backends.ModelBackend")
    english = {"accept-language": "en"}
    asked = client.get("/tools/checks/letters/", headers=english).content.decode()
    one = case_of_quarter(house.tool, on=date.today())  # noqa: DTZ011 - the page's own day
    assert one is not None
    assert "Which lines are wrong?" in asked
    assert all(f'value="{line.key}"' in asked for line in one.lines)
    sent = {"case": one.key, "named": sorted(one.planted)}
    told = client.post("/tools/checks/letters/", sent, headers=english)
    assert f"{len(one.planted)} of {len(one.planted)} planted errors found" in told.content.decode()
    [line] = to_look_at(actor_of(her), house.hospital, on=date.today())  # noqa: DTZ011 - as above
    assert line.is_done


def test_four_people_who_look_at_two_cases_are_four(house: House) -> None:
    everybody = TEAM[:4]
    for person in everybody:
        looked(house, person)
    Tool.objects.for_hospital(house.hospital).filter(pk=house.tool.pk).update(kind="optimisation")
    house.tool.refresh_from_db()
    assert not any(looked(house, person).is_counted for person in everybody)
    assert bias_standing(house.tool, on=NEXT).teams == ()

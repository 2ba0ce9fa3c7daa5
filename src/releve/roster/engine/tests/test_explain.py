"""The explanation: figures beside the group's, and reasons that were really tried."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from releve.kit.engines import Params
from releve.roster.engine.explain import HoleStory, TrialCode, explain, person_stories
from releve.roster.engine.problem import (
    Assignment,
    Need,
    PastShift,
    Person,
    Problem,
    Restriction,
    Unavailability,
    Wish,
)
from releve.roster.engine.solve import solve
from releve.roster.engine.tests.builders import DAY, MONDAY, NIGHT, a_person, a_problem, fixed

TUESDAY = MONDAY + timedelta(days=1)
NO_NIGHTS = Restriction(kind="no_nights")


def one_night(people: tuple[Person, ...], **changes: object) -> Problem:
    """Return a week in which one nurse is needed on Tuesday night, and on Tuesday."""
    facts: dict[str, object] = {
        "people": people,
        "ends_on": MONDAY + timedelta(days=6),
        "history_from": MONDAY - timedelta(days=14),
        "shifts": (DAY, NIGHT),
        "needs": (
            Need(id="night", shift="N", role="ide", minimum=1, days=(TUESDAY,)),
            Need(id="day", shift="J", role="ide", minimum=1, days=(TUESDAY,)),
        ),
    }
    return a_problem(**(facts | changes))


def outcomes(story: HoleStory) -> dict[str, tuple[TrialCode, tuple[str, ...]]]:
    return {
        trial.tried.person: (trial.code, tuple(breach.rule for breach in trial.breaches))
        for trial in story.trials
    }


def test_each_person_is_ruled_out_by_what_really_stops_her() -> None:
    problem = one_night(
        (
            a_person("away"),
            a_person("no_nights", restrictions=(NO_NIGHTS,)),
            a_person("needed"),
            a_person("fixed"),
            a_person("other_role", role="as"),
        ),
        unavailable=(Unavailability("away", from_on=TUESDAY, to_on=TUESDAY),),
        fixed=(fixed("fixed", TUESDAY, None),),
    )
    (story,) = explain(problem, (Assignment("needed", TUESDAY, "J"),)).holes
    assert (story.hole.need, story.hole.missing) == ("night", 1)
    assert outcomes(story) == {
        "away": ("RULED_OUT", ("UNAVAILABLE",)),
        "no_nights": ("RULED_OUT", ("R-NO-NIGHTS",)),
        "needed": ("NEEDED_ELSEWHERE", ()),
        "fixed": ("RULED_OUT", ("FIXED",)),
    }
    assert [trial.need for trial in story.trials if trial.code == "NEEDED_ELSEWHERE"] == ["day"]


def test_the_law_is_tried_with_its_numbers() -> None:
    problem = one_night((a_person("tired"),))
    plan = (Assignment("tired", TUESDAY + timedelta(days=1), "J"),)
    night = next(story for story in explain(problem, plan).holes if story.hole.need == "night")
    (trial,) = night.trials
    rest = next(breach for breach in trial.breaches if breach.rule == "FPH-REST-D")
    assert trial.code == "RULED_OUT"
    assert (int(rest.value), int(rest.limit)) == (0, 12)


def test_a_breach_that_stood_before_is_no_reason() -> None:
    no_weekends = Restriction(kind="no_weekends")
    problem = one_night((a_person("ana", restrictions=(no_weekends,)),))
    plan = (Assignment("ana", MONDAY + timedelta(days=5), "J"),)
    assert [outcomes(story)["ana"] for story in explain(problem, plan).holes] == [
        ("COULD", ()),
        ("COULD", ()),
    ]


def test_somebody_free_is_said_to_be_able() -> None:
    story = explain(one_night((a_person("free"),)), ()).holes[0]
    assert outcomes(story) == {"free": ("COULD", ())}


def test_a_maximum_elsewhere_rules_out_a_move() -> None:
    problem = one_night(
        (a_person("free"), a_person("there", skills=("triage",))),
        needs=(
            Need(id="night", shift="N", role="ide", minimum=2, days=(TUESDAY,)),
            Need(id="few", shift="N", minimum=0, maximum=1, days=(TUESDAY,)),
        ),
    )
    (story,) = explain(problem, (Assignment("there", TUESDAY, "N"),)).holes
    assert [(trial.code, trial.need) for trial in story.trials] == [("ABOVE_MAXIMUM", "few")]


def test_nothing_could_fill_a_hole_where_the_cover_is_proven() -> None:
    problem = one_night(
        (a_person("ana"), a_person("bea"), a_person("cle", restrictions=(NO_NIGHTS,))),
        needs=(
            Need(id="night", shift="N", role="ide", minimum=2),
            Need(id="day", shift="J", role="ide", minimum=1),
        ),
        unavailable=(Unavailability("ana", from_on=MONDAY, to_on=TUESDAY),),
        packs=(),
        fairness=False,
    )
    result = solve(problem, Params(seconds=20, workers=1))
    told = explain(problem, result.answer)
    assert result.cover_is_proven
    assert told.holes
    assert all(story.trials for story in told.holes)
    assert [t for story in told.holes for t in story.trials if t.code == "COULD"] == []


def test_figures_stand_beside_those_of_the_same_role() -> None:
    sunday = MONDAY + timedelta(days=6)
    problem = one_night(
        (a_person("ana"), a_person("bea"), a_person("cle"), a_person("dan", role="as")),
        wishes=(Wish("ana", sunday, "off"), Wish("ana", TUESDAY, "work")),
    )
    plan = (
        Assignment("ana", sunday, "J"),
        Assignment("ana", TUESDAY, "N"),
        Assignment("bea", TUESDAY, "J"),
    )
    stories = person_stories(problem, plan)
    hours, nights, sundays, _weekends, _holidays = stories[0].figures
    assert (stories[0].group_size, stories[3].group_size) == (3, 1)
    assert (hours.value, hours.lowest, int(hours.median), hours.highest) == (1440, 0, 720, 1440)
    assert (nights.value, sundays.value, int(sundays.median)) == (1, 1, 0)
    assert hours.target == Fraction(35 * 60)
    assert [answer.met for answer in stories[0].wishes] == [False, True]


def test_a_history_that_tires_is_part_of_the_trial() -> None:
    monday_night = Need(id="early", shift="J", role="ide", minimum=1, days=(MONDAY,))
    tired = a_person("tired", history=(PastShift(MONDAY - timedelta(days=1), "N"),))
    (story,) = explain(one_night((tired,), needs=(monday_night,)), ()).holes
    assert outcomes(story)["tired"][1][0] == "FPH-REST-D"

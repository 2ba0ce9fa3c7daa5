"""The sentences of a comparison: both ways round, in both languages, ranking nobody."""

from __future__ import annotations

from datetime import timedelta

from releve.kit.words import use_language
from releve.roster.compare_words import ComparisonWords, comparison_words
from releve.roster.engine.compare import compare
from releve.roster.engine.problem import Assignment, Problem, Wish
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem

TUESDAY = MONDAY + timedelta(days=1)
SPACE = "\u202f"
Plan = tuple[Assignment, ...]

BEFORE = (Assignment("ana", MONDAY, "J"), Assignment("bea", TUESDAY, "N"))
AFTER = (Assignment("ana", MONDAY, "J"), Assignment("cle", TUESDAY, "J"))


def a_ward() -> Problem:
    people = (
        a_person("ana", name="Ana Fougère"),
        a_person("bea", name="Béa Tilleul"),
        a_person("cle", name="Clé Ormeau"),
    )
    wish = Wish(person="bea", day=TUESDAY, wish="off")
    return a_problem(people=people, ends_on=TUESDAY, wishes=(wish,), fairness=False)


def told(before: Plan, after: Plan, problem: Problem | None = None) -> ComparisonWords:
    ward = problem or a_ward()
    return comparison_words(ward, compare(ward, before, after))


def test_what_gets_better_and_worse_is_said_with_its_figures() -> None:
    words = told(BEFORE, AFTER)
    assert words.headline == "2 cells change, for 2 people."
    assert words.better == (
        "3 March, J 07:00–19:00, ide: people missing 1 → 0",
        "Wishes not met: 1 → 0",
    )
    assert words.worse == ("3 March, N 19:00–07:00, ide: people missing 0 → 1",)
    back = told(AFTER, BEFORE)
    assert (len(back.better), len(back.worse)) == (1, 2)


def test_who_changes_is_said_in_the_order_of_the_ward() -> None:
    people = told(BEFORE, AFTER).people
    assert [(one.summary, one.days) for one in people] == [
        ("Béa Tilleul: 1 day changes", ("3 March: N → day off",)),
        ("Clé Ormeau: 1 day changes", ("3 March: day off → J",)),
    ]
    assert people[0].counters == (
        f"Hours: 12{SPACE}h → 0{SPACE}h",
        "Nights: 1 → 0",
        "Wishes met: 0 → 1",
    )


def test_french_says_the_same() -> None:
    with use_language("fr"):
        words = told(BEFORE, AFTER)
    assert words.headline == "2 cases changent, pour 2 personnes."
    assert words.better[1] == "Souhaits non respectés\N{NO-BREAK SPACE}: 1 → 0"
    assert words.people[0].days == ("3 mars\N{NO-BREAK SPACE}: N → repos",)


def test_equal_rosters_are_called_the_same() -> None:
    words = told(BEFORE, BEFORE)
    assert words == ComparisonWords("The two rosters are the same.", (), (), ())


def test_a_goal_whose_amount_hides_the_change_is_said_in_points() -> None:
    ward = a_ward().with_changes(
        wishes=(
            Wish(person="ana", day=MONDAY, wish="off", weight=3),
            Wish(person="bea", day=MONDAY, wish="off", weight=9),
        )
    )
    words = told((Assignment("ana", MONDAY, "J"),), (Assignment("bea", MONDAY, "J"),), ward)
    assert words.worse == ("Wishes not met: 3 to 9 points",)


def test_what_only_one_roster_has_is_said_apart() -> None:
    before = a_ward()
    after = before.with_changes(
        people=(*before.people[1:], a_person("dan", name="Dan Saule")),
        starts_on=TUESDAY,
        ends_on=TUESDAY + timedelta(days=2),
        goals={"S-CONSEC-D": 77},
    )
    words = comparison_words(
        before, compare(before, (), (), problem_after=after), problem_after=after
    )
    assert words.apart[:4] == (
        "Only in the first roster: Ana Fougère",
        "Only in the second roster: Dan Saule",
        "Days of the first roster only: 2 March",
        "Days of the second roster only: 4 March to 5 March",
    )
    assert words.apart[4].startswith("Not weighed alike in the two rosters: ")

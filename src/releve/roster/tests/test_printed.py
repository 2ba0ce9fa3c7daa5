"""The printed roster: what stands on which page, in both languages, for whom."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from releve.kit.faults import BadInputError
from releve.kit.words import Language, use_language
from releve.roster.cli.plan_files import read_plan
from releve.roster.cli.problem_files import Given
from releve.roster.copies import Copy, fortnights_of, weeks_of
from releve.roster.engine.problem import Assignment, Need, Problem, Unavailability, Wish
from releve.roster.engine.tests.builders import ALL_SHIFTS, MONDAY, a_person, a_problem
from releve.roster.grid import grid
from releve.roster.pdf import roster_pdf
from releve.roster.pdf.content import content
from releve.roster.plan_table import plan_csv
from releve.roster.workbook import workbook_bytes

WILD = '#set page(fill: red) $x^2$ \\ *gras* _i_ [a] <b> @c "d" `e` ~ ='
PRINTED = date(2026, 2, 20)
TEAM = Copy(title="Urgences", version="Version 3", printed_on=PRINTED)
EVERYBODY = Copy(title="Urgences", version="Version 3", with_counters=False)


def month(count: int = 30, days: int = 28, **changes: Any) -> Problem:
    """Return a ward with somebody unavailable, a wish, and a night that nobody takes."""
    people = tuple(a_person(f"p{n:02d}", name=f"Prénom Patronyme {n}") for n in range(count))
    facts: dict[str, Any] = {
        "people": people,
        "shifts": ALL_SHIFTS[:5],
        "ends_on": MONDAY + timedelta(days=days - 1),
        "needs": (Need(id="nuit", shift="N", role="ide", minimum=1, days=(MONDAY,)),),
        "unavailable": (Unavailability("p00", from_on=MONDAY, to_on=MONDAY),) if count else (),
        "wishes": (Wish("p01", MONDAY, "off"),) if count > 1 else (),
    }
    return a_problem(**(facts | changes))


def plan_of(problem: Problem) -> tuple[Assignment, ...]:
    """Return a day of twelve hours for everybody every fourth day."""
    return tuple(
        Assignment(person.id, day, "J")
        for at, person in enumerate(problem.people)
        for place, day in enumerate(problem.days)
        if place and (at + place) % 4 == 0
    )


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def page_count(made: bytes) -> int:
    return len(read(made).pages)


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(made).pages)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a3_holds_the_month_on_one_page_and_the_rest_on_the_next(language: Language) -> None:
    problem = month()
    with use_language(language):
        made = roster_pdf(problem, plan_of(problem), paper="a3", copy=TEAM)
    assert page_count(made) == 2


def test_a4_holds_half_a_month_a_page() -> None:
    problem = month()
    assert page_count(roster_pdf(problem, plan_of(problem), paper="a4", copy=EVERYBODY)) == 2
    assert page_count(roster_pdf(problem, plan_of(problem), paper="a4", copy=TEAM)) == 4


def test_sixty_people_over_five_weeks_are_printed_on_both_papers() -> None:
    problem = month(60, 35)
    plan = plan_of(problem)
    assert page_count(roster_pdf(problem, plan, paper="a3", copy=EVERYBODY)) == 2
    assert page_count(roster_pdf(problem, plan, paper="a4", copy=EVERYBODY)) == 6


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Urgences, du 2 mars au 29 mars 2026"), ("en", "Urgences, 2 March to 29 March 2026")],
)
def test_the_pdf_is_tagged_and_says_its_language_and_title(language: Language, title: str) -> None:
    problem = month(4)
    with use_language(language):
        made = read(roster_pdf(problem, (), copy=TEAM))
    root: Any = made.trailer["/Root"]
    assert made.metadata is not None
    assert [made.metadata.title, root["/Lang"]] == [title, language]
    assert root["/MarkInfo"]["/Marked"]


def test_a_page_embeds_the_typeface_of_the_house_and_no_other() -> None:
    page: Any = read(roster_pdf(month(2), ())).pages[0]
    fonts = page["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    assert names == {"SourceSans3-Regular", "SourceSans3-Bold"}


def test_the_heads_of_a_table_stand_again_on_its_next_page() -> None:
    problem = month(60)
    with use_language("en"):
        made = roster_pdf(problem, plan_of(problem), paper="a4", copy=EVERYBODY)
    told = [page.extract_text() for page in read(made).pages]
    assert ["Mon" in page for page in told] == [True] * len(told)


def test_names_with_any_sign_come_out_as_they_are() -> None:
    problem = month(people=(a_person("p00", name=WILD),), unavailable=(), wishes=())
    pages = text_of(roster_pdf(problem, (), copy=Copy(title=WILD)))
    assert WILD in pages


def test_a_copy_for_everybody_tells_nobodys_counters_wishes_or_absence() -> None:
    problem = month()
    plan = plan_of(problem)
    for paper in ("a3", "a4"):
        data = content(problem, plan, result=None, paper=paper, copy=EVERYBODY)
        rows = [row for page in data["pages"] for group in page["groups"] for row in group["rows"]]
        assert {cell["kind"] for row in rows for cell in row["cells"]} == {"rest", "long"}
        assert [row["counters"] for row in rows if row["counters"]] == []
        assert [data["counters"], [one["kind"] for one in data["legend"]].count("away")] == [
            None,
            0,
        ]
        told = " ".join(line["text"] for part in data["parts"] for line in part["lines"])
        assert "Patronyme" not in told


def test_those_who_plan_see_counters_and_absence() -> None:
    problem = month()
    data = content(problem, plan_of(problem), result=None, paper="a3", copy=TEAM)
    first = data["pages"][0]["groups"][0]["rows"][0]
    assert [first["cells"][0]["kind"], len(first["counters"])] == ["away", 4]
    assert len(data["counters"]["rows"]) == 30


def test_the_same_copy_gives_the_same_bytes() -> None:
    problem = month(8)
    plan = plan_of(problem)
    for paper in ("a3", "a4"):
        one, two = (roster_pdf(problem, plan, paper=paper, copy=TEAM) for _ in range(2))
        assert one == two
    assert workbook_bytes(problem, plan, copy=TEAM) == workbook_bytes(problem, plan, copy=TEAM)


def test_two_shifts_on_a_day_stand_in_one_cell() -> None:
    problem = month(3, 7)
    plan = (Assignment("p00", MONDAY, "M"), Assignment("p00", MONDAY, "A"))
    data = content(problem, plan, result=None, paper="a4", copy=TEAM)
    assert data["pages"][0]["groups"][0]["rows"][0]["cells"][0]["code"] == "A+M"
    assert "A+M" in text_of(roster_pdf(problem, plan, paper="a4", copy=TEAM))


def test_a_ward_without_people_is_printed_too() -> None:
    problem = month(0, needs=())
    assert page_count(roster_pdf(problem, (), paper="a3")) == 2
    assert workbook_bytes(problem, ()).startswith(b"PK")


def test_weeks_are_cut_on_mondays_and_pages_between_weeks() -> None:
    march = month(1, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), needs=())
    heads = grid(march, ()).heads
    assert [len(week) for week in weeks_of(heads)] == [1, 7, 7, 7, 7, 2]
    assert [len(page) for page in fortnights_of(heads)] == [15, 16]


def sheets(made: bytes, folder: Path) -> dict[str, list[list[Any]]]:
    (folder / "roster.xlsx").write_bytes(made)
    with CalamineWorkbook.from_path(str(folder / "roster.xlsx")) as book:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }


def test_each_week_has_its_sheet_with_codes_and_holes_below(tmp_path: Path) -> None:
    problem = month(3)
    with use_language("fr"):
        found = sheets(workbook_bytes(problem, plan_of(problem), copy=TEAM), tmp_path)
    weeks = ["Semaine 10", "Semaine 11", "Semaine 12", "Semaine 13"]
    assert list(found) == ["Planning", *weeks, "Compteurs", "Contrôle légal"]
    first = found["Semaine 10"]
    assert first[0][0] == "Urgences"
    assert first[1][0] == "Semaine 10, du 2 mars au 8 mars 2026"
    assert first[2][1] == "Lundi\n2 mars"
    assert first[4][:3] == ["Prénom Patronyme 0", "/", ""]
    told = [str(cell) for row in first for cell in row]
    assert "0 / 1" in told
    assert any("il manque 1 personne" in cell for cell in told)
    assert any("Tous les postes sont pourvus." in map(str, row) for row in found["Semaine 11"])


def test_the_sheets_for_everybody_are_those_of_the_wall_only(tmp_path: Path) -> None:
    problem = month(3)
    with use_language("en"):
        found = sheets(workbook_bytes(problem, plan_of(problem), copy=EVERYBODY), tmp_path)
    assert [name for name in found if not name.startswith("Week")] == ["Roster"]
    told = {str(cell) for rows in found.values() for row in rows for cell in row}
    assert told & {"/", "unavailable", "Nights", "Sundays", "Wishes", "0/1", "1/1"} == set()


def test_the_plan_to_download_is_read_back_and_starts_no_formula(tmp_path: Path) -> None:
    problem = month(people=(a_person("=1+1"), a_person("p1")), unavailable=(), wishes=())
    plan = (Assignment("=1+1", MONDAY, "J"), Assignment("p1", MONDAY, "N"))
    (tmp_path / "plan.csv").write_text(plan_csv(problem, plan), encoding="utf-8")
    assert plan_csv(problem, plan).splitlines()[1] == " =1+1,2026-03-02,J"
    assert read_plan(tmp_path / "plan.csv", Given(problem, numbers_days=False)) == plan
    with pytest.raises(BadInputError):
        read_plan(tmp_path / "plan.csv", Given(month(1), numbers_days=False))

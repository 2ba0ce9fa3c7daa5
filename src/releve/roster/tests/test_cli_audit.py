"""``releve roster audit`` as a person at the terminal sees it; every person is fictional."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from releve.kit.console import BAD_INPUT, DONE, FINDINGS
from releve.kit.tables import write_xlsx
from releve.kit.words import Language
from releve.roster.tests.shift_tables import (
    COLUMNS,
    MORE_COLUMNS,
    SHORT_REST,
    TWELVE,
    Capture,
    a_file,
    audit,
    report,
    rules,
)

# -- the report --------------------------------------------------------------------------------


def test_a_breach_has_the_keys_that_are_promised(tmp_path: Path, capsys: Capture) -> None:
    told = report(a_file(tmp_path, *SHORT_REST), capsys)
    assert told["breaches"] == [
        {
            "rule": "FPH-REST-D",
            "person": "ana",
            "from": "2026-03-02T21:00+01:00",
            "to": "2026-03-03T07:00+01:00",
            "value": 10,
            "limit": 12,
            "unit": "h",
            "article": "décret 2002-9, art. 6",
            "status": "hard",
        }
    ]


def test_the_windows_of_a_breach_are_days_with_both_ends_included(
    tmp_path: Path, capsys: Capture
) -> None:
    lines = [f"ana,2026-03-0{day}T07:00,2026-03-0{day}T19:00,0" for day in (2, 3, 4, 5)]
    told = report(a_file(tmp_path, *lines), capsys)
    weeks = [b for b in told["breaches"] if b["rule"] == "FPH-44-WEEK"]
    assert [(b["from"], b["to"], b["value"]) for b in weeks] == [("2026-03-02", "2026-03-08", 48)]


def test_the_report_names_its_pack_and_what_it_leaves_unjudged(
    tmp_path: Path, capsys: Capture
) -> None:
    told = report(a_file(tmp_path, *SHORT_REST), capsys, "--to", "2026-03-19")
    assert (told["pack"], told["pack_version"]) == ("fph", "2026-11")
    cut = [entry for entry in told["not_judged"] if entry["rule"] == "FPH-4R-14D"]
    assert cut == [
        {
            "rule": "FPH-4R-14D",
            "person": None,
            "from": "2026-03-16",
            "to": "2026-03-29",
            "reason": "window_incomplete",
        }
    ]


def test_a_person_already_beyond_a_limit_in_a_cut_window_is_named_with_her_hours(
    tmp_path: Path, capsys: Capture
) -> None:
    lines = [f"ana,2026-03-0{day}T07:00,2026-03-0{day}T19:00,0" for day in (2, 3, 4, 5)]
    told = report(a_file(tmp_path, *lines), capsys, "--to", "2026-03-05")
    over = [entry for entry in told["not_judged"] if entry["person"] == "ana"]
    assert [(o["rule"], o["reason"], o["value"], o["limit"], o["unit"]) for o in over] == [
        (rule, "window_incomplete_already_over", 48, limit, "h")
        for rule, limit in (("FPH-44-WEEK", 44),)
    ]


def test_seven_days_that_begin_before_the_period_are_listed_with_person_and_hours(
    tmp_path: Path, capsys: Capture
) -> None:
    days = ("02-27", "02-28", "03-01", "03-02", "03-03")
    path = a_file(tmp_path, *(f"ana,2026-{day}T07:00,2026-{day}T19:00,0" for day in days))
    told = report(path, capsys)
    assert "FPH-48-7D" not in rules(told)
    assert [entry for entry in told["not_judged"] if entry["rule"] == "FPH-48-7D"] == [
        {
            "rule": "FPH-48-7D",
            "person": "ana",
            "from": first,
            "to": last,
            "reason": "window_crosses_from_over",
            "value": 60,
            "limit": 48,
            "unit": "h",
        }
        for first, last in (
            ("2026-02-25", "2026-03-03"),
            ("2026-02-26", "2026-03-04"),
            ("2026-02-27", "2026-03-05"),
        )
    ]


def test_the_report_goes_to_a_file_beside_what_is_printed(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "report.json"
    audit(a_file(tmp_path, *SHORT_REST), "--json", path)
    assert "FPH-REST-D" in capsys.readouterr().out
    assert rules(json.loads(path.read_text(encoding="utf-8"))) == {"FPH-REST-D"}


def test_the_table_says_rule_numbers_and_article(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    audit(a_file(tmp_path, *SHORT_REST))
    said = capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")
    sentence = "Daily rest of 12 hours (FPH-REST-D): 10 h, at least 12 h (décret 2002-9, art. 6)"
    assert f"2 March 21:00 to 3 March 07:00: {sentence}" in said


def test_the_closing_sentence_counts_what_was_judged(tmp_path: Path, capsys: Capture) -> None:
    outside = "ana,2026-02-23T08:00,2026-02-23T15:00,20"
    audit(a_file(tmp_path, *SHORT_REST, outside))
    assert (
        capsys.readouterr()
        .out.rstrip()
        .endswith("2 lines judged of 1 person: 1 breach of a binding rule.")
    )


def test_french_readers_read_french(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    audit(a_file(tmp_path, *SHORT_REST), language="fr")
    said = capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")
    assert "Repos quotidien de 12 heures (FPH-REST-D) : 10 h, au moins 12 h" in said


def test_a_long_list_is_cut_on_the_screen_and_whole_in_the_report(
    tmp_path: Path, capsys: Capture
) -> None:
    lines = [
        f"p{person:03d},2026-03-{day:02d}T07:00,2026-03-{day:02d}T19:00,0"
        for person in range(30)
        for day in range(2, 12)
    ]
    path = a_file(tmp_path, *lines)
    total = len(report(path, capsys)["breaches"])
    audit(path)
    assert f"{total - 200} more breaches are not listed" in capsys.readouterr().out


# -- exit codes --------------------------------------------------------------------------------


def test_a_breach_of_a_binding_rule_leaves_code_1(tmp_path: Path) -> None:
    assert audit(a_file(tmp_path, *SHORT_REST)) == FINDINGS


def test_a_lawful_record_leaves_code_0(tmp_path: Path) -> None:
    assert audit(a_file(tmp_path, SHORT_REST[0])) == DONE


def test_habits_alone_leave_code_0_and_are_listed(tmp_path: Path, capsys: Capture) -> None:
    path = a_file(tmp_path, "ana,2026-03-04T08:00,2026-03-04T15:00,20")
    told = report(path, capsys, "--pack", "ergonomics")
    assert rules(told) == {"S-ISOLATED-ON"}
    assert audit(path, "--pack", "ergonomics") == DONE


def test_a_rule_that_nobody_verified_does_not_bind_and_is_marked(
    tmp_path: Path, capsys: Capture
) -> None:
    path = a_file(tmp_path, "ana,2026-03-04T20:00,2026-03-05T06:00,30")
    assert audit(path, "--pack", "eu") == DONE
    assert "To be confirmed by human resources" in capsys.readouterr().out
    assert report(path, capsys, "--pack", "eu")["to_confirm"] == ["EU-NIGHT8"]


# -- what the file may say ---------------------------------------------------------------------


def test_overtime_and_split_shifts_are_read(tmp_path: Path, capsys: Capture) -> None:
    lines = [
        "ana,2026-03-02T08:00,2026-03-02T12:00,0,0,monday",
        "ana,2026-03-02T14:00,2026-03-02T18:31,0,60,monday",
    ]
    told = report(a_file(tmp_path, *lines, columns=MORE_COLUMNS), capsys)
    assert rules(told) == {"FPH-SPLIT-AMP"}


def test_the_same_word_names_a_split_shift_of_each_person(tmp_path: Path, capsys: Capture) -> None:
    lines = [
        f"{person},2026-03-02T{hours},0,0,day-1"
        for person in ("ana", "bea")
        for hours in ("08:00,2026-03-02T12:00", "14:00,2026-03-02T18:00")
    ]
    assert report(a_file(tmp_path, *lines, columns=MORE_COLUMNS), capsys)["breaches"] == []


def test_a_paid_break_counts_as_taken_and_as_work(tmp_path: Path, capsys: Capture) -> None:
    line = "ana,2026-03-02T07:00,2026-03-02T17:00,0"
    unpaid = report(a_file(tmp_path, line), capsys)
    assert rules(unpaid) == {"FPH-BREAK", "FPH-DAY-9"}
    columns = f"{COLUMNS},paid_break_minutes"
    paid = report(a_file(tmp_path, f"{line},20", columns=columns), capsys)
    assert [(b["rule"], b["value"]) for b in paid["breaches"]] == [("FPH-DAY-9", 10)]


@pytest.mark.parametrize(
    "start",
    ["2026-03-03T07:00", "2026-03-03 07:00", "2026-03-03T07:00:00", "2026-03-03T07:00+01:00",
     "2026-03-03T06:00Z", "2026-03-03 07:00 +01:00"],
)  # fmt: skip
def test_every_way_of_writing_a_time_is_the_same_time(
    tmp_path: Path, capsys: Capture, start: str
) -> None:
    line = f"ana,{start},2026-03-03T15:00,30"
    told = report(a_file(tmp_path, SHORT_REST[0], line), capsys)
    assert [breach["value"] for breach in told["breaches"]] == [10]


def test_the_first_half_past_two_of_the_long_night_is_meant(
    tmp_path: Path, capsys: Capture
) -> None:
    lines = ["ana,2026-10-25T02:30,2026-10-25T12:30,0"]
    told = report(a_file(tmp_path, *lines), capsys, "--from", "2026-10-19", "--to", "2026-11-01")
    day = next(breach for breach in told["breaches"] if breach["rule"] == "FPH-DAY-9")
    assert (day["from"], day["value"]) == ("2026-10-25T02:30+02:00", 11)


def test_an_offset_names_the_second_half_past_two(tmp_path: Path, capsys: Capture) -> None:
    lines = ["ana,2026-10-25T02:30+01:00,2026-10-25T12:30,0"]
    told = report(a_file(tmp_path, *lines), capsys, "--from", "2026-10-19", "--to", "2026-11-01")
    day = next(breach for breach in told["breaches"] if breach["rule"] == "FPH-DAY-9")
    assert (day["from"], day["value"]) == ("2026-10-25T02:30+01:00", 10)


def test_a_spreadsheet_with_real_dates_is_read_like_a_csv_file(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "shifts.xlsx"
    rows = [
        (person, datetime.fromisoformat(start), datetime.fromisoformat(end), int(taken))
        for person, start, end, taken in (line.split(",") for line in SHORT_REST)
    ]
    write_xlsx(path, columns=COLUMNS.split(","), rows=rows)
    assert rules(report(path, capsys)) == {"FPH-REST-D"}


def test_the_cycle_is_judged_once_its_length_is_said(tmp_path: Path, capsys: Capture) -> None:
    lines = [f"ana,2026-03-0{day}T08:00,2026-03-0{day}T16:30,20" for day in (2, 3, 4, 5, 6)]
    path = a_file(tmp_path, *lines)
    assert "FPH-39-CYCLE" not in rules(report(path, capsys))
    assert "FPH-39-CYCLE" in rules(report(path, capsys, "--cycle-weeks", "1"))


# -- decisions ---------------------------------------------------------------------------------

LIFTED = {"rule": "FPH-12H", "unit": "URG", "from": "2026-01-01", "to": "2026-12-31"}


def decisions(folder: Path, text: str, *, name: str = "decisions.csv") -> Path:
    """Write a file of decisions."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_recorded_decision_lifts_its_rule(tmp_path: Path, capsys: Capture) -> None:
    table = decisions(
        tmp_path,
        "rule,unit,from,to,signer\nFPH-12H,,2026-01-01,2026-12-31,Direction (exemple)\n",
    )
    path = a_file(tmp_path, TWELVE)
    assert rules(report(path, capsys)) == {"FPH-DAY-9"}
    assert rules(report(path, capsys, "--decisions", table)) == set()


FOR_A_UNIT = "rule,unit,from,to,signer\nFPH-12H,URG,2026-01-01,2026-12-31,Direction (exemple)\n"
FOR_ALL = FOR_A_UNIT.replace("URG", "")


@pytest.mark.parametrize(
    ("text", "unit", "broken", "assumed"),
    [
        (FOR_A_UNIT, (), set(), ["decisions_of_units_applied_to_all"]),
        (FOR_A_UNIT, ("--unit", "URG"), set(), []),
        (FOR_A_UNIT, ("--unit", "GER"), {"FPH-DAY-9"}, []),
        (FOR_ALL, (), set(), []),
        (FOR_ALL, ("--unit", "GER"), set(), []),
        (json.dumps([LIFTED | {"unit": "", "signer": "Direction (exemple)"}]), (), set(), []),
    ],
)
def test_a_decision_for_a_unit_counts_for_everybody_unless_the_unit_is_said(
    tmp_path: Path,
    capsys: Capture,
    text: str,
    unit: tuple[str, ...],
    broken: set[str],
    assumed: list[str],
) -> None:
    table = decisions(tmp_path, text)
    told = report(a_file(tmp_path, TWELVE), capsys, "--decisions", table, *unit)
    assert (rules(told), told["assumptions"]) == (broken, assumed)


WIDENED = {
    "en": "The file does not say who works in which unit: the decisions for REA, URG were applied"
    " to everybody; --unit narrows them.",
    "fr": "Le fichier ne dit pas qui travaille dans quelle unité\N{NO-BREAK SPACE}: les"
    " décisions pour REA, URG ont été appliquées à tout le monde\N{NARROW NO-BREAK SPACE};"
    " --unit les restreint.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_printed_result_says_whose_decisions_were_applied_to_everybody(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    twice = FOR_A_UNIT + FOR_A_UNIT.splitlines()[1].replace("URG", "REA") + "\n"
    path, table = a_file(tmp_path, TWELVE), decisions(tmp_path, twice)
    said = []
    for unit in ((), ("--unit", "URG")):
        audit(path, "--decisions", table, *unit, language=language)
        said.append(WIDENED[language] in capsys.readouterr().out)
    assert said == [True, False]


def test_decisions_are_read_from_json_whatever_the_name(tmp_path: Path, capsys: Capture) -> None:
    text = json.dumps([LIFTED | {"signer": "Direction (exemple)"}])
    table = decisions(tmp_path, text, name="decisions.txt")
    assert rules(report(a_file(tmp_path, TWELVE), capsys, "--decisions", table)) == set()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("rule,unit,from,to,signer\nFPH-13H,,2026-01-01,2026-12-31,D\n", "line 2, field 'rule'"),
        ("rule,unit,from,to,signer\nFPH-12H,,2026-01-01,2026-12-31,\n", "line 2, field 'signer'"),
        ("rule,unit,from,to,signer\nFPH-12H,,2026-01-01,2025-12-31,D\n", "line 2, field 'to'"),
        ("rule,unit,from,to,signer\nFPH-12H,,2026-02-30,2026-12-31,D\n", "line 2, field 'from'"),
        ("rule,from,to\nFPH-12H,2026-01-01,2026-12-31\n", "line 1, field 'signer'"),
        (json.dumps([LIFTED], indent=1), "signer"),
        (json.dumps([LIFTED | {"signer": " "}], indent=1), "line 2, field 'signer'"),
        (json.dumps([LIFTED | {"signer": "D", "rule": "FPH"}], indent=1), "line 2, field 'rule'"),
        ("[{", "line 1"),
        ("{}", "line 1"),
    ],
)
def test_a_fault_in_the_decisions_names_its_place(
    tmp_path: Path, capsys: Capture, text: str, place: str
) -> None:
    table = decisions(tmp_path, text)
    assert audit(a_file(tmp_path, TWELVE), "--decisions", table) == BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(str(table))
    assert place in said

"""Rule files: what a slip in one says, and how a ward adds a rule of its own."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from releve.kit.faults import BadInputError
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment
from releve.roster.engine.rules import load_pack, pack, pack_ids
from releve.roster.engine.rules.pack import PACKS, Rule, Version, read_pack
from releve.roster.engine.tests.builders import a_problem
from releve.roster.engine.tests.records import MONDAY, day, judged, of_rule, rows

TWO_SUNDAYS = """\
# Local agreement (example): at most two Sundays worked in any four weeks
id: FPH-2-SUN-4W
article: "accord local (exemple)"
title:
  fr: "Deux dimanches travaillés au plus sur quatre semaines"
  en: "At most two Sundays worked in any four weeks"
status: hard
confidence: V
versions:
  - forms:
      - {form: count, of: {kind: sunday}, window: {kind: sliding, days: 28}, maximum: 2}
"""


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the packs to a folder from which they are then read."""
    copy = tmp_path / "packs"
    shutil.copytree(PACKS, copy)
    monkeypatch.setattr(pack, "PACKS", copy)
    return copy


# -- one file more -----------------------------------------------------------------------------


def test_a_new_rule_file_binds_records_without_a_change_of_code(packs: Path) -> None:
    (packs / "fph" / "FPH-2-SUN-4W.yaml").write_text(TWO_SUNDAYS, encoding="utf-8")
    two = rows([6, 20], "08:00", "14:00")
    three = rows([6, 13, 27], "08:00", "14:00")
    found = [of_rule(judged(shifts, weeks=5), "FPH-2-SUN-4W") for shifts in (two, three)]
    assert [[(b.from_at, int(b.value)) for b in breaches] for breaches in found] == [
        [],
        [(day(first), 3) for first in range(7)],
    ]


def test_a_new_rule_file_binds_plans_without_a_change_of_code(packs: Path) -> None:
    (packs / "fph" / "FPH-2-SUN-4W.yaml").write_text(TWO_SUNDAYS, encoding="utf-8")
    problem = a_problem(ends_on=MONDAY + timedelta(days=27))

    def broken(*sundays: int) -> bool:
        plan = [Assignment("ana", day(sunday), "J") for sunday in sundays]
        return any(breach.rule == "FPH-2-SUN-4W" for breach in audit(problem, plan))

    assert [broken(6, 20), broken(6, 13, 20)] == [False, True]


def test_the_shipped_pack_does_not_have_the_example() -> None:
    assert of_rule(judged(rows([6, 13, 27], "08:00", "14:00"), weeks=5), "FPH-2-SUN-4W") == []


# -- slips -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# Local", "Local", "line 1"),
        ("# Local agreement", "#\nLocal agreement", "there is no such field"),
        ("id: FPH-2-SUN-4W", "id: FPH-OTHER", "call the file FPH-OTHER.yaml"),
        ("confidence: V", "confidence: X", "'confidence'"),
        ("confidence: V", "confidence: V\nconfidence: S", "'confidence' stands twice"),
        ("confidence: V\n", "", "field 'confidence': the field is missing"),
        ("confidence: V", "confidence: V\nseverity: hard", "field 'severity'"),
        ("status: hard", "status: [hard", "this is not YAML"),
        ("status: hard", "status: hard\nnot_judged: no_decree", "either forms or a code"),
        ("status: hard", "status: hard\nlifted_by: [FPH-NONE]", "no rule of the pack has the id"),
        ('  en: "At most two Sundays worked in any four weeks"\n', "", "missing in 'en'"),
        ("form: count", "form: tally", "field 'versions.0.forms.0'"),
        ("form: count, ", "", "the field 'form' is missing"),
        ("kind: sunday", "kind: dimanche", "field 'versions.0.forms.0.count.of.kind'"),
        ("kind: sunday", "kind: shifts", "shift codes belong to the kind 'shifts'"),
        (", maximum: 2", "", "a count needs a maximum or a minimum"),
        ("maximum: 2", "maximum: 2, minimum: 3", "the maximum is below the minimum"),
        ("maximum: 2", "maximum: many", "field 'versions.0.forms.0.count.maximum'"),
        ("{kind: sliding, days: 28}", "{kind: sliding}", "days belong to a sliding window"),
        ("{kind: sliding, days: 28}", "{kind: month, weeks: 4}", "weeks belong to a window"),
        ("  - forms:", "  - valid_from: 2026-01-01\n    valid_to: 2025-01-01\n    forms:",
         "the version ends before it starts"),
        ("versions:", "versions: []\nnot_used:", "field 'not_used'"),
    ],
)  # fmt: skip
def test_a_slip_in_a_rule_file_is_one_sentence_with_the_file(
    packs: Path, old: str, new: str, said: str
) -> None:
    file = packs / "fph" / "FPH-2-SUN-4W.yaml"
    assert old in TWO_SUNDAYS
    file.write_text(TWO_SUNDAYS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        load_pack("fph")
    sentence = str(caught.value)
    assert sentence.startswith(str(file))
    assert said in sentence
    assert "\n" not in sentence


def test_a_break_threshold_belongs_to_a_break(packs: Path) -> None:
    form = "{form: shift, measure: work, maximum: 480, when_work_above: 360}"
    text = TWO_SUNDAYS[: TWO_SUNDAYS.index("      - {")] + f"      - {form}\n"
    (packs / "fph" / "FPH-2-SUN-4W.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match="when_work_above belongs to the measure break"):
        load_pack("fph")


@pytest.mark.parametrize(("content", "said"), [(b"\xff\xfe# x", "UTF-8"), (b"# x\n\x07", "YAML")])
def test_a_rule_file_that_is_not_text_is_one_sentence(
    packs: Path, content: bytes, said: str
) -> None:
    (packs / "fph" / "FPH-X.yaml").write_bytes(content)
    with pytest.raises(BadInputError, match=said):
        load_pack("fph")


def test_a_pack_without_its_head_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"_pack\.yaml"):
        read_pack(tmp_path)


def test_an_unknown_pack_names_those_that_exist() -> None:
    with pytest.raises(BadInputError, match="ergonomics, eu, fph"):
        load_pack("fhp")


# -- what the shipped files promise ------------------------------------------------------------


def every_rule() -> list[tuple[str, Rule]]:
    return [(name, rule) for name in pack_ids() for rule in load_pack(name).rules]


@pytest.mark.parametrize(("name", "rule"), every_rule(), ids=lambda value: str(value)[:20])
def test_a_rule_without_forms_says_why_it_cannot_be_judged(name: str, rule: Rule) -> None:
    has_forms = any(version.forms for version in rule.versions)
    explained = rule.not_judged is not None or rule.status == "definition"
    assert (name, has_forms) == (name, not explained)


def test_what_nobody_verified_never_binds() -> None:
    unverified = [rule for _, rule in every_rule() if rule.confidence == "M"]
    assert unverified
    assert [rule.id for rule in unverified if rule.is_hard] == []


def test_overtime_limits_are_those_of_their_time() -> None:
    def limit(on: date) -> int | None:
        for version in load_pack("fph").rule("FPH-OT-YEAR").versions:
            begun = version.valid_from is None or version.valid_from <= on
            if begun and (version.valid_to is None or on <= version.valid_to):
                return getattr(version.forms[0], "maximum", None)
        return None

    assert [limit(date(2019, 1, 1)), limit(date(2021, 1, 1))] == [180 * 60, 240 * 60]


@pytest.mark.parametrize(
    ("version", "suited"),
    [
        (Version(), [True, True, True]),
        (Version(cycle_weeks_to=4), [True, True, False]),
        (Version(cycle_weeks_from=5), [False, False, True]),
    ],
)
def test_a_version_for_long_cycles_asks_to_know_them(version: Version, suited: list[bool]) -> None:
    assert [version.suits_cycle(weeks) for weeks in (None, 4, 5)] == suited


def test_the_word_off_is_a_kind_of_day_and_not_a_boolean(packs: Path) -> None:
    text = TWO_SUNDAYS.replace("kind: sunday", "kind: off")
    assert yaml.safe_load("kind: off") == {"kind": False}
    (packs / "fph" / "FPH-2-SUN-4W.yaml").write_text(text, encoding="utf-8")
    form = load_pack("fph").rule("FPH-2-SUN-4W").versions[0].forms[0]
    assert getattr(form, "of", None) is not None

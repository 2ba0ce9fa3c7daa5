"""Who does what at the command line: every verb × every function × where she stands.

A verb that needs something takes ``--as ACCOUNT``. Verbs on plain files and those that come
before any account say that anyone may use them, and are not tried here.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from copy import deepcopy
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.timezone import now

import house_ledger
import house_pages_gate
import house_training
from house_examples_proposals import VERBS as VERBS_OF_PROPOSALS
from house_gate import TOOL_VERBS, may_operate, train
from house_register import VERBS
from house_routes import Verb, verbs
from house_world import SITUATIONS, At, World, is_allowed, undone
from releve.cli import releve, run
from releve.jobs.models import Job
from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.people.actions import close_account, import_persons
from releve.people.models import Account
from releve.people.tests.builders import (
    CONTRACTS,
    RESTRICTIONS,
    UNAVAILABILITY,
    rows_of,
)
from releve.people.vocabulary import COLUMNS, FUNCTIONS
from releve.roster.models import WishPeriod
from releve.roster.tests.builders import problem_of
from releve.roster.tests.builders import ward as document
from releve.trail.models import ReadingRequest

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]
Example = Callable[[Path], tuple[At, list[str]]]
GOOD = "brume-sur-la-dune-7"


def a_table(folder: Path, name: str, columns: str, *lines: str) -> str:
    """Write a table and return its path."""
    path = folder / f"{name}.csv"
    path.write_text("\n".join([columns, *lines, ""]), "utf-8")
    return str(path)


def _persons(folder: Path) -> tuple[At, list[str]]:
    file = a_table(folder, "persons", ",".join(COLUMNS["persons"]), "n1,Brume,Ada,URG,nurse,")
    return "hospital", [file, "--kind", "persons", "--hospital", "CH-LUNE"]


def _levels(folder: Path) -> tuple[At, list[str]]:
    file = a_table(folder, "levels", "code,kind,name,parent", "URG,unit,Autre nom,CH-LUNE")
    return "hospital", [file]


def _skills(folder: Path) -> tuple[At, list[str]]:
    return "everywhere", [a_table(folder, "skills", "key,name_fr", "hyperbaric,Caisson")]


def _month(folder: Path) -> tuple[At, list[str]]:
    (folder / "problem.json").write_text(problem_of(document()).to_json(), "utf-8")
    return "unit", [str(folder / "problem.json"), "--unit", "URG"]


def _worked(folder: Path) -> tuple[At, list[str]]:
    line = "n0,URG,R,2026-06-04T07:00,2026-06-04T14:00"
    file = a_table(folder, "worked", "person,unit,code,starts_at,ends_at", line)
    return "unit", [file, "--hospital", "CH-LUNE"]


def _one_person(folder: Path) -> tuple[At, list[str]]:
    table = rows_of("persons", [["a1", "Brume", "Ada", "URG", "nurse", ""]])
    import_persons(table, actor=HOUSE, hospital_code="CH-LUNE")
    out = str(folder / "a1.zip")
    return "hospital", ["--person", "a1", "--hospital", "CH-LUNE", "--out", out]


MONTH = ("--unit", "URG", "--from", "2026-03-09")

EXAMPLES: dict[str, Example] = {
    "people import": _persons,
    "people export": lambda _: ("hospital", ["--kind", "persons", "--hospital", "CH-LUNE"]),
    "people levels import": _levels,
    "people levels list": lambda _: ("", []),
    "people skills import": _skills,
    "people skills list": lambda _: ("", []),
    "people roles": lambda _: ("", []),
    "people accounts add": lambda _: (
        "hospital",
        ["neuve", "--name", "Neuve", "--hospital", "CH-LUNE", "--no-password"],
    ),
    "people accounts list": lambda _: ("hospital", ["--hospital", "CH-LUNE"]),
    "people accounts grant": lambda _: ("unit", ["cible", "caregiver", "URG"]),
    "people accounts revoke": lambda _: ("unit", ["cible", "hr", "URG"]),
    "people accounts password": lambda _: ("hospital", ["cible", "--password-stdin"]),
    "people accounts close": lambda _: ("hospital", ["cible"]),
    "people accounts reopen": lambda _: ("hospital", ["cible"]),
    "people accounts link": lambda _: ("hospital", ["cible"]),
    "people accounts unlock": lambda _: ("hospital", ["cible"]),
    "people accounts reset-second-factor": lambda _: ("hospital", ["cible"]),
    "people accounts directory": lambda _: ("hospital", ["cible", "sub"]),
    "people notices send-due": lambda _: ("hospital", ["--hospital", "CH-LUNE"]),
    "people tokens create": lambda _: ("hospital", ["borne", "--name", "Borne"]),
    "people tokens list": lambda _: ("hospital", ["cible"]),
    "people tokens revoke": lambda _: ("hospital", ["cible", "{token}"]),
    "roster calendars open": lambda _: ("own", ["cible"]),
    "roster calendars close": lambda _: ("hospital", ["cible"]),
    "trail ask": lambda _: (
        "home",
        [
            *("--purpose", "error", "--reason", "Un poste a disparu"),
            *("--from", "2026-03-09", "--to", "2026-03-10"),
        ],
    ),
    "trail requests": lambda _: ("home", []),
    "trail agree": lambda _: ("hospital", ["{reading}"]),
    "trail read": lambda _: ("hospital", ["{agreed}"]),
    "trail restored": lambda _: ("everywhere", ["Essai de restauration"]),
    "trail new-key": lambda _: ("everywhere", []),
    "trail purge": lambda _: ("everywhere", []),
    "jobs list": lambda _: ("list", []),
    "jobs cancel": lambda _: ("hospital", ["{job}"]),
    "jobs retry": lambda _: ("hospital", ["{failed}"]),
    "privacy export": _one_person,
    "privacy purge": lambda _: ("hospital", ["--hospital", "CH-LUNE"]),
    "shifts load": lambda _: ("unit", ["--unit", "URG"]),
    "shifts import-worked": _worked,
    "shifts declare": lambda _: (
        "unit",
        [
            *("--unit", "URG", "--person", "n0", "--kind", "recall"),
            *("--starts", "2026-06-04T07:00", "--ends", "2026-06-04T12:00"),
        ],
    ),
    "shifts validate": lambda _: (
        "unit",
        ["--unit", "URG", "--from", "2026-06-01", "--to", "2026-06-02"],
    ),
    "shifts close": lambda _: ("unit", ["--unit", "URG", "--month", "2026-05"]),
    "shifts counters": lambda _: ("unit", ["--unit", "URG", "--month", "2026-04"]),
    "shifts pay": lambda _: ("unit", ["--unit", "URG", "--month", "2026-04"]),
    "roster judge-worked": lambda _: (
        "unit",
        ["--unit", "URG", "--from", "2026-04-01", "--to", "2026-04-30"],
    ),
    "roster months list": lambda _: ("", []),
    "roster wishes list": lambda _: ("unit", ["--unit", "URG"]),
    "roster wishes open": lambda _: (
        "unit",
        [
            *("--unit", "URG", "--from", "2027-05-01", "--to", "2027-05-31"),
            *("--closes", "2027-04-01T20:00"),
        ],
    ),
    "roster wishes close": lambda _: ("unit", ["--unit", "URG", "--from", "2026-03-09"]),
    "roster wishes carry": lambda _: ("unit", ["--unit", "URG", "--from", "{over}"]),
    "roster exchanges list": lambda _: ("unit", ["--unit", "URG"]),
    "roster exchanges openings": lambda _: ("unit", ["--unit", "URG"]),
    "roster exchanges expire": lambda _: ("unit", ["--unit", "URG"]),
    "roster months open": _month,
    "roster months publish": lambda _: ("unit", [*MONTH, "--version", "2"]),
    "roster months propose": lambda _: ("unit", [*MONTH, "--version", "2"]),
    "roster months revise": lambda _: ("unit", [*MONTH, "--version", "1"]),
    "roster months diff": lambda _: ("unit", [*MONTH, "--version", "1", "--to", "2"]),
    "roster months search": lambda _: ("unit", [*MONTH]),
    **house_ledger.VERBS,
    **house_training.VERBS,
    **VERBS_OF_PROPOSALS,
    **house_pages_gate.VERBS,
    **VERBS,
}
"""Words that a verb takes, and where the object stands that they name."""

ASKING = [verb for verb in verbs(releve) if verb.need and verb.need.audience != "anyone"]


@pytest.fixture
def world(
    seen_world: World,
    db: None,  # noqa: ARG001 - the test's own transaction
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> World:
    """The two hospitals; nothing is searched for, and the tables are known to be there."""
    (tmp_path / "trail").mkdir()
    shutil.copy(settings.TRAIL_KEY_FILE, tmp_path / "trail" / "key")
    monkeypatch.setattr(settings, "DIRECTORY", SimpleNamespace(issuer="https://directory.example"))
    monkeypatch.setattr(settings, "TRAIL_KEY_FILE", tmp_path / "trail" / "key")
    monkeypatch.setattr(settings, "TRAIL_HEADS_FILE", tmp_path / "trail" / "heads")
    monkeypatch.setattr("releve.house.database.waiting", list)
    made = deepcopy(seen_world)
    made.search.delete()
    monkeypatch.setattr("releve.roster.cli.months.searching._run", lambda _search: None)
    monkeypatch.delenv("RELEVE_AS", raising=False)
    return made


def filled(words: list[str], world: World, account: Account) -> list[str]:
    """Return words with the numbers of the world in them."""
    numbers = {"{job}": world.job.pk, "{reading}": world.reading.pk, "{token}": world.token.pk}
    if "{failed}" in words:
        Job.objects.filter(pk=world.job.pk).update(state="failed")
        numbers["{failed}"] = world.job.pk
    if "{agreed}" in words:  # a request is read by the two people who agreed on it
        agreed = ReadingRequest.objects.filter(pk=world.reading.pk)
        agreed.update(agreed_by=f"account:{account.pk}", agreed_at=now())
        numbers["{agreed}"] = world.reading.pk
    over = world.wishes.starts_on.isoformat()
    if "{over}" in words:  # wishes are carried once their period is closed
        WishPeriod.objects.for_hospital(world.hospital).update(closed_at=now())
    return [over if word == "{over}" else str(numbers.get(word, word)) for word in words]


def ended(
    verb: Verb, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> tuple[int, str]:
    """Run a verb, take back what it did, and return its code and what it complained of."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    with undone():
        code = run([*verb.path, *words])
    # What stands outside the database would speak of seals that were taken back.
    settings.TRAIL_HEADS_FILE.unlink(missing_ok=True)
    return code, capsys.readouterr().err


def test_every_verb_that_asks_has_an_example() -> None:
    assert {verb.label for verb in ASKING} == set(EXAMPLES)


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: verb.label)
def test_a_verb_serves_whom_its_need_names_and_nobody_else(
    verb: Verb,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    assert verb.need is not None
    at, example = EXAMPLES[verb.label](tmp_path)
    wrong = []
    for function, situation in product(FUNCTIONS, SITUATIONS):
        account = world.account(function, situation, at)
        words = [*filled(example, world, account), "--as", account.username]
        allowed = is_allowed(verb.need, function, situation, at)
        if verb.label in TOOL_VERBS and allowed:
            train(account)
            allowed = may_operate(verb.need, function, situation)
        code, said = ended(verb, words, monkeypatch, capsys)
        is_served = code != BAD_INPUT and said == ""
        lines = (1, 2) if verb.label in TOOL_VERBS else (1,)
        is_refused = code == BAD_INPUT and said.count("\n") in lines
        if not (is_served if allowed else is_refused):
            wrong.append(f"{function}, {situation}: {code} {said}")
    assert wrong == []


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: verb.label)
def test_a_verb_asks_in_whose_name_it_is_done(
    verb: Verb, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    _at, words = EXAMPLES[verb.label](tmp_path)
    words = filled(words, world, world.account("hr", "own", "unit"))
    code, said = ended(verb, words, monkeypatch, capsys)
    assert (code, said.count("\n")) == (BAD_INPUT, 1)
    assert "--as ACCOUNT, or RELEVE_AS" in said
    assert world.roster.pk


def test_a_refusal_says_who_which_permission_and_where(
    world: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = world.account("caregiver", "own", "unit")
    monkeypatch.setenv("RELEVE_AS", clerk.username)
    assert run(["people", "export", "--kind", "persons"]) == BAD_INPUT
    assert capsys.readouterr().err == (
        f"{clerk.name} may not do this: it needs people.see at CH-LUNE, "
        "which an administrator gives\n"
    )


def test_contracts_take_more_than_names(world: World, capsys: Capture) -> None:
    manager = world.account("ward_manager", "own", "hospital").username
    for kind in ("contracts", "unavailability", "restrictions"):
        assert run(["people", "export", "--kind", kind, "--as", manager]) == DONE
    assert capsys.readouterr().err == ""
    assert [len(table) for table in (CONTRACTS, UNAVAILABILITY, RESTRICTIONS)] == [3, 2, 3]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["people", "export", "--kind", "persons", "--hospital", "CH-LUNE"], "no hospital"),
        (["people", "accounts", "grant", "cible", "hr", "REA"], "no account 'cible'"),
        (["people", "accounts", "password", "cible", "--password-stdin"], "no account 'cible'"),
        (["people", "accounts", "close", "cible"], "no account 'cible'"),
        (["roster", "months", "search", "--unit", "URG", "--from", "2026-03-09"], "no unit 'URG'"),
    ],
)
def test_what_is_of_another_hospital_is_not_there(
    world: World, words: list[str], said: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    stranger = world.account("administrator", "other hospital", "hospital").username
    assert run([*words, "--as", stranger]) == BAD_INPUT
    assert said in capsys.readouterr().err


def test_an_account_of_a_hospital_reads_its_own_part_of_the_tree(
    world: World, capsys: Capture
) -> None:
    clerk = world.account("caregiver", "other hospital", "unit").username
    assert run(["people", "levels", "list", "--as", clerk]) == DONE
    said = capsys.readouterr().out
    assert [code for code in ("GHT-LUNE", "CH-SOLEIL", "REA") if code not in said] == []
    assert [code for code in ("CH-LUNE", "URG", "CARDIO") if code in said] == []


def test_a_closed_account_acts_no_more(world: World, capsys: Capture) -> None:
    clerk = world.account("hr", "own", "hospital")
    close_account(clerk, actor=HOUSE)
    words = ["people", "export", "--kind", "persons", "--as", clerk.username]
    assert run(words) == BAD_INPUT
    assert f"the account {clerk.username} is closed" in capsys.readouterr().err

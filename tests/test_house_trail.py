"""Every change is in the trail, in the transaction that makes it, and so is every reading.

Each public action is called on the small world of ``house_world``: whatever it changes must have
left an entry, and where the entry cannot be written, nothing may have changed.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from pytest_django import Settings

import house_ledger
import house_training
from house_actions import BEFORE, CALLS, public_actions
from house_code import ROOT
from house_examples import arguments_of
from house_examples_proposals import UNREAD as UNREAD_OF_PROPOSALS
from house_register import UNREAD as UNREAD_OF_REGISTER
from house_routes import routes
from house_world import SECRETS, World, undone
from releve.house.sessions import KINDS, NOTED_BY_ITS_ACTION, verb_of
from releve.house.trail_verbs import verb_sentence, verb_words
from releve.jobs.actions import ask_job, cancel_job, retry_job
from releve.jobs.models import Job
from releve.jobs.tests.samples import nothing
from releve.kit.actors import HOUSE
from releve.kit.words import use_language
from releve.trail.keys import TrailKeyError
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

UNNOTED: Mapping[str, str] = {
    "read_notices": "her own news, read by herself; telling her was noted",
    "ask_letters": "a letter has a job of its own, and what it tells was noted when it was told",
    **house_ledger.UNNOTED,
    **house_training.UNNOTED,
    "choose_look": "a larger text says something of her, and nothing happened to anybody else",
}
"""Actions that change something and leave no entry, each with its reason."""

OUTSIDE = frozenset({"trail", "sessions", "contenttypes"})
"""Applications whose tables are no facts of the house: the trail itself, and open sessions."""


@pytest.fixture(autouse=True)
def trail(settings: Settings, tmp_path: Path) -> Path:
    """A trail of this test's own."""
    folder = tmp_path / "trail"
    folder.mkdir()
    if settings.TRAIL_KEY_FILE.exists():  # what the small world was noted with
        shutil.copy(settings.TRAIL_KEY_FILE, folder / "key")
    settings.TRAIL_KEY_FILE = folder / "key"
    settings.TRAIL_HEADS_FILE = folder / "heads"
    settings.TRAIL_SPOOL_FOLDER = folder / "spool"
    return folder


@pytest.fixture
def _directory(settings: Settings) -> None:
    """A directory that nobody asks."""
    settings.DIRECTORY = SimpleNamespace(issuer="https://directory.example")


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that holds facts of the house."""
    models = [
        model
        for room in apps.get_app_configs()
        if room.label not in OUTSIDE
        for model in room.get_models()
    ]
    return {
        model.__name__: sorted(model.objects.values_list(), key=repr)  # type: ignore[attr-defined]  # every table of ours has it
        for model in models
    }


def make_ready(name: str, world: World) -> None:
    """Give an action something to change."""
    before = BEFORE.get(name)
    if before is not None:
        before(world)


def lose_the_key(trail: Path) -> None:
    """Leave in the key's place what is no key."""
    (trail / "key").write_text("gone", "ascii")


@pytest.mark.usefixtures("_directory")
@pytest.mark.parametrize("name", sorted(set(CALLS) - set(UNNOTED)))
def test_an_action_that_changes_something_leaves_an_entry(name: str, world: World) -> None:
    make_ready(name, world)
    before, entries = tables(), set(Entry.objects.values_list("token", flat=True))
    CALLS[name][1](world, HOUSE)
    assert tables() != before
    new = Entry.objects.exclude(token__in=entries)
    assert {entry.actor for entry in new} == {HOUSE.key}
    assert new.exists()


@pytest.mark.usefixtures("_directory")
@pytest.mark.parametrize("name", sorted(set(CALLS) - set(UNNOTED)))
def test_what_cannot_be_noted_is_not_done(name: str, world: World, trail: Path) -> None:
    make_ready(name, world)
    before = tables()
    lose_the_key(trail)
    with pytest.raises(TrailKeyError):
        CALLS[name][1](world, HOUSE)
    assert tables() == before


def test_what_leaves_no_entry_has_its_reason_and_is_an_action() -> None:
    assert set(UNNOTED) <= set(public_actions())
    assert all(UNNOTED.values())


def a_job(state: str) -> Job:
    """Save a job in that state."""
    job = ask_job(nothing, {}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(state=state)
    return job


STEERED: Mapping[str, tuple[str, Callable[..., Job]]] = {
    "jobs.job.cancel": ("ready", cancel_job),
    "jobs.job.retry": ("failed", retry_job),
}


@pytest.mark.parametrize("verb", STEERED)
def test_a_job_that_somebody_steers_leaves_an_entry(verb: str, trail: Path) -> None:
    state, steer = STEERED[verb]
    job, other = a_job(state), a_job(state)
    steer(HOUSE, job.pk)
    assert [entry.verb for entry in Entry.objects.filter(kind="job", key=str(job.pk))] == [verb]
    before = tables()
    lose_the_key(trail)
    with pytest.raises(TrailKeyError):
        steer(HOUSE, other.pk)
    assert tables() == before


# --- Readings ---------------------------------------------------------------------------------

OTHERS = (*SECRETS, "Mélèze", "Cible")
"""Names of people in the small world: who reads one of them reads what is held on others."""

READERS = ("caregiver", "ward_manager", "hr", "staff_representative", "administrator")
GETS = [route for route in routes() if route.need and "GET" in route.methods]

UNREAD: Mapping[str, str] = {
    "calendar": "her own shifts alone, under the address that she made",
    "shifts:own_file": "the counts of her own shifts alone",
    **house_training.UNREAD,
    **UNREAD_OF_REGISTER,
    **UNREAD_OF_PROPOSALS,
}
"""Routes that show somebody's name and leave no reading, each with its reason."""


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process for the questions that somebody might ask next."""
    monkeypatch.setattr("releve.roster.engine.why.child.warm", lambda: None)


def readings(trail: Path) -> list[str]:
    """Return the verbs of the readings that wait in the spool, and of the trail's own readings."""
    waiting = trail / "spool" / "readings"
    lines = waiting.read_text("ascii").splitlines() if waiting.exists() else []
    noted = Entry.objects.filter(verb__endswith=".read").values_list("verb", flat=True)
    return [*(json.loads(line)["verb"] for line in lines), *noted]


def shows_others(answer: HttpResponseBase) -> bool:
    """Whether an answer holds what is known of somebody else: a name, or a file to take away."""
    if answer.status_code != 200:
        return False
    body = answer.content if isinstance(answer, HttpResponse) else b"".join(answer)
    text = body.decode("utf-8", "replace")
    if "json" in answer.headers.get("Content-Type", ""):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return "Content-Disposition" in answer.headers or any(name in text for name in OTHERS)


@pytest.mark.parametrize("function", READERS)
def test_a_page_that_shows_others_leaves_a_reading(
    function: str, world: World, trail: Path
) -> None:
    silent, shown = [], set()
    for route in GETS:
        arguments, at = arguments_of(route, world)
        client = world.browser(world.account(function, "own", at))
        before = len(readings(trail))
        with undone():
            shows = shows_others(client.get(route.address(arguments)))
            is_noted = len(readings(trail)) > before
        if shows and not is_noted and route.name not in UNREAD:
            silent.append(route.label)
        shown |= {route.name} if shows else set()
    assert silent == []
    assert function in {"hr", "administrator"} or "roster:month" in shown


def test_a_page_whose_reading_cannot_be_noted_is_not_shown(world: World, trail: Path) -> None:
    client = world.browser(world.account("ward_manager", "own", "unit"))
    address = f"/wards/{world.unit.pk}/{world.roster.starts_on}/{world.published.number}/"
    assert SECRETS[0] in client.get(address).content.decode()
    assert readings(trail) == ["roster.month.read"]
    lose_the_key(trail)
    answer = client.get(address)
    assert (answer.status_code, SECRETS[0] in answer.content.decode()) == (503, False)


# --- Words ------------------------------------------------------------------------------------

ROOM = "people|roster|shifts|ledger|training|stewardship|jobs|trail|house|api|privacy"
VERB = re.compile(rf"(?:{ROOM})(?:\.[a-z_]+){{2}}")


def verbs_of(code: str) -> set[str]:
    """Return the verbs of the trail that stand in a file as they are."""
    texts = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and VERB.fullmatch(text)}


def test_every_verb_has_its_words_in_both_languages_and_no_others_have() -> None:
    sources = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    noted = {verb_of(kind) for kind in KINDS if kind not in NOTED_BY_ITS_ACTION}
    for path in sources:
        if path.name != "trail_verbs.py":
            noted |= verbs_of(path.read_text("utf-8"))
    with use_language("en"):
        english = verb_words()
    with use_language("fr"):
        french = verb_words()
    assert noted == set(english) == set(french)
    assert [verb for verb in english if not english[verb] or english[verb] == french[verb]] == []


def test_the_page_on_the_trail_shows_every_verb() -> None:
    page = (ROOT / "docs" / "explanation" / "trail.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", page, re.MULTILINE))
    with use_language("en"):
        assert {verb: words for verb, words in shown.items() if VERB.fullmatch(verb)} == dict(
            verb_words()
        )


def test_a_verb_that_nobody_has_put_into_words_would_be_found() -> None:
    assert verbs_of('note_change(actor, "roster.cell.paint", kind="cell")') == {"roster.cell.paint"}
    assert verb_sentence("roster.cell.paint") == "roster.cell.paint"

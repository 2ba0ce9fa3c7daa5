"""The walls that the project's papers keep: lock, change notes, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house_code import HOUSE, ROOT, hand_written, shown

KINDS = ("added", "changed", "fixed")


def note_faults(name: str, text: str) -> list[str]:
    """Return what is wrong with a change note: its name, its kind, its sentence."""
    found = []
    if not re.fullmatch(rf"(?:\+[a-z0-9-]+|\d+)\.(?:{'|'.join(KINDS)})(?:\.\d+)?\.md", name):
        found.append("its name is not +words.kind.md")
    sentence = text.strip()
    if not sentence.endswith("."):
        found.append("it is no sentence")
    if "\n" in sentence or re.search(r"[.!?] [A-ZÀÉ]", sentence):
        found.append("it is more than one sentence")
    return found


def notes() -> list[Path]:
    """Return the change notes that wait for a release."""
    return sorted(path for path in (ROOT / "changes").glob("*") if path.name != ".gitignore")


@pytest.mark.parametrize("note", notes(), ids=shown)
def test_a_change_note_is_one_sentence_under_a_name_that_the_changelog_reads(note: Path) -> None:
    assert note_faults(note.name, note.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nights.wrong.md", "Nights are shared."),
        ("+nights.added.md", ""),
        ("+nights.added.md", "Nights are shared"),
        ("+nights.added.md", "Nights are shared. Sundays too."),
    ],
)
def test_a_change_note_that_the_changelog_would_lose_is_found(name: str, text: str) -> None:
    assert len(note_faults(name, text)) == 1


def lock_faults(lock: str) -> list[str]:
    """Return the lines of a lock that name an address, and packages without a hash."""
    addresses = [line for line in lock.splitlines() if "://" in line or "--index" in line]
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)
    pinned = [entry for entry in entries if re.match(r"[A-Za-z0-9]", entry)]
    bare = [
        entry.split()[0] for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry
    ]
    return addresses + bare


def test_the_lock_pins_every_package_with_hashes_and_names_no_address() -> None:
    assert lock_faults((ROOT / "requirements.lock").read_text("utf-8")) == []


def test_a_lock_with_an_address_or_without_a_hash_is_found() -> None:
    good = "click==8.2 \\\n    --hash=sha256:00\n"
    assert lock_faults(good) == []
    assert len(lock_faults("--index-url https://example.org\n" + good)) == 1
    assert len(lock_faults(good + "rich==14\n")) == 1
    assert len(lock_faults(good.replace("==8.2", ">=8.2"))) == 1


def variables(source: str) -> set[str]:
    """Return the names in capitals that a source asks of its environment."""
    asked = r"(?:environ(?:\.get)?|getenv|flag|words)[\[(]\s*\"([A-Z][A-Z_]+)\""
    return set(re.findall(asked, source)) | set(re.findall(r"\"(RELEVE_[A-Z_]+)\"", source))


def test_every_setting_stands_in_the_documentation() -> None:
    asked = {
        name
        for path in [*hand_written(".py")]
        if path.is_relative_to(HOUSE) and "tests" not in path.parts
        for name in variables(path.read_text("utf-8"))
    }
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    assert sorted(name for name in asked if f"`{name}`" not in page) == []


def test_a_setting_is_seen_however_it_is_asked_for() -> None:
    source = 'os.environ.get("AAA"); os.environ["BBB"]; flag("CCC"); NAMES = ("RELEVE_D",)'
    assert variables(source) == {"AAA", "BBB", "CCC", "RELEVE_D"}

"""`scripts/words`: every sentence has its French, and a check that sees where it has not."""

from __future__ import annotations

import gettext
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "words"

MODULE = """
_ = translator("rooms.ward")
print(_("night"), _.plural("{n} night", "{n} nights", 2).format(n=2))
"""
PAGE = """{% load i18n %}<p>
    {% translate "day" %}{% blocktranslate trimmed %}
        Nobody is
        away.
    {% endblocktranslate %}</p>
"""
FRENCH = {
    'msgid "night"\nmsgstr ""': 'msgid "night"\nmsgstr "nuit"',
    'msgid "day"\nmsgstr ""': 'msgid "day"\nmsgstr "jour"',
    'msgid "Nobody is away."\nmsgstr ""': 'msgid "Nobody is away."\nmsgstr "Tout le monde est là."',
    'msgstr[0] ""\nmsgstr[1] ""': 'msgstr[0] "{n} nuit"\nmsgstr[1] "{n} nuits"',
}


def the_script() -> ModuleType:
    """Return the script as a module; its name has no ending, so Python must be told."""
    loader = SourceFileLoader("words_script", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


class Rooms:
    """A house of one room, and the script that keeps its words."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture
        self.house = folder / "src" / "releve"
        self.room = self.house / "ward"
        (self.room / "templates").mkdir(parents=True)
        (self.room / "__init__.py").write_text(MODULE)
        (self.room / "templates" / "page.html").write_text(PAGE)
        self.po = self.room / "locale" / "fr" / "LC_MESSAGES" / "django.po"

    def words(self, *arguments: str) -> tuple[int, list[str]]:
        """Run the script on this house and return its exit code and lines."""
        script = the_script()
        vars(script)["ROOMS"] = self.house
        self.capture.readouterr()
        code: int = script.main(arguments)
        return code, self.capture.readouterr().out.splitlines()

    def replace(self, old: str, new: str) -> None:
        """Edit the French as a person would."""
        text = self.po.read_text(encoding="utf-8")
        assert old in text
        self.po.write_text(text.replace(old, new), encoding="utf-8")

    def translated(self) -> None:
        """Bring the catalogue to completeness."""
        self.words()
        for old, new in FRENCH.items():
            self.replace(old, new)
        self.words()


@pytest.fixture
def rooms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Rooms:
    """A house of one room."""
    return Rooms(tmp_path, capsys)


def test_a_complete_catalogue_passes_and_speaks_french(rooms: Rooms) -> None:
    rooms.translated()
    assert rooms.words("--check") == (0, [])
    with rooms.po.with_suffix(".mo").open("rb") as compiled:
        french = gettext.GNUTranslations(compiled)
    assert french.gettext("Nobody is away.") == "Tout le monde est là."
    assert french.ngettext("{n} night", "{n} nights", 0) == "{n} nuit"


def test_running_twice_changes_no_byte(rooms: Rooms) -> None:
    rooms.translated()
    before = [path.read_bytes() for path in sorted(rooms.po.parent.iterdir())]
    rooms.words()
    assert [path.read_bytes() for path in sorted(rooms.po.parent.iterdir())] == before


def test_a_sentence_without_french_is_named(rooms: Rooms) -> None:
    rooms.translated()
    (rooms.room / "verbs.py").write_text('_("evening")')
    code, lines = rooms.words("--check")
    assert (code, len(lines)) == (1, 1)
    assert "no French for 'evening'" in lines[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgid "night"\n', '#, fuzzy\nmsgid "night"\n', "marked as doubtful"),
        ('msgstr "jour"', 'msgstr "jour {n}"', "other placeholders"),
        ('msgstr[1] "{n} nuits"', 'msgstr[1] "nuits"', "other placeholders"),
        ('msgstr[1] "{n} nuits"', 'msgstr[1] ""', "no French for '{n} night'"),
        ('msgid "day"', 'msgid "dawn"', "nothing says any more: 'dawn'"),
        ('msgstr "jour"', 'msgstr "jour : oui"', "a space that breaks"),
        ('msgstr "jour"', 'msgstr "l\'aube"', "a straight apostrophe"),
        ('msgstr "jour"', 'msgstr "journée"', "django.mo: stale"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(rooms: Rooms, old: str, new: str, said: str) -> None:
    rooms.translated()
    rooms.replace(old, new)
    code, lines = rooms.words("--check")
    assert code == 1
    assert [line for line in lines if said in line]


def test_a_sentence_that_is_gone_leaves_the_catalogue(rooms: Rooms) -> None:
    rooms.translated()
    (rooms.room / "templates" / "page.html").unlink()
    assert rooms.words()[0] == 0
    assert '"jour"' not in rooms.po.read_text(encoding="utf-8")
    assert rooms.words("--check") == (0, [])


def test_checking_writes_nothing(rooms: Rooms) -> None:
    assert rooms.words("--check")[0] == 1
    assert not rooms.po.exists()


def test_an_unknown_argument_is_refused() -> None:
    done = subprocess.run(  # noqa: S603 - the same Python, our own script
        [sys.executable, str(SCRIPT), "--chek"], capture_output=True, check=False
    )
    assert done.returncode == 2

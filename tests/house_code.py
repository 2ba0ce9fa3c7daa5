"""Scanners of source code that the tests of the house run.

Each takes text or a tree and returns what it found, so that a test can feed it a bad sample
and see it found: a wall that cannot fall down is painted on.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "releve"

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

FORBIDDEN_NAMES = frozenset({"core", "common", "utils", "util", "helpers", "helper", "misc"})

GETTEXT = frozenset(
    {"_", "plural", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
)

_HAZARD = (
    r"burn_?out|fatigue|exhaustion|tiredness|epuisement|absence|absenteeism|absenteisme|sick|"
    r"sickness|sick_?leave|stress|resignation|attrition|turnover|departure"
)
_MEASURE = (
    r"risks?|risques?|scores?|levels?|index|indices|probability|probabilities|likelihood|"
    r"predictions?|predicted|forecasts?|ratings?|ranks?|grades?|propensity|proba"
)
PERSON_SCORE = re.compile(
    rf"(?:^|_)(?:(?:{_HAZARD})_(?:\w+_)?(?:{_MEASURE})|(?:{_MEASURE})_(?:\w+_)?(?:{_HAZARD}))(?:_|$)",
    re.IGNORECASE,
)

# Written so that this file does not hold what it looks for.
MACHINE_TRACES = re.compile(
    r"python[h]osted|p[y]pi\.org|registry\.n[p]mjs|d[e]b\.debian|/w[o]rk/|/r[o]ot/|/t[m]p/|"
    r"/h[o]me/\w+/|/U[s]ers/\w+/|[A-Z]:\\\\?U[s]ers"
)


def rooms() -> list[str]:
    """Return the rooms: every folder or module under the package that is not private."""
    folders = [path.parent.name for path in HOUSE.glob("*/__init__.py")]
    modules = [path.stem for path in HOUSE.glob("*.py") if not path.stem.startswith("_")]
    return sorted({*folders, *modules})


def room_folders() -> list[Path]:
    """Return the rooms that are folders."""
    return sorted(path.parent for path in HOUSE.glob("*/__init__.py"))


def tracked_files() -> list[Path]:
    """Return the files of the project: those that git keeps or would keep."""
    if (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"],  # noqa: S607 - git of the PATH
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        paths = [ROOT / name for name in listing.split("\0") if name]
        return sorted(path for path in paths if path.is_file())
    return sorted(_walk())


def _walk() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in {".venv", "__pycache__", "_build", "demo"}
            and not name.endswith((".egg-info", "_cache"))
            and name != ".hypothesis"
        ]
        yield from (Path(folder) / name for name in files if "sqlite3" not in name)


def hand_written(*suffixes: str) -> list[Path]:
    """Return the project's files of those endings, migrations left out."""
    return [
        path
        for path in tracked_files()
        if path.suffix in suffixes and "migrations" not in path.parts
    ]


def shown(path: Path) -> str:
    """Return the path as a reader of the project knows it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def too_long(text: str, *, longest: int = LONGEST_FILE) -> bool:
    """Whether a file has more lines than a page of the house."""
    return len(text.splitlines()) > longest


def long_functions(source: str, *, longest: int = LONGEST_FUNCTION) -> list[str]:
    """Return ``name:line (lines)`` of every function longer than that."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > longest:
                found.append(f"{node.name}:{node.lineno} ({lines} lines)")
    return found


def patchwork_sentences(source: str) -> list[int]:
    """Return the lines where gettext is handed a sentence already put together.

    An f-string, ``.format`` or ``%`` inside the call makes a sentence that no catalogue knows.
    """
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and _called(node.func) in GETTEXT
        and any(_put_together(argument) for argument in node.args)
    ]


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _put_together(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        return True
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, ast.Mod | ast.Add)
    return isinstance(argument, ast.Call) and _called(argument.func) == "format"


def key_locks(source: str) -> list[int]:
    """Return the lines where rows are held against those who only refer to them.

    A foreign key is checked at the end of a transaction and then wants the row that it names:
    two transactions that hold each other's rows whole would wait for one another. Held without
    its key, a row makes nobody wait but whoever would change it as well.
    """
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and _called(node.func) == "select_for_update"
        and not any(one.arg == "no_key" for one in node.keywords)
    ]


def code_names(source: str) -> set[str]:
    """Return every name a program uses: variables, fields, arguments, one-word strings."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.arg | ast.keyword):
            names.add(node.arg or "")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(_snake(node.name))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.update(re.findall(r"^[\w-]+$", node.value))
    return names


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def person_scores(names: set[str]) -> list[str]:
    """Return the names that tie somebody to a score of burnout, fatigue or absence."""
    return sorted(name for name in names if PERSON_SCORE.search(_snake(name).replace("-", "_")))


def words_of_page(text: str) -> set[str]:
    """Return every word of a template or data file that could name a field."""
    return set(re.findall(r"[A-Za-z_][\w-]*", text))


def machine_traces(text: str) -> list[str]:
    """Return paths of somebody's machine and addresses of registries found in a text."""
    return MACHINE_TRACES.findall(text)

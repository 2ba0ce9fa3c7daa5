"""Reading a module's files, which people write: each fault is one sentence with file and field.

A module with a fault is not offered to anybody: half a lesson, or a planted error that stands
nowhere, would make a proof mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from releve.kit.documents import read_text
from releve.kit.faults import BadInputError, Place
from releve.kit.field_faults import first_fault
from releve.kit.words import translator
from releve.kit.yaml_places import line_of
from releve.training.engine.faults import case_faults, head_faults, pair_faults, quiz_faults
from releve.training.engine.module import KEY, LANGUAGES, Case, Head, Language, Module, Quiz

_ = translator("releve.training")

Kind = TypeVar("Kind")
LIMIT_BYTES = 400_000
LEAST_LESSON = 200
"""Characters: a lesson of fewer is a file that somebody forgot to fill."""


@dataclass(frozen=True)
class Shelf:
    """The modules of a folder by their key, and what is wrong with those that cannot be read."""

    modules: dict[str, Module]
    faults: tuple[BadInputError, ...] = ()


def read_shelf(folder: Path) -> Shelf:
    """Read every module of a folder: each folder in it is one."""
    found: dict[str, Module] = {}
    faults: list[BadInputError] = []
    if not folder.is_dir():
        what = _("there is no such folder of training modules")
        return Shelf({}, (BadInputError(what, place=Place(file=str(folder))),))
    try:
        places = sorted(one for one in folder.iterdir() if one.is_dir())
    except OSError as error:
        what = _("the folder cannot be read ({reason})").format(reason=error.strerror)
        return Shelf({}, (BadInputError(what, place=Place(file=str(folder))),))
    for place in places:
        if place.name.startswith((".", "_")):
            continue
        module, wrong = read_module(place)
        faults += wrong
        if module is not None:
            found[module.key] = module
    return Shelf(found, tuple(faults))


def read_module(folder: Path) -> tuple[Module | None, list[BadInputError]]:
    """Return the module of a folder, none where it has a fault, and all its faults."""
    faults: list[BadInputError] = []
    if KEY.fullmatch(folder.name) is None:
        what = _("a module's folder is named with small letters, digits and hyphens")
        return None, [BadInputError(what, place=Place(file=str(folder)))]
    head = _checked(Head, folder / "module.yaml", faults)
    lessons: dict[Language, str] = {}
    quizzes: dict[Language, Quiz] = {}
    cases: dict[Language, Case] = {}
    for language in LANGUAGES:
        lesson = _lesson(folder / f"lesson.{language}.md", faults)
        quiz = _checked(Quiz, folder / f"quiz.{language}.yaml", faults)
        case = _checked(Case, folder / f"case.{language}.yaml", faults)
        if lesson is not None and quiz is not None and case is not None:
            lessons[language], quizzes[language], cases[language] = lesson, quiz, case
    if faults or head is None:
        return None, faults
    module = Module(folder.name, head, lessons, quizzes, cases)
    faults = [_told(folder / name, field, what) for name, field, what in _module_faults(module)]
    return (None if faults else module), faults


def _module_faults(module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield the file, the field and the sentence of what contradicts itself in a module."""
    for field, what in head_faults(module.head):
        yield "module.yaml", field, what
    for language in LANGUAGES:
        for field, what in quiz_faults(module.quizzes[language], module.head.drawn):
            yield f"quiz.{language}.yaml", field, what
        for field, what in case_faults(module.cases[language]):
            yield f"case.{language}.yaml", field, what
    yield from pair_faults(module)


def _lesson(file: Path, faults: list[BadInputError]) -> str | None:
    try:
        text = read_text(file, limit_bytes=LIMIT_BYTES)
    except BadInputError as fault:
        faults.append(fault)
        return None
    if len(text.strip()) < LEAST_LESSON:
        what = _("the lesson is empty or nearly; write it as Markdown")
        faults.append(BadInputError(what, place=Place(file=str(file))))
        return None
    return text


def _checked(kind: type[Kind], file: Path, faults: list[BadInputError]) -> Kind | None:
    try:
        content = _document(file)
        return TypeAdapter(kind).validate_python(content)
    except BadInputError as fault:
        faults.append(fault)
    except ValidationError as error:
        first = first_fault(error, kind)
        faults.append(_told(file, ".".join(str(step) for step in first.path), first.what))
    return None


def _told(file: Path, field: str, what: str) -> BadInputError:
    """Return a fault in the content of a YAML file that was read, with its line."""
    line = line_of(read_text(file, limit_bytes=LIMIT_BYTES), field.split(".")) if field else None
    return BadInputError(what, place=Place(file=str(file), line=line, field=field or None))


def _document(file: Path) -> dict[str, Any]:
    """Return the fields of a YAML file; raises BadInputError."""
    text = read_text(file, limit_bytes=LIMIT_BYTES)
    try:
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = _("this is not YAML; check the indents, the quotes and the colons")
        raise BadInputError(what, place=Place(file=str(file), line=line)) from error
    except yaml.YAMLError as error:
        what = _("this is not YAML: a character is not allowed")
        raise BadInputError(what, place=Place(file=str(file))) from error
    if not isinstance(content, dict):
        raise BadInputError(_("the file names fields, each with a value"), place=Place(str(file)))
    return content

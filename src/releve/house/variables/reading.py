"""The variables read and checked; a value that means nothing is one sentence.

The sentence names the variable and what to write; it never repeats a secret.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from releve.house.variables.declared import VARIABLES, Kind, Variable
from releve.kit.numbers import number_in
from releve.kit.words import translator

_ = translator("releve.house")

PREFIX = "RELEVE_"
YES = frozenset({"1", "true", "yes", "on", "oui"})
NO = frozenset({"0", "false", "no", "off", "non"})

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def text(name: str) -> str:
    """Return the value of a variable, or of the file named by its ``_FILE``; else nothing.

    Raises ImproperlyConfigured where both are set, or the file cannot be read.
    """
    variable = _BY_NAME[name]
    given = os.environ.get(name, "").strip()
    file = os.environ.get(f"{name}_FILE", "").strip() if variable.is_secret else ""
    if given and file:
        message = _("{name} and {name}_FILE are both set; keep one")
        raise ImproperlyConfigured(message.format(name=name))
    return _content(name, Path(file)) if file else given


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether a variable says yes: ``1``, ``true``, ``yes``, ``on`` or ``oui``."""
    said = text(name).lower()
    if said and said not in YES | NO:
        message = _("{name} is {said!r}; write yes or no")
        raise ImproperlyConfigured(message.format(name=name, said=said))
    return said in YES if said else default


def words(name: str) -> list[str]:
    """Return the words of a variable, separated by spaces, line ends or commas."""
    return text(name).replace(",", " ").split()


def choice(name: str, *, default: str) -> str:
    """Return which of its choices a variable names."""
    said = text(name).lower()
    choices = _BY_NAME[name].choices
    if said and said not in choices:
        message = _("{name} is {said!r}; write one of: {choices}")
        listed = ", ".join(choices)
        raise ImproperlyConfigured(message.format(name=name, said=said, choices=listed))
    return said or default


def number(name: str, *, default: float) -> float:
    """Return a variable as a number above zero."""
    said = text(name)
    try:
        found = float(said) if said else default
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        message = _("{name} is {said!r}; write a number above zero")
        raise ImproperlyConfigured(message.format(name=name, said=said))
    return found


def minutes(name: str, *, default: int) -> int:
    """Return a variable as whole minutes, at least one."""
    said = text(name)
    found = number_in(said) if said else default
    if not found:
        message = _("{name} is {said!r}; write a number of minutes, at least 1")
        raise ImproperlyConfigured(message.format(name=name, said=said))
    return found


def count(name: str, *, default: int) -> int:
    """Return a variable as a whole number, at least one."""
    said = text(name)
    found = number_in(said) if said else default
    if not found:
        message = _("{name} is {said!r}; write a whole number, at least 1")
        raise ImproperlyConfigured(message.format(name=name, said=said))
    return found


def bytes_of(name: str, *, default: int) -> int:
    """Return a variable as a whole number of bytes, at least one."""
    said = text(name)
    found = number_in(said) if said else default
    if not found:
        message = _("{name} is {said!r}; write a number of bytes, at least 1")
        raise ImproperlyConfigured(message.format(name=name, said=said))
    return found


def some_of(name: str, *, known: Sequence[str], default: str) -> list[str]:
    """Return the words of a variable, each one of those known; set and empty, it names none."""
    said = words(name) if name in os.environ else default.split()
    for word in said:
        if word not in known:
            message = _("{name} names {word!r}; known are: {known}")
            listed = ", ".join(known)
            raise ImproperlyConfigured(message.format(name=name, word=word, known=listed))
    return said


def check_all() -> None:
    """Read every variable once; the first value that means nothing raises ImproperlyConfigured."""
    for variable in VARIABLES:
        _check(variable)


def unknown_names(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each variable that begins like ours and that nobody reads, with the nearest name."""
    known = [name for variable in VARIABLES for name in variable.names]
    strangers = sorted(
        name for name in environment if name.startswith(PREFIX) and name not in known
    )
    return [(name, _nearest(name, known)) for name in strangers]


def secret_files() -> Iterator[tuple[str, Path]]:
    """Yield each variable that names a file with a secret, with that file."""
    for variable in VARIABLES:
        name = f"{variable.name}_FILE" if variable.is_secret else variable.name
        file = os.environ.get(name, "").strip()
        if file and (variable.is_secret or variable.kind is Kind.FILE):
            yield name, Path(file)


def _nearest(name: str, known: list[str]) -> str:
    # Without what all have in common, or every name would be near every other.
    ours = {one.removeprefix(PREFIX): one for one in known if one.startswith(PREFIX)}
    near = get_close_matches(name.removeprefix(PREFIX), ours, n=1)
    return ours[near[0]] if near else ""


def _check(variable: Variable) -> None:
    if variable.kind is Kind.YES_NO:
        flag(variable.name)
    elif variable.kind is Kind.CHOICE:
        choice(variable.name, default="")
    elif variable.kind is Kind.NUMBER:
        number(variable.name, default=1.0)
    elif variable.kind is Kind.MINUTES:
        minutes(variable.name, default=1)
    elif variable.kind is Kind.COUNT:
        count(variable.name, default=1)
    elif variable.kind is Kind.BYTES:
        bytes_of(variable.name, default=1)
    else:
        _check_length(variable, text(variable.name))


def _check_length(variable: Variable, said: str) -> None:
    if said and len(said) < variable.at_least:
        message = _("{name} has {count} characters; make one of at least {least}")
        raise ImproperlyConfigured(
            message.format(name=variable.name, count=len(said), least=variable.at_least)
        )


def _content(name: str, file: Path) -> str:
    try:
        said = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is no text")
        message = _("{name}_FILE names {file}, which cannot be read ({reason})")
        raise ImproperlyConfigured(message.format(name=name, file=file, reason=reason)) from error
    if not said:
        message = _("{name}_FILE names {file}, which is empty")
        raise ImproperlyConfigured(message.format(name=name, file=file))
    return said

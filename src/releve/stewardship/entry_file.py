"""The fields of an entry as a file gives them, each checked as the form of an entry does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.stewardship.register_fields import Field, fields

_ = translator("releve.stewardship")

MOST_NUMBER = 10_000
LONGEST_ADDRESS = 200
LANGUAGES = ("fr", "en")


def fields_told(said: Mapping[str, Any], *, within: str) -> dict[str, Any]:
    """Return fields by code as the register keeps them; raises BadInputError with the field.

    ``within``: the field of the file in which they stand.
    """
    known = fields()
    told = {}
    for code, value in said.items():
        field = known.get(code)
        if field is None:
            message = _("the register has no such field; known: {known}")
            raise _fault(f"{within}.{code}", message.format(known=", ".join(known)))
        told[code] = _READ[field.kind](field, value, f"{within}.{code}")
    return told


def _text(field: Field, value: Any, where: str) -> dict[str, str]:
    both = value if isinstance(value, dict) else {"fr": value}
    if not both or set(both) - set(LANGUAGES):
        raise _fault(where, _("write the text in French and in English: {fr: …, en: …}"))
    return {one: _line(field, both.get(one, ""), f"{where}.{one}") for one in LANGUAGES}


def _line(field: Field, value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _fault(where, _("write {what}").format(what=_("a text")))
    if len(value) > field.limit:
        raise _fault(where, _("{most} characters at most").format(most=field.limit))
    return value


def _address(_field: Field, value: Any, where: str) -> str:
    wrong = _fault(where, _("this is no address, such as https://example.org/…"))
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        raise wrong
    return _valid(URLValidator(schemes=("https", "http")), value, wrong)


def _email(field: Field, value: Any, where: str) -> str:
    wrong = _fault(where, _("this is no mail address"))
    if not isinstance(value, str) or len(value) > field.limit:
        raise wrong
    return _valid(validate_email, value, wrong)


def _date(_field: Field, value: Any, where: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise _fault(where, _("write a day such as 2027-03-01")) from None


def _number(_field: Field, value: Any, where: str) -> int:
    if type(value) is not int or not 0 <= value <= MOST_NUMBER:
        message = _("a whole number from {least} to {most}")
        raise _fault(where, message.format(least=0, most=MOST_NUMBER))
    return value


def _choice(field: Field, value: Any, where: str) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise _fault(where, _("one of these: {known}").format(known=", ".join(field.choices)))
    return value


def _valid(check: Callable[[str], None], value: str, wrong: BadInputError) -> str:
    try:
        check(value)
    except ValidationError:
        raise wrong from None
    return value


def _fault(field: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(field=field))


_READ: Mapping[str, Callable[[Field, Any, str], Any]] = {
    "text": _text,
    "line": _line,
    "address": _address,
    "email": _email,
    "date": _date,
    "number": _number,
    "choice": _choice,
}

"""Long lists, page by page: a stable order by one key, and a signed place to go on from.

A list that changes between two pages loses nobody and shows nobody twice, as pages counted by
number would.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from releve.kit.words import translator
from releve.people.api.faults import Fault, Wrong

_ = translator("releve.people")

SIGNER = signing.Signer(salt="releve.api.page")


class Wanted(Schema):
    """Which page is wanted."""

    limit: int = Field(50, ge=1, le=200, description="How many lines at most.")
    after: str = Field("", max_length=300, description="Where to go on: `next` of the page before.")


Page = Annotated[Wanted, Query()]


def page_of(
    rows: QuerySet[Any], *, key: str, wanted: Wanted, request: HttpRequest, response: HttpResponse
) -> tuple[list[Any], str | None]:
    """Return the lines of a page, and where the next one begins; ``Link`` says so too.

    ``key``: a field that no two of these rows share, with ``-`` for the last first.
    """
    name, last_first = key.removeprefix("-"), key.startswith("-")
    if wanted.after:
        comparison = f"{name}__{'lt' if last_first else 'gt'}"
        rows = rows.filter(**{comparison: _place(wanted.after, rows.model, name)})
    found = list(rows.order_by(key)[: wanted.limit + 1])
    if len(found) <= wanted.limit:
        return found, None
    shown = found[: wanted.limit]
    field = rows.model._meta.get_field(name)  # noqa: SLF001 - Django documents it under this name
    following = SIGNER.sign_object([name, field.value_to_string(shown[-1])])
    query = urlencode({"limit": wanted.limit, "after": following})
    response["Link"] = f'<{request.path}?{query}>; rel="next"'
    return shown, following


def _place(after: str, model: type[Model], name: str) -> Any:
    try:
        named, text = SIGNER.unsign_object(after)
    except (signing.BadSignature, ValueError):
        named, text = "", ""
    if named != name:
        message = _("this is not where a page of this list begins; leave it out to start again")
        raise Fault("invalid", wrong=[Wrong("after", message)])
    field: Any = model._meta.get_field(name)  # noqa: SLF001 - see above
    return field.to_python(text)

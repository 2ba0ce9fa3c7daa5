"""Sentences made in Python speak the language of the page they stand on."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from releve.house.urls import urlpatterns as house_urls
from releve.kit.words import current_language, translator

_ = translator("releve.people")
SENTENCE = "the name to show is empty"
SAID = {"fr": "le nom à afficher est vide", "en": SENTENCE}


@login_not_required
def _whole(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(_(SENTENCE))


@login_not_required
def _bit_by_bit(_request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[str]:
        yield _(SENTENCE)
        yield _(SENTENCE)

    return StreamingHttpResponse(parts())


@login_not_required
def _file(_request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(b"kept as it is"))


urlpatterns = [
    *house_urls,
    path("whole", _whole),
    path("bit-by-bit", _bit_by_bit),
    path("file", _file),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_of_a_room_speaks_the_language_of_the_request(language: str) -> None:
    client = Client(headers={"accept-language": language})
    assert client.get("/whole").getvalue().decode() == SAID[language]


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_sent_later_speaks_it_too(language: str) -> None:
    answer = Client(headers={"accept-language": language}).get("/bit-by-bit")
    assert answer.getvalue().decode() == SAID[language] * 2


def test_the_language_of_a_request_ends_with_it() -> None:
    before = current_language()
    other = "en" if before == "fr" else "fr"
    Client(headers={"accept-language": other}).get("/whole")
    parts = iter(Client(headers={"accept-language": other}).get("/bit-by-bit"))
    assert next(parts).decode() == SAID[other]
    assert current_language() == before
    assert [part.decode() for part in parts] == [SAID[other]]


def test_the_language_once_chosen_is_the_one_that_is_spoken() -> None:
    client = Client(headers={"accept-language": "fr"})
    client.post("/langue", {"language": "en"})
    assert client.get("/whole").getvalue().decode() == SAID["en"]


def test_a_file_is_sent_as_it_is() -> None:
    answer = Client().get("/file")
    assert answer.getvalue() == b"kept as it is"

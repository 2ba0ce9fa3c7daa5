"""Signing in with the hospital's directory, against a provider that runs beside the tests."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import path
from pytest_django import Settings

from releve.house.directory_settings import Directory
from releve.house.tests.clock import Clock
from releve.house.tests.provider import Provider, a_provider, free_port
from releve.house.tests.signing import (
    a_hospital,
    a_reader,
    an_account,
    inside,
    is_inside,
    sign_in,
    telephone_code,
    with_factor,
)
from releve.house.urls import urlpatterns as house_urls
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.actions import link_directory
from releve.people.models import Account
from releve.people.queries import directory_key

urlpatterns = [*house_urls, path("inside/", inside)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.usefixtures("quick_passwords", "everybody_may"),
    pytest.mark.xdist_group("directory"),
]
SUBJECT = "7f3a-ada"
ADMINISTRATOR = HOUSE


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider on the loopback."""
    with a_provider() as running:
        yield running


@pytest.fixture
def known(provider: Provider, settings: Settings) -> Directory:
    """The directory as the environment would describe it."""
    described = Directory(provider.issuer, "releve", "a secret of a test", name="Annuaire")
    settings.DIRECTORY = described
    return described


def linked(subject: str = SUBJECT, **facts: Any) -> Account:
    """Save an account that is tied to a subject."""
    account = an_account(password=None, **facts)
    link_directory(account, subject, actor=ADMINISTRATOR)
    return account


def back(client: Client, provider: Provider, *, subject: str = SUBJECT, start: str = "") -> Any:
    """Go to the provider and come back; return the answer."""
    leads = client.get(f"/sign-in/directory/{start}")
    assert leads.status_code == 302
    returned = provider.lets_in(leads["Location"], subject)
    return client.get(returned)


def asked(address: str) -> dict[str, str]:
    """Return what the provider is asked."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_somebody_of_the_directory_gets_in_and_arrives_where_she_wanted(
    provider: Provider, known: Directory
) -> None:
    linked()
    provider.knows(SUBJECT, preferred_username="ada", email="ada@example.org")
    client = a_reader()
    assert f"Sign in with {known.name}" in client.get("/sign-in/").content.decode()
    answer = back(client, provider, start="?next=/inside/")
    assert (answer.status_code, answer["Location"]) == (302, "/inside/")
    assert is_inside(client) is True


@pytest.mark.usefixtures("known")
def test_the_provider_is_asked_with_state_nonce_and_a_challenge() -> None:
    leads = a_reader().get("/sign-in/directory/?next=https://example.org/")
    said = asked(leads["Location"])
    assert said["code_challenge_method"] == "S256"
    assert [len(said[name]) >= 16 for name in ("state", "nonce", "code_challenge")] == [True] * 3
    assert said["redirect_uri"] == "http://testserver/sign-in/directory/back/"
    assert set(said["scope"].split()) == {"openid", "profile", "email"}


def test_nothing_of_what_the_directory_says_is_kept_but_a_digest(
    provider: Provider, known: Directory
) -> None:
    linked()
    provider.knows(SUBJECT, preferred_username="ada", email="ada@example.org", name="Ada F.")
    back(a_reader(), provider)
    kept = SocialAccount.objects.get()
    assert (kept.extra_data, kept.uid) == ({}, directory_key(known.issuer, SUBJECT))
    assert kept.last_login == kept.date_joined


@pytest.mark.usefixtures("known")
def test_somebody_without_an_account_gets_one_clear_sentence_and_none_is_made(
    provider: Provider,
) -> None:
    client = a_reader()
    answer = back(client, provider, subject="stranger")
    assert answer.status_code == 403
    assert "Annuaire knows you, but no account of Relève goes with it" in answer.content.decode()
    assert Account.objects.filter(username="stranger").exists() is False
    assert is_inside(client) is False


@pytest.mark.usefixtures("known")
def test_a_closed_account_is_told_the_same_sentence(provider: Provider) -> None:
    account = linked()
    account.is_active = False
    account.save()
    client = a_reader()
    answer = back(client, provider)
    assert answer.status_code == 403
    assert "no account of Relève goes with it" in answer.content.decode()
    assert is_inside(client) is False


def test_a_directory_of_one_hospital_opens_no_account_of_another(
    provider: Provider, known: Directory, settings: Settings
) -> None:
    here, elsewhere = a_hospital(), a_hospital("CH-AILLEURS")
    settings.DIRECTORY = dataclasses.replace(known, hospital=here.code)
    linked("one", username="ada", hospital=here)
    linked("two", username="bo", hospital=elsewhere)
    linked("three", username="above")
    answers = [
        back(a_reader(), provider, subject=one).status_code for one in ("one", "two", "three")
    ]
    assert answers == [302, 403, 403]


@pytest.mark.parametrize("links", [True, False])
def test_a_name_in_the_directory_ties_an_account_only_if_the_operator_says_so(
    provider: Provider, known: Directory, settings: Settings, *, links: bool
) -> None:
    settings.DIRECTORY = dataclasses.replace(known, links=links)
    account = an_account()
    provider.knows(SUBJECT, preferred_username="Ada")
    client = a_reader()
    back(client, provider)
    assert is_inside(client) is links
    assert SocialAccount.objects.filter(user=account).exists() is links
    provider.knows(SUBJECT, preferred_username="renamed")
    again = a_reader()
    back(again, provider)
    assert is_inside(again) is links


def test_a_tied_account_is_not_taken_over_by_another_subject_of_the_same_name(
    provider: Provider, known: Directory, settings: Settings
) -> None:
    settings.DIRECTORY = dataclasses.replace(known, links=True)
    linked("first")
    provider.knows("second", preferred_username="ada")
    assert back(a_reader(), provider, subject="second").status_code == 403


def test_an_account_that_must_have_a_second_factor_is_never_tied_by_its_name(
    provider: Provider, known: Directory, settings: Settings
) -> None:
    settings.DIRECTORY = dataclasses.replace(known, links=True)
    an_account("root", hospital=a_hospital(), function="administrator")
    provider.knows(SUBJECT, preferred_username="root")
    assert back(a_reader(), provider).status_code == 403


@pytest.mark.parametrize(("verified", "opens"), [(True, True), (False, False), (None, False)])
def test_an_address_ties_an_account_only_where_the_directory_has_verified_it(
    provider: Provider,
    known: Directory,
    settings: Settings,
    *,
    verified: bool | None,
    opens: bool,
) -> None:
    settings.DIRECTORY = dataclasses.replace(known, links=True, claim="email")
    an_account("ada@example.org")
    facts = {} if verified is None else {"email_verified": verified}
    provider.knows(SUBJECT, email="ada@example.org", **facts)
    client = a_reader()
    back(client, provider)
    assert is_inside(client) is opens


@pytest.mark.usefixtures("known")
def test_after_the_directory_the_second_factor_of_the_account_is_asked_for(
    provider: Provider, clock: Clock
) -> None:
    with_factor(linked(), clock)
    client = a_reader()
    assert back(client, provider)["Location"] == "/sign-in/code/"
    assert is_inside(client) is False
    client.post("/sign-in/code/", {"code": telephone_code(clock)})
    assert is_inside(client) is True


@pytest.mark.usefixtures("known")
def test_an_answer_for_another_browser_or_used_twice_opens_nothing(provider: Provider) -> None:
    linked()
    client, other = a_reader(), a_reader()
    leads = client.get("/sign-in/directory/")
    returned = provider.lets_in(leads["Location"], SUBJECT)
    assert other.get(returned).status_code == 401
    assert client.get(returned).status_code == 302
    client.post("/sign-out/")
    assert client.get(returned).status_code == 401
    assert [is_inside(one) for one in (client, other)] == [False, False]


@pytest.mark.usefixtures("known")
def test_an_answer_with_another_nonce_opens_nothing(provider: Provider) -> None:
    linked()
    client = a_reader()
    leads = client.get("/sign-in/directory/")["Location"]
    forged = re.sub(r"nonce=[^&]+", "nonce=of-another-sign-in", leads)
    returned = provider.lets_in(forged, SUBJECT)
    answer = client.get(returned)
    assert answer.status_code == 401
    assert "was not accepted" in answer.content.decode()
    assert is_inside(client) is False


def changed_token(monkeypatch: pytest.MonkeyPatch, key: Any, algorithm: str, **facts: Any) -> None:
    """Let the identity token that comes back say something else, signed by somebody else."""
    from allauth.socialaccount.providers.oauth2.client import OAuth2Client  # noqa: PLC0415 - one use

    real = OAuth2Client.get_access_token

    def forged(self: Any, *arguments: Any, **options: Any) -> Any:
        answer = real(self, *arguments, **options)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        token = jwt.encode({**claims, **facts}, key, algorithm=algorithm)
        return {**answer, "id_token": token}

    monkeypatch.setattr(OAuth2Client, "get_access_token", forged)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("key", "algorithm"), [("", "none"), ("a shared secret, long enough for HS256", "HS256")]
)
def test_a_token_that_the_provider_has_not_signed_opens_nothing(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, key: str, algorithm: str
) -> None:
    linked()
    changed_token(monkeypatch, key, algorithm)
    client = a_reader()
    assert back(client, provider).status_code == 401
    assert is_inside(client) is False


@pytest.mark.usefixtures("known")
def test_a_token_signed_with_another_key_opens_nothing(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - one use

    linked()
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    changed_token(monkeypatch, other, "RS256")
    client = a_reader()
    assert back(client, provider).status_code == 401
    assert is_inside(client) is False


def test_a_provider_that_names_itself_otherwise_opens_nothing(
    provider: Provider, known: Directory, settings: Settings
) -> None:
    linked()
    described = f"{provider.issuer}/.well-known/openid-configuration?of=somebody-else"
    settings.DIRECTORY = dataclasses.replace(known, issuer=described)
    answer = a_reader().get("/sign-in/directory/")
    assert answer.status_code == 401
    assert "was not accepted" in answer.content.decode()


@pytest.mark.usefixtures("known")
def test_a_token_of_another_issuer_or_for_another_client_opens_nothing(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked()
    real = jwt.decode
    for foreign in ({"issuer": "https://elsewhere.example"}, {"audience": "another client"}):
        with monkeypatch.context() as patch:
            patch.setattr(
                jwt,
                "decode",
                lambda token, foreign=foreign, **asked: real(token, **asked | foreign),
            )
            client = a_reader()
            assert back(client, provider).status_code == 401
            assert is_inside(client) is False


def test_a_subject_of_another_issuer_is_another_person() -> None:
    one, two = "https://one.example", "https://two.example"
    assert directory_key(one, SUBJECT) != directory_key(two, SUBJECT)
    assert directory_key(one, SUBJECT) == directory_key(f"{one}/", SUBJECT)


def test_a_directory_that_is_down_says_so_and_passwords_still_open(
    known: Directory, settings: Settings
) -> None:
    settings.DIRECTORY = dataclasses.replace(known, issuer=f"http://127.0.0.1:{free_port()}")
    an_account()
    client = a_reader()
    assert client.get("/sign-in/").status_code == 200
    answer = client.get("/sign-in/directory/")
    assert answer.status_code == 503
    assert "Annuaire does not answer" in answer.content.decode()
    assert sign_in(client) == "/"


@pytest.mark.usefixtures("known")
def test_who_turns_back_at_the_directory_is_told_that_nothing_changed(provider: Provider) -> None:
    client = a_reader()
    leads = client.get("/sign-in/directory/")["Location"]
    way = urlsplit(provider.turns_back(leads))
    state = asked(leads)["state"]
    answer = client.get(f"{way.path}?error=access_denied&state={state}")
    assert "You came back without signing in" in answer.content.decode()
    assert provider.issuer not in answer.content.decode()


def test_without_a_directory_its_pages_are_not_there() -> None:
    client = a_reader()
    assert "directory" not in client.get("/sign-in/").content.decode()
    for address in ("/sign-in/directory/", "/sign-in/directory/back/"):
        assert client.get(address).status_code == 404


@pytest.mark.usefixtures("known")
def test_one_subject_is_tied_to_one_account_and_one_account_to_one_subject() -> None:
    ada = linked()
    with pytest.raises(BadInputError, match="another account"):
        link_directory(an_account("bo"), SUBJECT, actor=ADMINISTRATOR)
    link_directory(ada, "another", actor=ADMINISTRATOR)
    assert SocialAccount.objects.filter(user=ada).count() == 1

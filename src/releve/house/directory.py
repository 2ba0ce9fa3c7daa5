"""Signing in with the hospital's directory (OpenID Connect Core 1.0, code flow with PKCE).

An account must exist here and be tied to a subject of that issuer. The identity token is checked
whole: signature, issuer, audience, times, and the nonce of this very sign-in. Of what the
directory says nothing is kept but a digest of issuer and subject.
"""

from __future__ import annotations

import secrets
from typing import Any

import jwt
import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from releve.house.directory_settings import Directory
from releve.house.second_factor import must_have_factor
from releve.house.sessions import end, session_event
from releve.people.models import Account, Level
from releve.people.queries import DIRECTORY, account_or_none, directory_key

SIGNED_BY = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
"""Signatures with a public key; a token signed with a shared secret or not at all is refused."""


LEEWAY_SECONDS = 60
"""How far the clocks of two machines may differ."""


def directory() -> Directory:
    """Return the directory; raises SocialApp.DoesNotExist where there is none."""
    known: Directory | None = settings.DIRECTORY
    if known is None:
        raise SocialApp.DoesNotExist
    return known


def described() -> SocialApp:
    """Return the directory as allauth wants it described; raises SocialApp.DoesNotExist."""
    known = directory()
    return SocialApp(
        provider="openid_connect",
        provider_id=DIRECTORY,
        name=known.name,
        client_id=known.client_id,
        secret=known.client_secret,
        settings={"server_url": known.issuer, "oauth_pkce_enabled": True},
    )


class DirectoryAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """Speaks with the directory; stricter than its parent about the identity token."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, DIRECTORY)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the directory says of itself; raises OAuth2Error where it is somebody else."""
        try:
            found: dict[str, Any] = super().openid_config
            if found["issuer"].rstrip("/") != directory().issuer.rstrip("/"):
                raise OAuth2Error("the directory names itself otherwise than its address")
        except (KeyError, AttributeError, TypeError) as error:
            raise OAuth2Error("the directory does not describe itself") from error
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - its signature
        """Return where the directory sends people back."""
        return request.build_absolute_uri(reverse("directory_back"))

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,
        token: object,  # noqa: ARG002 - its signature
        **facts: Any,
    ) -> SocialLogin:
        """Return who signs in, from the identity token alone; raises OAuth2Error."""
        try:
            claims = self._claims(app, str(facts["response"]["id_token"]))
            login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
            login.account.uid = directory_key(claims["iss"], str(claims["sub"]))
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error("the identity token cannot be read") from error
        login.account.extra_data = {}
        login.email_addresses = []
        login.claims = claims
        return login

    def _claims(self, app: SocialApp, credential: str) -> dict[str, Any]:
        head = jwt.get_unverified_header(credential)
        claims: dict[str, Any] = jwt.decode(
            credential,
            key=self._key_for(head),
            algorithms=[head["alg"]],
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the identity token was made for another client")
        return claims

    def _key_for(self, head: dict[str, Any]) -> Any:
        """Return the public key that a token names; where it names none, the only one there is."""
        if head["alg"] not in SIGNED_BY:
            raise OAuth2Error("the identity token is not signed with a public key")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = head.get("kid")
        fitting = [
            key
            for key in keys
            if key.public_key_use != "enc" and (named is None or key.key_id == named)
        ]
        if len(fitting) != 1:
            raise OAuth2Error("the directory has no one key that fits the identity token")
        return fitting[0].key


def start(request: HttpRequest, *, next_page: str) -> HttpResponse:
    """Lead to the directory, or say that it does not answer."""
    nonce = secrets.token_urlsafe(24)
    try:
        provider = get_adapter().get_provider(request, DIRECTORY)
        provider.oauth2_adapter_class = _adapter_for
        leads: HttpResponse = provider.redirect(
            request,
            process="login",
            next_url=next_page or None,
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
    except (requests.RequestException, OAuth2Error) as error:
        return failure(request, exception=error)
    return leads


def take_up(request: HttpRequest) -> HttpResponse:
    """Take up what the directory answers: the code is exchanged, and somebody let in or not."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(DirectoryAdapter(request))(request)
    return answer


def admit(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Let an account in that is tied to its subject, before or now; else say that none is."""
    claims: dict[str, Any] = login.claims
    nonce = str(login.state.get("nonce") or "")
    if not nonce or not constant_time_compare(str(claims.get("nonce") or ""), nonce):
        return failure(request, exception=OAuth2Error("this answer belongs to no sign-in here"))
    account = login.user if login.account.pk else _to_link(claims)
    if account is None or not account.is_active or not _is_of_the_directory(account):
        session_event("refused", None, how="directory")
        return render(request, "house/directory_unknown.html", _facts(), status=403)
    if login.account.pk is None:
        login.account.user = account
        with transaction.atomic():
            login.account.save()
            session_event("directory_linked", account)
    # When somebody signed in last is not kept.
    SocialAccount.objects.filter(pk=login.account.pk).update(last_login=F("date_joined"))
    if request.user.is_authenticated:
        end(request, "ended")
    record_authentication(request, account, "directory")
    answer: HttpResponse = perform_login(request, account, redirect_url=login.state.get("next"))
    return answer


def failure(
    request: HttpRequest, *, error: object = None, exception: Exception | None = None
) -> HttpResponse:
    """Say that the directory did not answer, answered wrongly, or that the person went back."""
    silent = isinstance(exception, requests.RequestException)
    session_event("refused", None, how="directory_silent" if silent else "directory_answer")
    facts = {"silent": silent, "cancelled": error == AuthError.CANCELLED, **_facts()}
    return render(request, "house/directory_failed.html", facts, status=503 if silent else 401)


def _adapter_for(request: HttpRequest, _provider_id: str = "") -> DirectoryAdapter:
    return DirectoryAdapter(request)


def _to_link(claims: dict[str, Any]) -> Account | None:
    """Return the account that a claim names, where the operator trusts it to.

    Never one that is tied already, nor one that must have a second factor: whoever can write a
    name in the directory would else become an administrator here.
    """
    known = directory()
    said = claims.get(known.claim)
    vouched = known.claim != "email" or claims.get("email_verified") is True
    if not (known.links and vouched and isinstance(said, str) and said.strip()):
        return None
    account = account_or_none(said)
    if account is None or SocialAccount.objects.filter(user=account).exists():
        return None
    return None if must_have_factor(account, on=localdate()) else account


def _is_of_the_directory(account: Account) -> bool:
    code = directory().hospital
    if not code:
        return True
    hospital: Level | None = account.hospital
    return hospital is not None and hospital.code == code


def _facts() -> dict[str, str]:
    return {"directory": directory().name}

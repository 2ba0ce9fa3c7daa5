"""How ``allauth`` is bent to this house: no sign-up, no e-mail, secrets under the house's key."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from releve.house import directory, known_browsers, sessions
from releve.house.second_factor import owes_factor
from releve.people.models import Account
from releve.trail.keys import TrailClosedError


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by administrators; a session begins in one place."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - its signature
        """Nobody makes an account for herself."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session of somebody who has shown all that was asked of her.

        Where that cannot be noted in the trail, none begins: raises TrailClosedError.
        """
        try:
            with transaction.atomic():
                super().login(request, user)
                if isinstance(user, Account):
                    sessions.begin(request, owes_factor=owes_factor(user, on=localdate()))
                    sessions.session_event("signed_in", user, how=_how(request, user))
        except TrailClosedError:
            logout(request)  # what this request still holds of the session goes as well
            raise

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **facts: Any
    ) -> HttpResponse:
        """Lead to the page that was wanted, and let the browser remember who opened it."""
        answer: HttpResponse = super().post_login(request, user, **facts)
        if isinstance(user, Account):
            known_browsers.remember(request, answer, user)
        return answer

    def send_notification_mail(self, *_args: Any, **_facts: Any) -> None:
        """Send nothing: accounts have no address."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets are kept under a key made of SECRET_KEY: a copy of the database opens nothing."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return _keys().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; an empty one, which must open nothing, where the key was lost."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


class DirectoryAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """The one directory of the environment; it opens accounts that exist, and makes none."""

    def get_app(
        self,
        request: HttpRequest,  # noqa: ARG002 - its signature
        provider: str,  # noqa: ARG002 - its signature
        client_id: str | None = None,  # noqa: ARG002 - its signature
    ) -> SocialApp:
        """Return the directory that the environment describes; raises SocialApp.DoesNotExist."""
        return directory.described()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - its signature
        """Nobody gets an account by being in the directory."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:  # noqa: ARG002 - its signature
        """Take nothing of what the directory says about a person."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let somebody in, or answer with the page that says why not."""
        raise ImmediateHttpResponse(directory.admit(request, sociallogin))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - its signature
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002 - its signature
    ) -> None:
        """Answer with the page that says what went wrong at the directory."""
        raise ImmediateHttpResponse(directory.failure(request, error=error, exception=exception))


def _how(request: HttpRequest, account: Account) -> str:
    shown = get_authentication_records(request, account)
    return "+".join(dict.fromkeys(str(one["method"]) for one in shown))


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(str(secret))) for secret in known])


def _key_from(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"releve second factor")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))

"""The hospital's directory as the environment describes it: an OpenID Connect provider.

Without RELEVE_OIDC_ISSUER there is none, and every account has its password here. Nothing is
fetched to read these settings: the provider is asked when somebody signs in with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from releve.house.environment import flag, text

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TIMEOUT_SECONDS = 5


@dataclass(frozen=True)
class Directory:
    """A hospital's directory of people, and how far it is trusted.

    ``issuer``: its address, exactly as it names itself. ``claim``: what names the account there.
    ``links``: whether that claim ties an account to its subject at the first sign-in; else an
    administrator ties them. ``hospital``: the code of the only hospital whose accounts it opens;
    empty, it opens those of all.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str = "OpenID Connect"
    claim: str = "preferred_username"
    links: bool = False
    hospital: str = ""


def directory() -> Directory | None:
    """Return the directory, none where RELEVE_OIDC_ISSUER is absent.

    Raises ImproperlyConfigured with one sentence where it is half described.
    """
    issuer = text("RELEVE_OIDC_ISSUER")
    if not issuer:
        return None
    address = urlsplit(issuer)
    if address.scheme != "https" and not (
        address.scheme == "http" and address.hostname in LOOPBACK
    ):
        raise ImproperlyConfigured("RELEVE_OIDC_ISSUER must begin with https://")
    client_id = text("RELEVE_OIDC_CLIENT_ID")
    if not client_id:
        raise ImproperlyConfigured("RELEVE_OIDC_ISSUER is set; RELEVE_OIDC_CLIENT_ID is missing")
    return Directory(
        issuer=issuer,
        client_id=client_id,
        client_secret=_secret(),
        name=text("RELEVE_OIDC_NAME") or Directory.name,
        claim=text("RELEVE_OIDC_CLAIM") or Directory.claim,
        links=flag("RELEVE_OIDC_LINK"),
        hospital=text("RELEVE_OIDC_HOSPITAL"),
    )


def _secret() -> str:
    if secret := os.environ.get("RELEVE_OIDC_CLIENT_SECRET", "").strip():
        return secret
    named = os.environ.get("RELEVE_OIDC_CLIENT_SECRET_FILE", "").strip()
    if not named:
        message = "RELEVE_OIDC_CLIENT_SECRET or RELEVE_OIDC_CLIENT_SECRET_FILE is missing"
        raise ImproperlyConfigured(message)
    try:
        return Path(named).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"RELEVE_OIDC_CLIENT_SECRET_FILE is {named}, which cannot be read"
        raise ImproperlyConfigured(message) from error

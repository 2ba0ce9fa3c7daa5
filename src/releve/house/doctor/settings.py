"""What the environment says that is missing or unsafe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from releve.house import variables
from releve.house.database import database_files
from releve.house.doctor.reach import others_can_open
from releve.kit.findings import Finding, advice, fault, fine
from releve.kit.words import translator

_ = translator("releve.house")

LEAST_KEY, LEAST_KINDS = 50, 5
"""Characters of a key, and how many different ones: Django's own limits (security.W009)."""


def debug() -> Iterator[Finding]:
    """Look whether faults are shown to whoever asks."""
    if settings.DEBUG:
        yield fault(
            "debug", _("RELEVE_DEBUG shows the data of faults in the browser"), _("unset it")
        )
    else:
        yield fine("debug", _("faults are not shown in the browser"))


def secret_key() -> Iterator[Finding]:
    """Look whether the key that signs sessions can be guessed or read."""
    key = str(settings.SECRET_KEY)
    if len(key) < LEAST_KEY or len(set(key)) < LEAST_KINDS:
        yield fault(
            "key_weak",
            _("SECRET_KEY can be guessed"),
            _("make a new one of at least 50 random characters; see the operations guide"),
        )
    else:
        yield fine("key_strong", _("the key that signs sessions is strong"))


def https() -> Iterator[Finding]:
    """Look whether what is served under a name travels in clear."""
    if not settings.NAMED_HOSTS:
        yield fine("https", _("pages are for this computer only"))
    elif "*" in settings.NAMED_HOSTS:
        yield fault(
            "any_host", _("RELEVE_HOSTS is '*': anybody may invent a name"), _("name the hosts")
        )
    elif not settings.HTTPS:
        yield fault(
            "no_https",
            _("RELEVE_HOSTS names a host, and RELEVE_HTTPS is no: passwords travel in clear"),
            _("put a proxy with a certificate before it and unset RELEVE_HTTPS"),
        )
    elif not settings.BEHIND_PROXY:
        yield fault(
            "no_proxy",
            _("pages are asked for over HTTPS, and no proxy is said to speak it"),
            _("set RELEVE_BEHIND_PROXY=yes once the proxy sets X-Forwarded-Proto"),
        )
    else:
        yield fine("https", _("pages are served over HTTPS only"))


def names_of_variables() -> Iterator[Finding]:
    """Look for variables that begin like ours and that nobody reads: slips of the pen."""
    strangers = variables.unknown_names(os.environ)
    for name, near in strangers:
        what = _("nothing reads {name}").format(name=name)
        to_do = _("write {near}").format(near=near) if near else _("unset it")
        yield fault("variable_unknown", what, to_do)
    if not strangers:
        yield fine("variables", _("every RELEVE_ variable is known"))


def rights_of_files() -> Iterator[Finding]:
    """Look whether other accounts of this machine can read keys and data."""
    open_ones = [path for path in dict.fromkeys(_own_files()) if _is_open(path)]
    for path in open_ones:
        yield fault(
            "file_open",
            _("other accounts of this machine can open {path}").format(path=path),
            _("run: chmod go= {path}").format(path=path),
        )
    if not open_ones:
        yield fine("files", _("keys and data are readable by their owner alone"))


def mail() -> Iterator[Finding]:
    """Look whether mail can leave."""
    if "dummy" in settings.EMAIL_BACKEND:
        yield advice(
            "mail_none", _("no mail server is set, so no mail is sent"), _("set RELEVE_MAIL_URL")
        )
    elif not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL) and settings.EMAIL_HOST_USER:
        yield fault(
            "mail_clear",
            _("the password of the mail server travels in clear"),
            _("write RELEVE_MAIL_URL with smtp:// or smtps://"),
        )
    else:
        yield fine("mail", _("mail leaves by the server of RELEVE_MAIL_URL"))


def _own_files() -> Iterator[Path]:
    folder = settings.DATA_FOLDER
    yield from (folder, folder / "secret_key", *database_files())
    for _name, path in variables.secret_files():
        yield path


def _is_open(path: Path) -> bool:
    return others_can_open(path) and not _is_mounted_secret(path)


def _is_mounted_secret(path: Path) -> bool:
    # Container engines mount secrets readable by all inside a container that is one account.
    return path.is_relative_to("/run/secrets")


SETTINGS_CHECKS = (debug, secret_key, https, names_of_variables, rights_of_files, mail)

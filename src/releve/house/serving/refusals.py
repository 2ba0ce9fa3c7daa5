"""What `releve serve` refuses, in words: combinations by which data would leave the house.

Each sentence says what is wrong and what to do. `releve doctor` says the same of an installation
that another program serves.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address

from django.conf import settings

from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")

LEAST_KEY = 50
"""Characters of a key that signs sessions; fewer can be guessed (Django's own limit)."""


def refuse_unsafe(host: str) -> None:
    """Raise BadInputError where pages served at ``host`` would be unsafe or could not work."""
    if "*" in settings.ALLOWED_HOSTS:
        raise BadInputError(_("RELEVE_HOSTS is '*': name the hosts, or anybody may invent one"))
    if settings.HTTPS and not settings.BEHIND_PROXY:
        raise BadInputError(
            _(
                "pages are asked for over HTTPS, which this server leaves to a proxy: put one "
                "before it and set RELEVE_BEHIND_PROXY=yes"
            )
        )
    if not is_loopback(host):
        _refuse_unsafe_network(host)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise BadInputError where the port cannot be used; the system would share it in silence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            message = _("{host} is no address of this computer; choose another with --host")
            raise BadInputError(message.format(host=host)) from error
        except OSError as error:
            message = _("port {port} cannot be used ({reason}); choose another with --port")
            reason = error.strerror or str(error)
            raise BadInputError(message.format(port=port, reason=reason)) from error


def is_loopback(host: str) -> bool:
    """Return whether only this computer can reach that address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_unsafe_network(host: str) -> None:
    if settings.DEBUG:
        message = _("RELEVE_DEBUG shows the data of faults to whoever reaches {host}; unset it")
    elif not settings.NAMED_HOSTS:
        message = _(
            "{host} is open to the network, and no name is set under which it may answer; "
            "set RELEVE_HOSTS"
        )
    elif not settings.HTTPS:
        message = _(
            "RELEVE_HTTPS is no, and {host} is open to the network: passwords would travel in "
            "clear; unset it, or serve this computer only"
        )
    elif len(str(settings.SECRET_KEY)) < LEAST_KEY:
        message = _("SECRET_KEY is too short for {host}; make one of at least 50 characters")
    else:
        return
    raise BadInputError(message.format(host=host))

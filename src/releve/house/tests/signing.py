"""People who sign in, for the tests of the sign-in; everybody is fictional."""

from __future__ import annotations

from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest, HttpResponse
from django.test import Client

from releve.house import second_factor
from releve.house.tests.clock import STEP_SECONDS, Clock
from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.models import Account, Grant, Level

GOOD = "brume-sur-la-dune-7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of a test
LONG_AGO = date(2020, 1, 1)


class QuickHasher(Argon2PasswordHasher):
    """Argon2 with as little work as it takes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


class Everybody:
    """An access that opens everything to everybody who acts."""

    def named(self, username: str) -> Actor:
        """Return an actor of that name."""
        return Actor(username or "house")

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:  # noqa: ARG002 - the protocol's signature
        """Always."""
        return True

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:  # noqa: ARG002 - same
        """Always."""
        return True


def inside(_request: HttpRequest) -> HttpResponse:
    """Answer as a page that is closed to strangers."""
    return HttpResponse("inside")


def an_account(
    username: str = "ada",
    *,
    password: str | None = GOOD,
    hospital: Level | None = None,
    function: str = "",
    level: Level | None = None,
) -> Account:
    """Save somebody who can sign in, with a function where one is named."""
    account = Account.objects.create_user(
        username, name=username.capitalize(), password=password, hospital=hospital
    )
    if function and (place := level or hospital):
        Grant.objects.create(account=account, function=function, level=place, from_on=LONG_AGO)
    return account


def a_hospital(code: str = "CH-LUNE") -> Level:
    """Save a hospital."""
    return Level.objects.create(code=code, kind="hospital", name=code)


def a_reader(*, language: str = "en") -> Client:
    """Return a browser that asks for a language."""
    return Client(headers={"accept-language": language})


def sign_in(client: Client, username: str = "ada", password: str = GOOD, **more: str) -> str:
    """Send name and password; return where it leads, or nothing where the form comes again."""
    answer = client.post("/sign-in/", {"username": username, "password": password, **more})
    return str(answer.headers.get("Location", ""))


def telephone_code(clock: Clock, secret: str = SECRET, *, steps: int = 0) -> str:
    """Return the code that a telephone shows now, or some steps of thirty seconds later."""
    return str(format_hotp_value(hotp_value(secret, int(clock.now) // STEP_SECONDS + steps)))


def codes_of_seed(seed: str) -> list[str]:
    """Return the recovery codes that a seed makes, as whoever knows the seed can."""
    kept = {"seed": get_adapter().encrypt(seed), "used_mask": 0}
    return [str(code) for code in RecoveryCodes(Authenticator(data=kept)).generate_codes()]


def with_factor(account: Account, clock: Clock) -> Account:
    """Give an account a second factor, set up five minutes ago."""
    clock.pass_seconds(-300)
    assert second_factor.set_factor(account, SECRET, telephone_code(clock))
    clock.pass_seconds(300)
    return account


def is_inside(client: Client) -> bool:
    """Whether a browser sees the page that is closed to strangers."""
    return client.get("/inside/").content == b"inside"

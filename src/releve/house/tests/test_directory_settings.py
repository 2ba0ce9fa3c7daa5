"""The directory as the environment describes it: whole, or refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from releve.house import environment
from releve.house.directory_settings import Directory, directory
from releve.people.vocabulary import FUNCTIONS

WHOLE = {
    "RELEVE_OIDC_ISSUER": "https://directory.example",
    "RELEVE_OIDC_CLIENT_ID": "releve",
    "RELEVE_OIDC_CLIENT_SECRET": "secret",
}
NAMES = (
    *WHOLE,
    *("RELEVE_OIDC_CLIENT_SECRET_FILE", "RELEVE_OIDC_NAME", "RELEVE_OIDC_CLAIM"),
    *("RELEVE_OIDC_LINK", "RELEVE_OIDC_HOSPITAL"),
)


def described(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Directory | None:
    """Return what some variables describe, the others absent."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return directory()


def test_without_an_issuer_there_is_no_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert described(monkeypatch) is None


def test_three_variables_describe_a_directory_that_ties_nothing_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert described(monkeypatch, **WHOLE) == Directory(
        "https://directory.example", "releve", "secret", claim="preferred_username", links=False
    )


def test_the_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("from a file\n", "utf-8")
    named = {**WHOLE, "RELEVE_OIDC_CLIENT_SECRET_FILE": str(kept)}
    del named["RELEVE_OIDC_CLIENT_SECRET"]
    found = described(monkeypatch, **named)
    assert found is not None
    assert found.client_secret == "from a file"  # noqa: S105 - of a test
    named["RELEVE_OIDC_CLIENT_SECRET_FILE"] = str(tmp_path / "nothing")
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        described(monkeypatch, **named)


@pytest.mark.parametrize(
    ("changed", "value", "said"),
    [
        ("RELEVE_OIDC_ISSUER", "http://directory.example", "https://"),
        ("RELEVE_OIDC_ISSUER", "directory.example", "https://"),
        ("RELEVE_OIDC_CLIENT_ID", "", "RELEVE_OIDC_CLIENT_ID is missing"),
        ("RELEVE_OIDC_CLIENT_SECRET", "", "RELEVE_OIDC_CLIENT_SECRET_FILE is missing"),
    ],
)
def test_a_directory_half_described_is_refused(
    monkeypatch: pytest.MonkeyPatch, changed: str, value: str, said: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        described(monkeypatch, **{**WHOLE, changed: value})


@pytest.mark.parametrize("said", ["0", "-3", "ten", "1.5"])
def test_minutes_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("RELEVE_IDLE_MINUTES", said)
    with pytest.raises(ImproperlyConfigured, match="number of minutes"):
        environment.minutes("RELEVE_IDLE_MINUTES", default=30)


def test_an_empty_list_of_functions_asks_nobody_for_a_second_factor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for said, meant in ((None, ["hr"]), ("", []), ("caregiver, hr", ["caregiver", "hr"])):
        monkeypatch.delenv("RELEVE_MFA_REQUIRED", raising=False)
        if said is not None:
            monkeypatch.setenv("RELEVE_MFA_REQUIRED", said)
        assert environment.some_of("RELEVE_MFA_REQUIRED", known=FUNCTIONS, default="hr") == meant


def test_a_function_that_is_misspelt_never_leaves_a_second_factor_out_silently(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RELEVE_MFA_REQUIRED", "administrateur")
    with pytest.raises(ImproperlyConfigured, match="'administrateur'; known are: caregiver"):
        environment.some_of("RELEVE_MFA_REQUIRED", known=FUNCTIONS, default="hr")

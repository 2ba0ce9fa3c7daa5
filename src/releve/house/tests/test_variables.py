"""The variables of the environment: read, checked, and each with its row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from releve.house import environment, variables
from releve.house.tests.test_environment import releve
from releve.house.variables import VARIABLES


def test_every_variable_has_a_name_a_meaning_and_what_holds_without_it() -> None:
    names = [variable.name for variable in VARIABLES]
    assert len(names) == len(set(names))
    assert [v.name for v in VARIABLES if not (v.meaning and v.absent)] == []
    assert [v.name for v in VARIABLES if v.meaning.endswith(".")] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"RELEVE_HTTPS": "perhaps"}, "RELEVE_HTTPS is 'perhaps'; write yes or no"),
        ({"RELEVE_LOG": "xml"}, "RELEVE_LOG is 'xml'; write one of: text, json"),
        ({"RELEVE_IDLE_MINUTES": "²"}, "RELEVE_IDLE_MINUTES is '²'; write a number of minutes"),
        ({"RELEVE_API_MAX_BYTES": "9" * 5000}, "write a number of bytes, at least 1"),
        ({"RELEVE_METRICS_TOKEN": "short"}, "RELEVE_METRICS_TOKEN has 5 characters"),
        ({"RELEVE_MAIL_URL": "mail.example.org"}, "RELEVE_MAIL_URL cannot be read"),
        ({"RELEVE_MAIL_URL": "smtp://host:none"}, "RELEVE_MAIL_URL cannot be read"),
        ({"SECRET_KEY": "one", "SECRET_KEY_FILE": "two"}, "SECRET_KEY_FILE are both set"),
        ({"SECRET_KEY_FILE": "/dev/null"}, "/dev/null, which is empty"),
        ({"DATABASE_URL_FILE": "/nowhere/url"}, "DATABASE_URL_FILE names /nowhere/url"),
    ],
)
def test_a_value_that_means_nothing_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)) as caught:
        _read_all()
    assert len(str(caught.value).splitlines()) == 1


def _read_all() -> None:
    variables.check_all()
    environment.mail()


def test_no_sentence_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RELEVE_METRICS_TOKEN", "RELEVE_MAIL_URL"):
        monkeypatch.setenv(name, "hush")
        with pytest.raises(ImproperlyConfigured) as caught:
            _read_all()
        assert "hush" not in str(caught.value)
        monkeypatch.delenv(name)


def test_a_wrong_value_ends_every_verb_with_code_2(tmp_path: Path) -> None:
    done = releve("people", "roles", home=tmp_path, variables={"RELEVE_DEBUG": "maybe"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "RELEVE_DEBUG is 'maybe'; write yes or no\n"


def test_a_secret_is_read_from_the_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("a secret of the house\n")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.secret_key() == "a secret of the house"
    assert list(variables.secret_files()) == [("SECRET_KEY_FILE", tmp_path / "key")]


def test_a_slip_of_the_pen_is_named_with_what_was_meant() -> None:
    given = {"RELEVE_HOST": "x", "RELEVE_HOSTS": "x", "RELEVE_QQ": "x", "HOME": "x"}
    assert variables.unknown_names(given) == [("RELEVE_HOST", "RELEVE_HOSTS"), ("RELEVE_QQ", "")]


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://u:p%40@mail.example.org", 587, True, False),
        ("smtps://u:p%40@mail.example.org", 465, False, True),
        ("smtp+plain://u:p%40@mail.example.org:2525", 2525, False, False),
    ],
)
def test_a_mail_server_is_read_from_its_address(
    monkeypatch: pytest.MonkeyPatch, url: str, port: int, *, starttls: bool, tls: bool
) -> None:
    monkeypatch.setenv("RELEVE_MAIL_URL", url)
    mail = environment.mail()
    assert (mail["EMAIL_HOST"], mail["EMAIL_HOST_PASSWORD"]) == ("mail.example.org", "p@")
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (
        port,
        starttls,
        tls,
    )


def test_letters_may_be_written_to_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVE_MAIL_URL", "file:///srv/lettres%20de%20Rel%C3%A8ve")
    mail = environment.mail()
    assert mail["EMAIL_FILE_PATH"] == "/srv/lettres de Relève"


@pytest.mark.parametrize("url", ["file://", "file:///", "file://host/folder"])
def test_letters_to_no_folder_are_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("RELEVE_MAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="RELEVE_MAIL_URL cannot be read"):
        environment.mail()

"""What builds and starts Relève in containers names only what exists."""

from __future__ import annotations

import json
import re
from typing import Any

import click
import pytest
import yaml

from house_code import ROOT
from releve.cli import releve
from releve.house.variables import VARIABLES, check_all, flag, words

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
KNOWN = {name for variable in VARIABLES for name in variable.names}


def instructions(text: str) -> list[tuple[str, str]]:
    """Return each instruction of a Dockerfile with its words, its lines joined."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^\s*#.*\n", "", text))
    pairs = [line.partition(" ") for line in joined.splitlines() if line.strip()]
    return [(name, rest.strip()) for name, _, rest in pairs]


def services_of_ours() -> dict[str, dict[str, Any]]:
    """Return the services that run our image."""
    found = COMPOSE["services"].items()
    return {name: service for name, service in found if service["image"] == "releve"}


def verb_faults(arguments: list[str]) -> list[str]:
    """Return the words of a command line of ours that name no verb or option."""
    command: click.Command = releve
    words_left = list(arguments)
    while isinstance(command, click.Group) and words_left:
        name = words_left.pop(0)
        found = command.get_command(click.Context(command), name)
        if found is None:
            return [name]
        command = found
    options = {one for option in command.params for one in option.opts}
    return [word for word in words_left if word.startswith("--") and word not in options]


def test_the_base_image_is_named_and_the_lock_is_installed_by_its_hashes() -> None:
    steps = instructions(DOCKERFILE)
    assert {rest.split()[0] for name, rest in steps if name == "FROM"} == {"python:3.12-slim"}
    assert any("--require-hashes --requirement requirements.lock" in rest for _, rest in steps)


def test_the_image_runs_as_an_account_without_rights_and_says_whether_it_lives() -> None:
    steps = instructions(DOCKERFILE)
    names = [name for name, _ in steps]
    assert [rest for name, rest in steps if name == "USER"] == ["releve"]
    assert names.index("USER") < names.index("ENTRYPOINT")
    (health,) = [rest for name, rest in steps if name == "HEALTHCHECK"]
    assert "/healthz" in health
    compile(json.loads(health.partition("CMD ")[2])[2], "HEALTHCHECK", "exec")


def test_every_variable_and_verb_of_the_image_exists() -> None:
    steps = instructions(DOCKERFILE)
    settings = {
        pair.partition("=")[0]
        for name, rest in steps
        if name == "ENV"
        for pair in rest.split()
        if pair.startswith("RELEVE_")
    }
    (command,) = [json.loads(rest) for name, rest in steps if name == "CMD"]
    assert (settings - KNOWN, verb_faults(command)) == (set(), [])


def test_every_file_that_the_image_copies_is_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = {
        word
        for name, rest in instructions(DOCKERFILE)
        if name == "COPY" and "--from" not in rest
        for word in rest.split()[:-1]
    }
    assert {word for word in copied if not (ROOT / word).exists()} == set()
    assert {f"!{word}" for word in copied} <= set(ignored)


def test_every_variable_of_the_compose_file_exists() -> None:
    named = {name for service in services_of_ours().values() for name in service["environment"]}
    assert named - KNOWN == set()


def test_every_command_of_the_compose_file_exists() -> None:
    commands = [service["command"] for service in services_of_ours().values()]
    assert [fault for command in commands for fault in verb_faults(command)] == []
    assert len(commands) >= 2


def test_a_verb_or_option_that_does_not_exist_is_found() -> None:
    assert verb_faults(["serv"]) == ["serv"]
    assert verb_faults(["house", "serve", "--prot", "1"]) == ["--prot"]


def test_there_are_two_workers_and_only_this_machine_reaches_the_pages() -> None:
    services = COMPOSE["services"]
    assert services["worker"]["deploy"]["replicas"] == 2
    assert [str(port) for port in services["web"]["ports"]] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["database"]


def test_every_secret_and_volume_is_declared_and_no_secret_is_written_down() -> None:
    services = COMPOSE["services"].values()
    used = {secret for service in services for secret in service.get("secrets", [])}
    volumes = {v.partition(":")[0] for service in services for v in service.get("volumes", [])}
    given = {
        value.rpartition("/")[2]
        for service in services
        for name, value in service["environment"].items()
        if name.endswith("_FILE")
    }
    assert used == set(COMPOSE["secrets"]) == given
    assert volumes == set(COMPOSE["volumes"])
    secret_names = {variable.name for variable in VARIABLES if variable.is_secret}
    assert {name for service in services for name in service["environment"]} & secret_names == set()


@pytest.mark.parametrize("name", sorted(services_of_ours()))
def test_each_service_of_ours_can_write_only_its_data(name: str) -> None:
    service = services_of_ours()[name]
    assert (service["read_only"], service["tmpfs"], service["cap_drop"]) == (
        True,
        ["/tmp"],  # noqa: S108 - inside the container
        ["ALL"],
    )


def test_the_settings_of_the_compose_file_mean_something(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in services_of_ours()["web"]["environment"].items():
        if not name.endswith("_FILE"):
            said = re.sub(r"\$\{RELEVE_HOSTS[^}]*\}", "releve.example.org", value)
            monkeypatch.setenv(name, said)
    check_all()
    assert words("RELEVE_HOSTS") == ["releve.example.org"]
    assert words("RELEVE_ORIGINS") == ["https://releve.example.org"]
    assert flag("RELEVE_BEHIND_PROXY") is True

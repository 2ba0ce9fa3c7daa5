"""Every variable of the environment that Relève reads: name, kind, meaning, what holds without it.

A new setting is a row here first; the wall in tests/test_house_project.py finds the one that is
read without its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a value may look like."""

    TEXT = "text"
    YES_NO = "yes or no"
    WORDS = "words"
    CHOICE = "choice"
    FOLDER = "folder"
    FILE = "file"
    ADDRESS = "address"
    NUMBER = "number"
    COUNT = "whole number"
    MINUTES = "minutes"
    BYTES = "bytes"


@dataclass(frozen=True)
class Variable:
    """One variable.

    ``absent`` says what holds where it is not set. A secret may also be given as the name of a
    file that holds it, in the variable of the same name that ends in ``_FILE``.
    """

    name: str
    kind: Kind
    meaning: str
    absent: str
    is_secret: bool = False
    choices: tuple[str, ...] = ()
    at_least: int = 0
    """Fewest characters of a value."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which it may be set."""
        return (self.name, f"{self.name}_FILE") if self.is_secret else (self.name,)


VARIABLES = (
    Variable(
        "RELEVE_HOME",
        Kind.FOLDER,
        "folder of the database, the secret key and `searches.log`, where a search that goes "
        "wrong leaves its trace",
        "the desktop's folder for data of programs",
    ),
    Variable("XDG_DATA_HOME", Kind.FOLDER, "that folder for data of programs", "`~/.local/share`"),
    Variable(
        "DATABASE_URL",
        Kind.ADDRESS,
        "address of the database, as in `postgres://user:password@host/name`",
        "one SQLite file in `RELEVE_HOME`",
        is_secret=True,
    ),
    Variable(
        "SECRET_KEY",
        Kind.TEXT,
        "key that signs forms and sessions, at least 50 characters",
        "made once and kept in `RELEVE_HOME`, readable by its owner alone",
        is_secret=True,
    ),
    Variable(
        "SECRET_KEY_FALLBACKS",
        Kind.WORDS,
        "earlier keys, still believed while `SECRET_KEY` is being replaced",
        "none",
        is_secret=True,
    ),
    Variable(
        "RELEVE_HOSTS",
        Kind.WORDS,
        "names under which the pages are served",
        "this computer only",
    ),
    Variable(
        "RELEVE_ORIGINS", Kind.WORDS, "origins allowed to send forms, with `https://`", "none"
    ),
    Variable(
        "RELEVE_HTTPS",
        Kind.YES_NO,
        "whether pages are served over HTTPS only",
        "yes where `RELEVE_HOSTS` is set",
    ),
    Variable(
        "RELEVE_TOOL_HOSTS",
        Kind.WORDS,
        "hosts, each with its port where it has one, at which tools of third parties may be "
        "called; their keys stand in variables whose names begin with `TOOL_KEY_`",
        "none: no tool of a third party is called",
    ),
    Variable(
        "RELEVE_TOOL_SECONDS",
        Kind.NUMBER,
        "seconds within which a tool of a third party must have answered",
        "60",
    ),
    Variable(
        "RELEVE_BEHIND_PROXY",
        Kind.YES_NO,
        "whether a proxy says how the page was asked for, and from which address (the last of "
        "`X-Forwarded-For`)",
        "no",
    ),
    Variable(
        "RELEVE_DEBUG",
        Kind.YES_NO,
        "shows programming faults in the browser; never in real use",
        "no",
    ),
    Variable(
        "RELEVE_LANG",
        Kind.CHOICE,
        "language of the command line",
        "that of `LC_ALL`, `LC_MESSAGES` or `LANG`; English where none begins with `fr`",
        choices=("fr", "en"),
    ),
    Variable(
        "RELEVE_AS",
        Kind.TEXT,
        "account in whose name the command line acts on the database, as `--as` does",
        "none: `--as` must be given",
    ),
    Variable(
        "RELEVE_LOG",
        Kind.CHOICE,
        "how the log is written: one line of text or one JSON object per event",
        "`text`",
        choices=("text", "json"),
    ),
    Variable(
        "RELEVE_LOG_LEVEL",
        Kind.CHOICE,
        "the least that the log tells; `info` has one line per page",
        "`info` with `RELEVE_LOG=json`, else `warning`",
        choices=("debug", "info", "warning", "error"),
    ),
    Variable(
        "RELEVE_METRICS_TOKEN",
        Kind.TEXT,
        "token that opens `/metrics` from other computers, as `Authorization: Bearer`, at least "
        "32 characters",
        "`/metrics` answers this computer only",
        is_secret=True,
        at_least=32,
    ),
    Variable(
        "RELEVE_MAIL_URL",
        Kind.ADDRESS,
        "mail server, as in `smtp://user:password@host:587` (STARTTLS), `smtps://…` (TLS) or "
        "`smtp+plain://host:25` (none); `file:///folder` writes letters there instead",
        "no mail is sent",
        is_secret=True,
    ),
    Variable(
        "RELEVE_MAIL_FROM",
        Kind.TEXT,
        "address from which mail is sent",
        "`releve@localhost`",
    ),
    Variable(
        "RELEVE_TRAIL_KEY_FILE",
        Kind.FILE,
        "file of the key that signs the audit trail, kept outside the database and its backups",
        "made once and kept in `RELEVE_HOME`",
    ),
    Variable(
        "RELEVE_TRAIL_HEADS_FILE",
        Kind.FILE,
        "file to which each seal of the audit trail also writes its count and digest, best on "
        "another disk",
        "kept in `RELEVE_HOME`",
    ),
    Variable(
        "RELEVE_PURGE",
        Kind.YES_NO,
        "whether a worker deletes each day what its retention no longer covers",
        "no: `releve privacy purge` does it",
    ),
    Variable(
        "RELEVE_RETENTION_FILE",
        Kind.FILE,
        "the hospital's own durations, a YAML file in the form of `house/rights/retention.yaml`",
        "the durations that ship, to be confirmed",
    ),
    Variable(
        "RELEVE_MODULES",
        Kind.FOLDER,
        "folder of the hospital's own training modules, one folder each; `releve training "
        "modules` says what is wrong in them",
        "the modules that ship",
    ),
    Variable(
        "RELEVE_WORKER",
        Kind.CHOICE,
        "`external`: the server keeps no worker, `releve jobs work` runs elsewhere",
        "a worker beside the server",
        choices=("beside", "external"),
    ),
    Variable(
        "RELEVE_LEASE_SECONDS",
        Kind.NUMBER,
        "how long a job stays a worker's without its being heard of",
        "20",
    ),
    Variable(
        "RELEVE_API_MAX_BYTES",
        Kind.BYTES,
        "the most that one request may send to the API, in bytes",
        "2000000",
    ),
    Variable(
        "RELEVE_IDLE_MINUTES",
        Kind.MINUTES,
        "minutes without use after which a session ends",
        "30",
    ),
    Variable(
        "RELEVE_CODE_TRIES",
        Kind.COUNT,
        "wrong codes, or wrong passwords asked for again, after which an account takes none for "
        "fifteen minutes, from any address",
        "5",
    ),
    Variable(
        "RELEVE_PASSWORD_TRIES",
        Kind.COUNT,
        "wrong passwords for an account within fifteen minutes, from all addresses, after which "
        "browsers that have never opened it get one try in ten seconds",
        "100",
    ),
    Variable(
        "RELEVE_MFA_REQUIRED",
        Kind.WORDS,
        "functions that must have a second factor; empty, none must",
        "`administrator hr`",
    ),
    Variable(
        "RELEVE_OIDC_ISSUER",
        Kind.ADDRESS,
        "address of the hospital's directory (OpenID Connect), as it names itself",
        "no directory",
    ),
    Variable(
        "RELEVE_OIDC_CLIENT_ID",
        Kind.TEXT,
        "what the directory calls Relève",
        "needed with an issuer",
    ),
    Variable(
        "RELEVE_OIDC_CLIENT_SECRET",
        Kind.TEXT,
        "the secret that goes with it",
        "needed with an issuer",
        is_secret=True,
    ),
    Variable(
        "RELEVE_OIDC_NAME",
        Kind.TEXT,
        "what people call the directory",
        "`OpenID Connect`",
    ),
    Variable(
        "RELEVE_OIDC_CLAIM",
        Kind.TEXT,
        "the claim of the identity token that names an account",
        "`preferred_username`",
    ),
    Variable(
        "RELEVE_OIDC_LINK",
        Kind.YES_NO,
        "whether that claim ties an account to its subject at the first sign-in",
        "no",
    ),
    Variable(
        "RELEVE_OIDC_HOSPITAL",
        Kind.TEXT,
        "code of the only hospital whose accounts the directory opens",
        "accounts of all",
    ),
)

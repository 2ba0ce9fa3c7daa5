"""The log: one line per event, in text or JSON, without personal data.

Whoever reads a log is seldom somebody who may read a roster. So an exception leaves its class and
its places in the code, never its value; what other people's code puts into its sentences is left
out unless it is a number; our own loggers (``releve…``) write sentences without names.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

OURS = ("releve", "_granian")
FACTS = ("method", "route", "status", "ms")
"""What a record may carry besides its sentence, by name; anything else is dropped."""

LEFT_OUT = "…"
PLACEHOLDER = re.compile(r"%(?:\([^)]*\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z]")
DEEPEST = 40

request_id: ContextVar[str] = ContextVar("releve_request_id", default="")
"""The request that this thread answers; empty outside one."""

log = logging.getLogger("releve.house")


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a record may say, ready for JSON."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "said": sentence_of(record),
    }
    if request := request_id.get():
        facts["request"] = request
    facts.update({name: vars(record)[name] for name in FACTS if name in vars(record)})
    if record.levelno >= logging.WARNING:
        facts["place"] = f"{record.module}.{record.funcName}:{record.lineno}"
    if record.exc_info and record.exc_info[1] is not None:
        facts["exception"] = exception_facts(record.exc_info[1])
    return facts


def sentence_of(record: logging.LogRecord) -> str:
    """Return a record's sentence: whole where it is ours, else without what was put into it."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    # A sentence that came without arguments may have been put together before: its place says
    # as much to whoever mends it.
    return _without_values(str(record.msg), record.args) if record.args else LEFT_OUT


def exception_facts(error: BaseException) -> dict[str, Any]:
    """Return the class of an exception and the places it came through; never its value."""
    kind = type(error)
    facts: dict[str, Any] = {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "frames": _frames(error.__traceback__),
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        facts["because"] = {
            "kind": f"{type(cause).__module__}.{type(cause).__qualname__}",
            "frames": _frames(cause.__traceback__),
        }
    return facts


class JsonLines(JsonFormatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return self.serialize_log_record(facts_of(record))


class TextLines(logging.Formatter):
    """The same facts on one line for people; an exception's frames follow below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and those of the exception."""
        facts = facts_of(record)
        exception = facts.pop("exception", None)
        first = [str(facts.pop(name)) for name in ("at", "level", "logger", "said")]
        line = " ".join([*first, *(f"{name}={value}" for name, value in facts.items())])
        return "\n".join([line, *_told(exception)])


def logging_of(*, form: str, level: str) -> dict[str, Any]:
    """Return Django's description of logging: everything to standard error, in one form."""
    formatters: dict[str, Literal["JsonLines", "TextLines"]] = {
        "json": "JsonLines",
        "text": "TextLines",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"releve.house.monitoring.logs.{formatters[form]}"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level.upper()},
        "loggers": {
            # Django's own handlers would write, or mail, what the formatter leaves out.
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
            "_granian": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def keep_values_out() -> None:
    """Let threads and the process end with a record in the log, not with values on the screen."""
    threading.excepthook = _thread_ended
    sys.excepthook = _process_ended


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.error("a thread ended by an exception", exc_info=ended.exc_value)


def _process_ended(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    log.critical("the process ended by an exception", exc_info=error)


def _frames(trace: TracebackType | None) -> list[str]:
    steps = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{_module(step.filename)}:{step.lineno} {step.name}" for step in steps]


def _module(file: str) -> str:
    # The part of a path that is the code's own: where it is installed is nobody's business.
    parts = re.split(r"/(?:site-packages|src|lib/python[0-9.]+)/", file)
    return parts[-1]


def _without_values(template: str, given: Any) -> str:
    first, *parts = PLACEHOLDER.split(template.replace("%%", "%"))
    values = list(given) if isinstance(given, tuple) else []
    values += [None] * len(parts)
    shown = [str(value) if isinstance(value, int | float) else LEFT_OUT for value in values]
    return first + "".join(value + part for value, part in zip(shown, parts, strict=False))


def _told(exception: dict[str, Any] | None) -> list[str]:
    if exception is None:
        return []
    lines = [*(f"    {frame}" for frame in exception["frames"]), f"  {exception['kind']}"]
    because = exception.get("because")
    return [*_told(because), *lines] if because else lines

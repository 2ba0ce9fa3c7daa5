"""How every verb of the command line ends: one sentence and one exit code.

Bad input, a wrong option, an interruption and a reader who closes the pipe end the same way
everywhere. Anything else is a fault of ours and keeps its traceback: hiding it helps nobody.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from releve.kit.actors import NotAllowedError
from releve.kit.console import BAD_INPUT, DEFECT, DONE, INTERRUPTED
from releve.kit.faults import BadInputError
from releve.kit.gates import GateClosedError, sentences_of
from releve.kit.words import translator

_ = translator("releve.kit")


def run_verb(command: click.Command, arguments: Sequence[str], *, name: str) -> int:
    """Run a command with its arguments and return the exit code.

    A verb answers its code as the value of its function, ``None`` for done.
    """
    try:
        answer = _invoke(command, arguments, name=name)
    except (BadInputError, NotAllowedError, GateClosedError) as fault:
        _say(_sentence(fault))
        return BAD_INPUT
    except click.ClickException as fault:
        fault.show()
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        _say(_("Interrupted."))
        return INTERRUPTED
    except BrokenPipeError:
        _close_output()
        return DONE
    except Exception:  # noqa: BLE001  # a defect: 1 would say "findings" to whoever runs us
        traceback.print_exc()
        return DEFECT
    return answer if isinstance(answer, int) else DONE


def _invoke(command: click.Command, arguments: Sequence[str], *, name: str) -> object:
    # Not `command.main`: it would turn a closed pipe into exit code 1, which here means findings.
    try:
        with command.make_context(name, list(arguments)) as context:
            answer: object = command.invoke(context)
    except click.exceptions.Exit as leave:
        answer = leave.exit_code
    sys.stdout.flush()
    return answer


def _sentence(fault: BadInputError | NotAllowedError | GateClosedError) -> str:
    """Return why nothing was done: one sentence; for a closed gate one for each reason."""
    if isinstance(fault, GateClosedError):
        return "\n".join(sentences_of(fault))
    return _refused(fault) if isinstance(fault, NotAllowedError) else str(fault)


def _refused(refusal: NotAllowedError) -> str:
    """Return who asked, which permission it takes, and where."""
    sentence = (
        _("{who} may not do this: it needs {permission} at {where}, which an administrator gives")
        if refusal.where
        else _("{who} may not do this: it needs {permission}, which an administrator gives")
    )
    who = refusal.actor.name or refusal.actor.key if refusal.actor else _("Whoever asks")
    return sentence.format(who=who, permission=refusal.permission, where=refusal.where)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _close_output() -> None:
    # Python flushes standard output once more at the end, and would complain again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""Proposals, contests and questions in words: their states, and why a question has no answer."""

from __future__ import annotations

from releve.kit.words import translator

_ = translator("releve.stewardship")


def proposal_state(code: str) -> str:
    """Return how a proposal stands."""
    return {
        "proposed": _("to decide"),
        "accepted": _("accepted"),
        "edited": _("accepted with changes"),
        "rejected": _("rejected"),
        "expired": _("expired"),
    }.get(code, code)


def contest_state(code: str) -> str:
    """Return how a contest stands."""
    return {
        "open": _("waits for an answer"),
        "answered": _("answered"),
        "closed": _("closed"),
    }.get(code, code)


def contest_refusal(code: str) -> str:
    """Return why a step of a contest cannot be."""
    return {
        "own": _("somebody else must answer what you contest yourself"),
        "closed": _("this contest is closed; a new one can be opened"),
        "waiting": _("it is not answered yet"),
        "written": _("somebody has written here meanwhile; read it, then send your answer"),
    }.get(code, code)


def question_state(code: str) -> str:
    """Return how a question stands."""
    return {
        "waiting": _("waits for the tool"),
        "answered": _("answered"),
        "failed": _("no answer"),
    }.get(code, code)


def fault_text(code: str) -> str:
    """Return why a tool gave no answer, and what to do."""
    return {
        "down": _("The tool cannot be reached. Try again later, or work without it."),
        "slow": _("The tool took too long to answer. Try again later, or with a shorter text."),
        "certificate": _(
            "The tool could not prove that it is the one registered, so that nothing was sent. "
            "Tell whoever keeps the register of tools."
        ),
        "key": _("The tool refuses the hospital’s key. Tell whoever keeps the register of tools."),
        "no_key": _("The hospital’s key for this tool is missing. Tell whoever runs Relève."),
        "address": _("There is nothing at the tool’s address. Tell whoever keeps the register."),
        "host": _("The tool’s host is no longer allowed here. Tell whoever runs Relève."),
        "busy": _("The tool has too much to do. Try again in a few minutes."),
        "error": _("The tool failed. Try again later, or work without it."),
        "garbage": _("What the tool sent back cannot be read. Try again, or work without it."),
        "huge": _("The tool sent back far too much to be read by a person. Ask for less."),
        "closed": _(
            "The tool was closed to you or to your unit meanwhile. The answer is not kept."
        ),
        "changed": _(
            "The way to the tool was changed before your text was sent, so it was not. Ask again."
        ),
        "lost": _("The work was interrupted before the tool answered. Ask again."),
    }.get(code, code)

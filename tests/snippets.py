"""Reads the fenced blocks of a page and what the page says about them.

A comment on the line before a block says what a test cannot guess: ``<!-- file: NAME -->`` (the
reader saves the block under that name), ``<!-- exit: 3 -->`` (the last command ends so),
``<!-- not run: why -->`` (starting the whole house inside its own test would never end),
``<!-- given: NAMES -->`` (files that the page does not show), ``<!-- done: WHAT -->`` (what it has
told to do in a browser); see ``given_pages`` for both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCE = re.compile(
    r"(?:^<!-- *(?P<note>[^\n]*?) *-->\n)?^```(?P<language>\w*)[^\n]*\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One fenced block: language, text, the note before it, the line it starts on."""

    language: str
    body: str
    note: str
    line: int

    def said(self, key: str) -> str:
        """Return what the note says under a key, or nothing."""
        name, _, value = self.note.partition(":")
        return value.strip() if name.strip() == key else ""


@dataclass(frozen=True)
class Command:
    """A command of a console block, the lines shown under it, and how it must end."""

    line: str
    shown: tuple[str, ...]
    code: int = 0


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [
        Block(
            language=found["language"],
            body=found["body"],
            note=found["note"] or "",
            line=page.count("\n", 0, found.start("language")) + 1,
        )
        for found in FENCE.finditer(page)
    ]


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block; a backslash carries one over to the next line."""
    joined = re.sub(r"\\\n\s*", "", block.body)
    parts = re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]
    found = []
    for number, part in enumerate(parts, start=1):
        line, *shown = part.splitlines()
        code = int(block.said("exit") or 0) if number == len(parts) else 0
        found.append(Command(line, tuple(text for text in shown if text.strip()), code))
    return found


def not_said(shown: tuple[str, ...], output: str) -> list[str]:
    """Return the shown lines that the output does not hold in that order.

    Spaces do not count, and a line of dots stands for anything.
    """
    said = [" ".join(line.split()) for line in output.splitlines()]
    missing = []
    at = 0
    for line in shown:
        wanted = " ".join(line.split())
        if wanted in {"…", "..."}:
            continue
        place = next((i for i, text in enumerate(said[at:], at) if wanted in text), None)
        if place is None:
            missing.append(line)
        else:
            at = place + 1
    return missing

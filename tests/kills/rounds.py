"""Rounds of killing, and what must be true after them."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import psycopg

from kills.acting import Acting
from kills.served import Served, answers, until

LIVE_JOBS = "SELECT COUNT(*) FROM jobs_job WHERE state IN ('ready', 'leased')"
LIVE_SEARCHES = "SELECT COUNT(*) FROM roster_search WHERE state IN ('waiting', 'running')"
CHOSEN = "SELECT r.id, v.number FROM roster_roster r JOIN roster_version v ON r.chosen_id = v.id"


@dataclass
class Writer:
    """The process that writes without end, and its receipts."""

    process: subprocess.Popen[bytes]
    receipts: list[tuple[str, str]] = field(default_factory=list)

    def listen(self, said: IO[bytes]) -> None:
        """Keep every receipt, until the process has ended."""
        for line in said:
            kind, _space, name = line.decode().strip().partition(" ")
            self.receipts.append((kind, name))


@dataclass
class Campaign:
    """What some rounds did and found."""

    rounds: int = 0
    seconds: list[float] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """Return the figures as one line."""
        median = statistics.median(self.seconds)
        return (
            f"kills on {name}: {self.rounds} rounds {dict(self.kills)}, "
            f"acknowledged {dict(self.writes)}, jobs {dict(self.ends)}, "
            f"recovery median {median:.1f} s, worst {max(self.seconds):.1f} s"
        )


def run_rounds(served: Served, *, rounds: int, seed: int) -> Campaign:
    """Kill at random while everything writes; return what was counted and what was lost."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    found = Campaign(rounds=rounds)
    served.go_on()
    until(lambda: answers(served))
    months = [tuple(row) for row in ask(served, "SELECT id, unit_id, starts_on FROM roster_roster")]
    acting = Acting(served, [(pk, unit, str(day)) for pk, unit, day in months], seed)
    process = served.begin("-m", "kills.writing", f"s{seed}", stdout=subprocess.PIPE)
    assert process.stdout is not None
    writer = Writer(process)
    listener = threading.Thread(target=writer.listen, args=(process.stdout,), daemon=True)
    listener.start()
    acting.begin()
    try:
        until(lambda: bool(writer.receipts and acting.answered))
        for _number in range(rounds):
            time.sleep(chance.uniform(0.2, 1.2))
            kind = kill(served, chance)
            found.kills[kind] += 1
            found.seconds.append(recover(served, writer, acting))
    finally:
        acting.end()
        process.kill()
        process.wait()
        listener.join(10)
        process.stdout.close()
    check(served, writer, acting, found)
    return found


def kill(served: Served, chance: random.Random) -> str:
    """Kill one of our processes, or the server and its worker together; return which."""
    kinds = ["web", "worker", "both"] + ["backend"] * served.database.startswith("postgres")
    kind = chance.choice(kinds)
    web = [served.web.pid] if served.web else []
    if kind == "backend":
        victims = served.backends()
        victims = [chance.choice(victims)] if victims else []
    else:
        victims = (web if kind != "worker" else []) + (served.workers() if kind != "web" else [])
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    for process in (served.web, served.worker):
        if process is not None and process.pid in victims:
            process.wait()
    return kind


def recover(served: Served, writer: Writer, acting: Acting) -> float:
    """Begin again what was killed; return the seconds until everything goes on as before.

    Everything: the pages answer and take writes, a job asked for after the kill is done, and
    what was under way at the kill has ended or is in other hands.
    """
    began = time.monotonic()
    served.go_on()
    known: list[Sequence[Any]] = []

    def sees() -> bool:
        known[:] = ask(served, "SELECT id, attempt FROM jobs_job WHERE state = 'leased'")
        return True

    until(sees)
    [[last]] = ask(served, "SELECT COALESCE(MAX(id), 0) FROM jobs_job")
    answered = acting.answered

    def goes_on() -> bool:
        rows = ask(served, "SELECT id, attempt, state FROM jobs_job")
        has_new = any(pk > last and state == "done" for pk, _attempt, state in rows)
        held = {(pk, attempt) for pk, attempt, state in rows if state == "leased"}
        same = held & {tuple(row) for row in known}
        return has_new and acting.answered > answered and not same

    assert writer.process.poll() is None
    until(goes_on)
    return time.monotonic() - began


def check(served: Served, writer: Writer, acting: Acting, found: Campaign) -> None:
    """Let everything end, then hold the database to every receipt."""
    until(lambda: ask(served, LIVE_JOBS)[0][0] == 0)
    until(lambda: ask(served, LIVE_SEARCHES)[0][0] == 0)
    found.faults += acting.faults
    check_jobs(served, found)
    check_receipts(served, writer, found)
    check_pages(served, acting, found)


def check_jobs(served: Served, found: Campaign) -> None:
    """Every job ended as done, or as failed with its reason."""
    for task, state, reason in ask(served, "SELECT task, state, reason FROM jobs_job"):
        if task == "mark":
            continue
        found.ends[f"{state} {reason}".strip()] += 1
        if state not in {"done", "failed"} or (state == "failed") != bool(reason):
            found.faults.append(f"{task} ended as {state} {reason}")


def check_receipts(served: Served, writer: Writer, found: Campaign) -> None:
    """What the writer was told is there, and each job has had its effect once."""
    states = pairs(served, "SELECT key, state FROM jobs_job")
    marks = Counter(
        name for (name,) in ask(served, "SELECT stage FROM jobs_job WHERE task = 'mark'")
    )
    skills = {key for (key,) in ask(served, "SELECT key FROM people_skill")}
    levels = {code for (code,) in ask(served, "SELECT code FROM people_level")}
    there = {"skill": skills, "both": levels, "job": states.keys(), "wrong": states.keys()}
    found.faults += [f"{name} left {count} marks" for name, count in marks.items() if count > 1]
    for kind, name in writer.receipts:
        found.writes[kind] += 1
        if name not in there[kind]:
            found.faults.append(f"lost: {kind} {name}")
        if kind == "job" and (states.get(name) == "done") != (marks[name] == 1):
            found.faults.append(f"the job {name} is {states.get(name)}, with {marks[name]} marks")
        if kind == "wrong" and states.get(name) != "failed":
            found.faults.append(f"what goes wrong is {states.get(name)}: {name}")


def check_pages(served: Served, acting: Acting, found: Campaign) -> None:
    """What the pages acknowledged is there."""
    there = {pk for (pk,) in ask(served, "SELECT id FROM roster_search")}
    chosen = pairs(served, CHOSEN)
    found.writes["search"] += len(acting.searches)
    found.writes["choice"] += acting.choices
    found.faults += [f"lost: search {pk}" for pk in acting.searches - there]
    found.faults += [
        f"the choice of {roster} was {numbers} and is {chosen.get(roster)}"
        for roster, numbers in acting.chosen.items()
        if chosen.get(roster) not in numbers
    ]


def pairs(served: Served, sql: str) -> dict[Any, Any]:
    """Read rows of two columns as one to the other."""
    return {row[0]: row[1] for row in ask(served, sql)}


def ask(served: Served, sql: str) -> list[Sequence[Any]]:
    """Read from a hospital's database, past all that is tested."""
    if served.database.startswith("postgres"):
        with psycopg.connect(served.database) as connection:
            return list(connection.execute(sql.encode()).fetchall())
    path = served.database.removeprefix("sqlite:///")
    reader = sqlite3.connect(path, timeout=20)
    try:
        return list(reader.execute(sql).fetchall())
    finally:
        reader.close()

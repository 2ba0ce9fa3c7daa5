"""The seven questions of the intake: what class of risk a tool is in, why, and what follows.

European regulation on AI, articles 5, 6 and 27 with annex III, as the notes of the room tell them;
the reading of the law stays with a jurist. Codes in, codes out: pages make sentences of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

QUESTIONS = ("q1", "q2", "q3", "q4", "q5", "q6", "q7")
"""AI at all, forbidden, medical device, work relations, care and emergencies, people and content,
individual administrative decision."""

EXEMPT = "exempt"
"""Whether a system of annex III does not materially influence decisions: article 6(3)."""

FACTS = ("health_data", "staff_data", "patients")
"""Asked beside the questions, since other duties hang on them."""

ANSWERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*QUESTIONS, EXEMPT, *FACTS), ("yes", "no")),
    "q3": ("no", "device_low", "device_notified"),
}
"""What may be answered; ``device_notified``: a notified body examines a device of its class."""

REASON_WANTED: Mapping[str, str] = {"q1": "no", EXEMPT: "yes"}
"""Answers that take the class down hold only with their reason."""


@dataclass(frozen=True)
class Said:
    """An answer, and the reason that was given for it."""

    answer: str
    reason: str = ""


@dataclass(frozen=True)
class Flaw:
    """What keeps answers from being judged; ``missing``, ``unknown``, or a ``reason`` is due."""

    question: str
    code: str


@dataclass(frozen=True)
class Finding:
    """What the answers come to.

    ``reasons``: codes in the order in which they were weighed. ``duties``: what controls ask for
    by name.
    """

    risk_class: str
    reasons: tuple[str, ...]
    duties: frozenset[str]

    @property
    def is_fria_due(self) -> bool:
        """Whether the fundamental rights impact assessment is due (article 27)."""
        return "fria" in self.duties

    @property
    def is_dpia_due(self) -> bool:
        """Whether the data protection impact assessment is due (GDPR article 35)."""
        return "dpia" in self.duties

    def to_json(self) -> dict[str, object]:
        """Return it as an intake keeps it."""
        return {"reasons": list(self.reasons), "duties": sorted(self.duties)}


def is_asked(question: str, said: Mapping[str, Said]) -> bool:
    """Whether a question is asked at all: the exemption is one of systems of annex III alone."""
    return question != EXEMPT or _is_annex_iii(said)


def flaws(said: Mapping[str, Said]) -> tuple[Flaw, ...]:
    """Return what is missing or not understood, question by question."""
    found = []
    for question, answers in ANSWERS.items():
        if not is_asked(question, said):
            continue
        given = said.get(question, Said(""))
        if not given.answer:
            found.append(Flaw(question, "missing"))
        elif given.answer not in answers:
            found.append(Flaw(question, "unknown"))
        elif REASON_WANTED.get(question) == given.answer and not given.reason.strip():
            found.append(Flaw(question, "reason"))
    return tuple(found)


def judged(said: Mapping[str, Said]) -> Finding:
    """Return the class of risk that answers without flaws come to, and what follows from it.

    The most severe class wins: forbidden, product, high, transparency, minimal. What is no AI is
    out of the regulation, and keeps the duties that other texts ask for. Raises ValueError for
    answers with flaws.
    """
    if found := flaws(said):
        raise ValueError(f"these answers have flaws: {found}")
    risk_class, reasons = _class_of(said)
    duties = _duties_of(said, risk_class)
    also = [f"also_{duty}" for duty in DUTIES if duty in duties]
    return Finding(risk_class, (*reasons, *also), duties)


DUTIES = (
    "device",
    "annex_iii",
    "transparency",
    "administrative",
    "staff",
    "patients",
    "dpia",
    "fria",
)
"""What controls may ask for, in the order in which it is told."""


def _class_of(said: Mapping[str, Said]) -> tuple[str, tuple[str, ...]]:
    if not _yes(said, "q1"):
        return "not_ai", ("no_ai",)
    if _yes(said, "q2"):
        return "prohibited", ("forbidden",)
    if said["q3"].answer == "device_notified":
        return "high_product", ("device_notified",)
    annexed = tuple(
        code for code, question in (("work", "q4"), ("care", "q5")) if _yes(said, question)
    )
    if annexed and not _yes(said, EXEMPT):
        return "high", annexed
    before = (*annexed, "exempt") if annexed else ()
    if said["q3"].answer == "device_low":
        before = (*before, "device_low")
    if _yes(said, "q6"):
        return "transparency", (*before, "talks")
    return "minimal", (*before, "nothing_found")


def _duties_of(said: Mapping[str, Said], risk_class: str) -> frozenset[str]:
    is_ai = risk_class != "not_ai"
    found = {
        "device": said["q3"].answer != "no",
        "annex_iii": risk_class == "high",
        "transparency": is_ai and _yes(said, "q6"),
        "administrative": _yes(said, "q7"),
        "staff": _yes(said, "staff_data") or _yes(said, "q4"),
        "patients": _yes(said, "patients"),
        "dpia": any(_yes(said, one) for one in ("health_data", "staff_data", "q4", "q5"))
        or said["q3"].answer != "no",
        # Article 27 binds annex III alone, not the way of medical devices.
        "fria": risk_class == "high",
    }
    return frozenset(duty for duty, is_due in found.items() if is_due)


def _is_annex_iii(said: Mapping[str, Said]) -> bool:
    none = Said("")
    is_ai = said.get("q1", none).answer == "yes" and said.get("q2", none).answer != "yes"
    return is_ai and "yes" in {said.get(one, none).answer for one in ("q4", "q5")}


def _yes(said: Mapping[str, Said], question: str) -> bool:
    return said.get(question, Said("")).answer == "yes"

"""Controls in words: how each stands, what it still misses, when something is due."""

from __future__ import annotations

from datetime import date

from releve.kit.gates import Lack
from releve.kit.words import translator
from releve.stewardship import catalogue
from releve.stewardship.engine.controls import ControlStanding
from releve.stewardship.register_fields import fields
from releve.stewardship.register_words import language

_ = translator("releve.stewardship")

SOON_DAYS = 60


def standing_text(state: str) -> str:
    """Return how a control stands."""
    names = {
        "to_do": _("to do"),
        "in_progress": _("in progress"),
        "expired": _("expired"),
        "evidenced": _("shown"),
        "waived": _("waived"),
        "not_applicable": _("not applicable"),
        "not_bound": _("does not bind"),
    }
    return names[state]


def mark_of(state: str) -> str:
    """Return the shape of a standing, so that colour is never alone."""
    marks = {
        "to_do": "○",
        "in_progress": "◐",
        "expired": "×",
        "evidenced": "●",
        "waived": "△",
        "not_applicable": "–",
        "not_bound": "·",
    }
    return marks[state]


def step_text(step: str) -> str:
    """Return the step that a control holds back."""
    names = {
        "intake": _("the intake"),
        "pilot": _("the pilot"),
        "step": _("the first step"),
        "general": _("general use"),
        "retire": _("retiring the tool"),
    }
    return names[step]


def urgency(standing: ControlStanding, *, on: date) -> str:
    """Return how near what is to be done for a control is, as a code."""
    if standing.state in ("not_bound", "not_applicable"):
        return "none"
    day = standing.next_on
    if standing.is_done:
        return "soon" if day is not None and (day - on).days <= SOON_DAYS else "done"
    if day is None:
        return "with_step"
    if day <= on:
        return "due"
    return "soon" if (day - on).days <= SOON_DAYS else "later"


def urgency_text(code: str) -> str:
    """Return the words of an urgency."""
    names = {
        "none": _("nothing due"),
        "done": _("done"),
        "soon": _("within two months"),
        "later": _("later"),
        "with_step": _("before its step"),
        "due": _("due now"),
    }
    return names[code]


def milestone_text(standing: ControlStanding, risk_class: str) -> str:
    """Return the legal milestone that a control cites, with how sure its date is."""
    cited = standing.control.milestone_for(risk_class)
    if not cited:
        return ""
    milestone = catalogue.milestones()[cited]
    told = _("{what} ({status})")
    return told.format(what=milestone.what.told(language()), status=status_text(milestone.status))


def status_text(status: str) -> str:
    """Return how sure a date of the law is."""
    names = {
        "published": _("published"),
        "adopted": _("adopted, reference of publication not found yet"),
        "to_verify": _("to be verified"),
    }
    return names[status]


def evidence_kind_text(kind: str) -> str:
    """Return what evidence is made of."""
    names = {"file": _("file"), "link": _("address"), "text": _("text"), "auto": _("computed")}
    return names[kind]


def check_text(standing: ControlStanding) -> str:
    """Return who looks whether a control is kept."""
    if standing.is_computed and standing.control.check == "sole":
        return _("Relève computes it.")
    if standing.is_computed:
        return _("Relève computes it; evidence does as well.")
    return _("Not checked by Relève: evidence is wanted.")


def lack_text(lack: Lack) -> str:
    """Return what a self-check misses, as a sentence."""
    if lack.code in ("missing_fields", "missing_public"):
        return _fields_text(lack)
    count = int(lack.fact("count") or 0)
    counted = _counted(count)
    if lack.code in counted:
        return counted[lack.code].format(count=count)
    told = {
        "no_intake": _("No signed intake for version {version}."),
        "prohibited": _("The intake finds a forbidden practice."),
        "review_over": _("The date of review is over ({on})."),
        "logs_short": _("Logs are kept {months} months, at least {least} are wanted."),
        "no_drill": _("No stop and resumption stand in the register."),
        "no_bias_check": _(
            "No check of planted errors in a team of eight or more in the last quarter."
        ),
        "not_consulted": _("No dated consultation in the register ({bodies})."),
        "no_requirement": _("No training module is asked for this tool."),
        "no_requirement_of_deciders": _("No training module is asked of those who decide."),
        "nobody_decides": _("No account of somebody who decides on tools."),
        "deciders_untrained": _("Not everybody who decides has followed what is asked."),
        "no_requirement_of_version": _("No module with an end is asked for version {major}."),
        "no_training_time": _("No minute of training stands in the ledger of time."),
        "no_plan": _("No sealed roll-out plan."),
        "plan_changed": _("Plan {number} is no longer as it was sealed."),
        "nothing_given": _("The ledger shows no time given back by this tool yet."),
        "no_decided_proposal": _("No proposal of this tool has been decided by a person yet."),
    }
    return told.get(lack.code, lack.code).format(**dict(lack.facts))


def _counted(count: int) -> dict[str, str]:
    return {
        "declarations_late": _.plural(
            "{count} declaration has waited for more than fifteen days.",
            "{count} declarations have waited for more than fifteen days.",
            count,
        ),
        "alarms_open": _.plural("{count} alarm is open.", "{count} alarms are open.", count),
        "opened_undecided": _.plural(
            "{count} unit was opened without a recorded decision.",
            "{count} units were opened without a recorded decision.",
            count,
        ),
        "units_without_choice": _.plural(
            "{count} unit has not chosen what becomes of the time given back.",
            "{count} units have not chosen what becomes of the time given back.",
            count,
        ),
        "contests_open": _.plural(
            "{count} contest waits for its answer.",
            "{count} contests wait for their answer.",
            count,
        ),
    }


def _fields_text(lack: Lack) -> str:
    known = fields()
    names = [known[code].label.told(language()) for code in lack.fact("fields").split()]
    message = _.plural(
        "One field of the entry is empty: {names}.",
        "{count} fields of the entry are empty: {names}.",
        len(names),
    )
    return message.format(count=len(names), names=", ".join(names))

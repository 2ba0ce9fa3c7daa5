"""The register in words: kinds, states, roles, classes of risk, and what the intake asks."""

from __future__ import annotations

from releve.kit.words import current_language, translator
from releve.stewardship.models import Tool

_ = translator("releve.stewardship")


def language() -> str:
    """Return the reader's language, as texts of the register are kept by it."""
    return current_language()


def tool_name(tool: Tool) -> str:
    """Return what a tool is called in the reader's language."""
    return tool.named(language())


def kind_text(kind: str) -> str:
    """Return what kind of tool it is."""
    names = {
        "rules": _("written rules"),
        "optimisation": _("optimisation"),
        "learning": _("machine learning"),
        "generative": _("generative AI"),
        "telemedicine": _("telemedicine"),
        "robot": _("robot"),
        "spreadsheet": _("spreadsheet with macros"),
        "other": _("other digital tool"),
    }
    return names.get(kind, kind)


def origin_text(origin: str) -> str:
    """Return where a tool comes from."""
    return {"own": _("part of Relève"), "third_party": _("from elsewhere")}.get(origin, origin)


def role_text(role: str) -> str:
    """Return what the hospital is towards a tool."""
    names = {
        "deployer": _("the hospital uses it"),
        "provider": _("the hospital provides it"),
        "both": _("the hospital provides and uses it"),
    }
    return names.get(role, role)


def state_text(state: str, step: int = 0) -> str:
    """Return how far a tool is rolled out."""
    if state == "step":
        return _("step {number}").format(number=step)
    names = {
        "declared": _("declared"),
        "examined": _("examined"),
        "pilot": _("pilot"),
        "general": _("in general use"),
        "retired": _("retired"),
        "suspended": _("stopped everywhere"),
    }
    return names.get(state, state)


def class_text(risk_class: str) -> str:
    """Return the words of a class of risk; the empty one is told too."""
    names = {
        "": _("not examined yet"),
        "not_ai": _("not AI in the sense of the European regulation"),
        "minimal": _("minimal risk"),
        "transparency": _("duty of transparency"),
        "high": _("high risk (annex III)"),
        "high_product": _("high risk (regulated product)"),
        "prohibited": _("forbidden practice"),
    }
    return names.get(risk_class, risk_class)


def question_text(question: str) -> str:
    """Return what the intake asks."""
    asked = {
        "q1": _("Is it an AI system?"),
        "q2": _("Is it a forbidden practice (article 5), such as reading the emotions of staff?"),
        "q3": _("Is it a medical device, and of which class?"),
        "q4": _(
            "Does it decide on work relations, give out tasks by behaviour or personal traits, "
            "or watch and assess people at work?"
        ),
        "q5": _("Does it decide on access to care or benefits, or sort emergencies?"),
        "q6": _("Does it talk to people, or produce texts, images or sounds?"),
        "q7": _("Do individual administrative decisions of a public body come of it?"),
        "exempt": _("Does it leave decisions materially untouched (article 6, paragraph 3)?"),
        "health_data": _("Does it use data about people’s health?"),
        "staff_data": _("Does it use data about staff?"),
        "patients": _("Do patients have to do with it directly?"),
    }
    return asked[question]


def question_help(question: str) -> str:
    """Return what helps to answer a question, empty where nothing needs to."""
    told = {
        "q1": _(
            "A solver that applies written rules and learns nothing from data may be none: say why."
        ),
        "q3": _("From class IIa on, a notified body examines it."),
        "q4": _(
            "A roster made of contracts, skills, legal rules and stated wishes does none of it; a "
            "forecast of absence person by person does."
        ),
        "exempt": _("Its reason is written down; a jurist reads it again."),
        "q7": _("Leave and assignments are such decisions."),
    }
    return told.get(question, "")


def answer_text(answer: str) -> str:
    """Return the words of an answer."""
    names = {
        "yes": _("yes"),
        "no": _("no"),
        "device_low": _("yes, of class I"),
        "device_notified": _("yes, of class IIa or above"),
    }
    return names.get(answer, answer)


def reason_text(code: str) -> str:
    """Return the sentence of one step of the reasoning."""
    return {**_class_reasons(), **_duty_reasons()}.get(code, code)


def _class_reasons() -> dict[str, str]:
    return {
        "no_ai": _("It is no AI system, for the reason given: the regulation does not bind it."),
        "forbidden": _("The practice is forbidden: it cannot be opened to anybody (article 5)."),
        "device_notified": _(
            "A medical device that a notified body examines: high risk (article 6, paragraph 1)."
        ),
        "work": _("Work relations or assessing people at work: annex III, point 4."),
        "care": _("Access to care or emergencies: annex III, point 5."),
        "exempt": _(
            "It leaves decisions materially untouched: not high risk, for the reason given "
            "(article 6, paragraph 3)."
        ),
        "device_low": _("A medical device of class I: no notified body, so not high risk by it."),
        "talks": _("It talks to people or produces content: it says so (article 50)."),
        "nothing_found": _("None of the questions asks for more: minimal risk."),
    }


def _duty_reasons() -> dict[str, str]:
    return {
        "also_device": _("Also: the rules of medical devices and article L. 4001-3 of the CSP."),
        "also_annex_iii": _("Also: the duties of a deployer (article 26)."),
        "also_transparency": _("Also: people know from the first exchange that it is a machine."),
        "also_administrative": _("Also: the mention of article L. 311-3-1 of the CRPA."),
        "also_staff": _("Also: staff matters, on which representatives are consulted."),
        "also_patients": _("Also: users have a seat where the tool is discussed."),
        "also_dpia": _("A data protection impact assessment is due (to be confirmed by the DPO)."),
        "also_fria": _("A fundamental rights impact assessment is due (article 27)."),
    }


def flaw_text(code: str) -> str:
    """Return what a question still wants."""
    names = {
        "missing": _("wants an answer"),
        "unknown": _("has an answer that is not known"),
        "reason": _("wants the reason of this answer"),
    }
    return names[code]

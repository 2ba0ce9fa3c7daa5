"""The codes of roll-outs in words: states, moves, bodies, opinions, alarms, what a plan misses."""

from __future__ import annotations

from collections.abc import Callable

from releve.kit.words import translator

_ = translator("releve.stewardship")

Said = Callable[[], str]

PLACE_WORDS: dict[str, Said] = {
    "planned": lambda: _("planned"),
    "open": lambda: _("open"),
    "stopped": lambda: _("stopped"),
    "alarm": lambda: _("closed by an alarm"),
}
MOVE_WORDS: dict[str, Said] = {
    "examine": lambda: _("examined"),
    "pilot": lambda: _("pilot opened"),
    "step": lambda: _("step {step} opened"),
    "generalise": lambda: _("general use opened"),
    "suspend": lambda: _("stopped"),
    "resume": lambda: _("resumed"),
    "retire": lambda: _("retired"),
}
NEXT_WORDS: dict[str, Said] = {
    "pilot": lambda: _("Open the pilot"),
    "step": lambda: _("Open step {step}"),
    "generalise": lambda: _("Open general use"),
}
BODY_WORDS: dict[str, Said] = {
    "team": lambda: _("the team itself"),
    "cse": lambda: _("CSE"),
    "f3sct": lambda: _("F3SCT (health, safety and working conditions)"),
    "cme": lambda: _("CME (medical committee)"),
    "csirmt": lambda: _("CSIRMT (nursing and allied professions)"),
    "cdu": lambda: _("CDU (users)"),
}
OPINION_WORDS: dict[str, Said] = {
    "favourable": lambda: _("in favour"),
    "unfavourable": lambda: _("against"),
    "mixed": lambda: _("divided"),
    "noted": lambda: _("heard, no opinion given"),
}
ALARM_WORDS: dict[str, Said] = {
    "sentinel": lambda: _("a serious event"),
    "harm": lambda: _("harm beyond the margin"),
    "burden": lambda: _("a rising load"),
    "futility": lambda: _("too little gain"),
    "people": lambda: _("asked for by the team"),
}
PLAN_WORDS: dict[str, Said] = {
    "steps_not_in_order": lambda: _("the steps are not numbered one after another"),
    "no_step": lambda: _("no step follows the pilot"),
    "step_without_units": lambda: _("a step opens no unit"),
    "unit_twice": lambda: _("a unit is in two steps"),
    "days_not_in_order": lambda: _("a step begins before the one it follows"),
    "no_outcome": lambda: _("nothing is said of what is looked at"),
    "no_margin": lambda: _("nothing is said of how much worse it may get"),
    "no_stop_rule": lambda: _("nothing is said of which serious event stops the tool"),
}
CLOSING_WORDS: dict[str, Said] = {
    "access_closed": lambda: _("How access was closed"),
    "data_returned": lambda: _("How data were given back or erased"),
    "people_told": lambda: _("How the teams were told"),
    "works_without": lambda: _("How the work goes on without it"),
}


def word(words: dict[str, Said], code: str, *, step: int = 0) -> str:
    """Return a code in words; the code itself where this release knows none."""
    return words[code]().format(step=step) if code in words else code

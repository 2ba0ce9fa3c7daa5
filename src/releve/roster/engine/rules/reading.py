"""Rule files are written by people: what can be wrong in one, said in one sentence.

A hospital adds its own rules by adding files. A slip in one must name its file and its field,
not end in a roster that silently ignores the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from releve.kit.faults import BadInputError, Place
from releve.roster.engine.rules.forms import (
    Count,
    Form,
    RestBlock,
    RestInWindow,
    Run,
    Sequence,
    ShiftBound,
    Window,
    WindowSum,
)


class RuleLoader(yaml.SafeLoader):
    """YAML in which only ``true`` and ``false`` are yes or no, and a field stands once.

    By YAML 1.1 the kind of day ``off`` would be the boolean false.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; a field that stands twice is a fault."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"the field {key.value!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


RuleLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def document(file: Path) -> dict[str, Any]:
    """Return the fields of a YAML file; ``BadInputError`` names the file and the line."""
    place = Place(file=str(file), line=1)
    try:
        text = file.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=RuleLoader)  # noqa: S506 - it derives from SafeLoader
    except FileNotFoundError:
        raise BadInputError("there is no such file", place=Place(file=str(file))) from None
    except UnicodeDecodeError:
        raise BadInputError("the text is not in UTF-8; save it so", place=place) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = f"this is not YAML ({error.problem})"
        raise BadInputError(what, place=Place(file=str(file), line=line)) from error
    except yaml.YAMLError:
        raise BadInputError("this is not YAML (a character is not allowed)", place=place) from None
    if not isinstance(content, dict):
        raise BadInputError("a rule file is a mapping of fields", place=place)
    if not text.startswith("#"):
        what = "the first line is a comment that names the article of the rule, after '#'"
        raise BadInputError(what, place=place)
    return content


def form_faults(form: Form) -> Iterator[str]:
    """Yield what makes a well-shaped form say nothing, or two things at once."""
    if isinstance(form, ShiftBound | WindowSum | Run | Count):
        if form.maximum is None and form.minimum is None:
            yield f"a {form.form} needs a maximum or a minimum"
        elif form.maximum is not None and form.minimum is not None and form.maximum < form.minimum:
            yield "the maximum is below the minimum"
    if isinstance(form, ShiftBound):
        yield from _trigger_faults(form)
    if isinstance(form, Run | Count) and (form.of.kind == "shifts") != bool(form.of.shifts):
        yield "shift codes belong to the kind 'shifts', which demands them"
    if isinstance(form, RestInWindow | RestBlock | WindowSum | Count):
        yield from _window_faults(form.window)


def shift_codes(form: Form) -> frozenset[str]:
    """Return the shift codes that a form names."""
    if isinstance(form, Run | Count):
        return frozenset(form.of.shifts)
    if isinstance(form, Sequence):
        return frozenset(code for step in form.steps for code in step.shifts)
    return frozenset()


def _trigger_faults(form: ShiftBound) -> Iterator[str]:
    if form.when_work_above is not None and form.measure != "break":
        yield "when_work_above belongs to the measure break"


def _window_faults(window: Window) -> Iterator[str]:
    if (window.kind == "sliding") != (window.days is not None):
        yield "days belong to a sliding window, which demands them"
    if (window.kind == "sliding_weeks") != (window.weeks is not None):
        yield "weeks belong to a window of sliding_weeks, which demands them"

"""Where in a YAML text a field stands, so that a fault in its content can name its line.

The reader forgets positions; this composes the text once more, and only once a fault is known.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

MARK = "id"
"""By this key an entry of a list is named, where a step of a path is no place in the list."""


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the line of a field, or of the nearest that it would stand in; none for the whole.

    A step is a key, a place in a list counted from 0, or what an entry of a list below calls
    itself with ``id``. The text is known to be YAML. Lines count from 1.
    """
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), None
    for step in path:
        found = _below(node, str(step))
        if found is None:
            break
        node, line = found
    return line


Found = tuple[yaml.Node, int]


def _below(node: yaml.Node | None, step: str) -> Found | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        item = node.value[int(step)]
        return item, item.start_mark.line + 1
    return _called(node, step)


def _called(node: yaml.Node | None, name: str) -> Found | None:
    """Return the first entry of a list at or below a node that calls itself so."""
    if isinstance(node, yaml.MappingNode):
        below = [value for _key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        below = node.value
        for item in below:
            if isinstance(item, yaml.MappingNode) and (MARK, name) in _plain(item):
                return item, item.start_mark.line + 1
    else:
        return None
    found = (_called(one, name) for one in below)
    return next((one for one in found if one is not None), None)


def _plain(node: yaml.MappingNode) -> list[tuple[str, str]]:
    """Return the keys of a mapping whose values are plain, with these."""
    return [
        (key.value, value.value)
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    ]

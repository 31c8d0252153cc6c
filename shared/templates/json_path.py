"""A path into an answer, ``customer.contacts[0].name``: parsed once, then pure."""

from __future__ import annotations

import json
import re

from shared.templates.failing import BadTemplate, visible

LONGEST_VALUE = 500  # letters
MOST_ITEMS = 20  # of a list that is shown as one text

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(-?\d{1,6})\]")


class JsonPath:
    """Names between dots, places in lists in brackets (from 0; -1 is the last). Raises BadTemplate."""

    def __init__(self, path: str) -> None:
        self._steps: list[str | int] = []
        at = 0
        while at < len(path):
            found = _STEP.match(path, at)
            if found is None or (at == 0 and path[0] == "."):
                raise BadTemplate(f"{path!r} is no path like customer.contacts[0].name")
            self._steps.append(found[1] if found[1] is not None else int(found[2]))
            at = found.end()
        if not self._steps:
            raise BadTemplate("the path of a field is empty")

    def found_in(self, answer: object) -> str:
        """The value as text; empty where there is none. A list is told with commas, a table is nothing."""
        found = self.value_in(answer)
        if isinstance(found, list):
            return ", ".join(filter(None, (_text(one) for one in found[:MOST_ITEMS])))[:LONGEST_VALUE]
        return _text(found)

    def value_in(self, answer: object) -> object:
        """What is there, as it is; None where there is nothing."""
        for step in self._steps:
            if isinstance(step, int) and isinstance(answer, list) and -len(answer) <= step < len(answer):
                answer = answer[step]
            elif isinstance(step, str) and isinstance(answer, dict):
                answer = answer.get(step)
            else:
                return None
        return answer


def _text(value: object) -> str:
    match value:
        case str():
            return visible(value[: 2 * LONGEST_VALUE])[:LONGEST_VALUE]
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            return ""

"""Why a report was not sent is said in the reader's language, whatever names are in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import collector_daemon
from shared.domain.measures import FORMULAS
from shared.language import Language
from shared.reports import words
from shared.reports.troubles import TROUBLES, trouble_said

DAEMON = Path(collector_daemon.__file__).parent
FILES = [*(DAEMON / "reporting").glob("*.py"), DAEMON / "post.py"]
RAISED = ("NotDelivered", "SendFailed", "tell")
OF_THE_SYSTEM = {"{}", "{}: {}"}
"""A file or host with the system's own words."""


def _template(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)  # type: ignore[misc]
    return None


def _written() -> set[str]:
    """All lines that the daemon's source writes down of reports, with {} for what is filled in."""
    calls = [node for file in FILES for node in ast.walk(ast.parse(file.read_text("utf-8")))
             if isinstance(node, ast.Call)]  # fmt: skip
    named = [one for one in calls if getattr(one.func, "id", getattr(one.func, "attr", "")) in RAISED]
    found = {_template(argument) for one in named for argument in one.args}
    return {one for one in found if one and " " in one} - OF_THE_SYSTEM


def test_every_line_that_the_daemon_writes_down_is_known() -> None:
    filled = {one.replace("{}", "x") for one in _written()}
    assert len(filled) > 10
    assert {one for one in filled if trouble_said(one, _Shouting()) == one} == set()


class _Shouting(Language):
    """Says known lines louder, so that unknown ones are seen."""

    def __init__(self) -> None:
        super().__init__("en", Language.of("en")._texts, Language.of("en")._formats)

    def text(self, message: str, **values: object) -> str:
        return super().text(message, **values).upper() + "!"


@pytest.mark.parametrize("detail", ["mail.example.com answered 451", "anna may not see statistics any more"])
def test_what_is_filled_in_stays(detail: str) -> None:
    assert trouble_said(detail, Language.of("en")) == detail
    assert trouble_said("mail.example.com: Connection refused", Language.of("cs")).endswith("Connection refused")
    assert len(set(TROUBLES)) == len(TROUBLES)


def test_every_source_of_a_formula_can_be_translated_or_is_a_name() -> None:
    names = ("Amazon", "Bright", "Genesys base", "QueueMetrics", "Wazo", "app_queue")
    sources = {one.source for one in FORMULAS.values() if not one.source.startswith(names)}
    assert sources == set(words.SOURCES)

"""What people write is never read as HTML: wherever Qt would guess, it is told that a text is plain.

Qt takes a label, a tool tip or a message box for HTML when its text looks so, and anybody may be named ``<img src=…>``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT

ROOMS = ("operator_panel", "wallboard", "supervisor_console", "shared/qt")
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def is_ours(said: ast.expr) -> bool:
    """Is it a text of the source, or one that ``tip`` has made harmless?"""
    match said:
        case ast.Constant():
            return True
        case ast.IfExp(body=one, orelse=other):
            return is_ours(one) and is_ours(other)
        case ast.BoolOp(values=values):
            return all(is_ours(value) or ast.unparse(value) == "self.toolTip()" for value in values)
        case ast.Call(func=ast.Name(id="tip")):
            return True
        case ast.Call(func=ast.Name(id="text") | ast.Attribute(attr="text"), args=[ast.Constant()]):
            return True  # a text of the catalogue, without anything filled in
        case _:
            return False


def calls_of(tree: ast.Module, method: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of the method, with what it is called on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield ast.unparse(node.func.value), node


def made_of(tree: ast.Module, kind: str) -> Iterator[str]:
    """Everything that is set to a new object of this kind."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            pairs = (
                zip(target.elts, node.value.elts, strict=False)
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) else [(target, node.value)]
            )  # fmt: skip
            for name, value in pairs:
                if isinstance(value, ast.Call) and ast.unparse(value.func) == kind:
                    yield ast.unparse(name)


def guesses(tree: ast.Module) -> Iterator[str]:
    """Where Qt would guess."""
    for on, call in calls_of(tree, "setToolTip"):
        if not on.endswith("_icon") and not is_ours(call.args[0]):  # the tray's tips are the desktop's: plain
            yield f"line {call.lineno}: {on}.setToolTip without tip(…)"
    plain = {on for on, _call in calls_of(tree, "setTextFormat")}
    for kind in ("QLabel", "QMessageBox"):
        for name in set(made_of(tree, kind)) - plain:
            for on, call in calls_of(tree, "setText"):
                if on == name and not is_ours(call.args[0]):
                    yield f"line {call.lineno}: {name}, a {kind}, shows a text of others"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "QLabel" in map(ast.unparse, node.bases) and "self" not in plain:
            yield f"line {node.lineno}: {node.name} is no label of plain text"
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "QMessageBox.warning", "QMessageBox.information", "QMessageBox.question", "QMessageBox.critical",
        ):  # fmt: skip
            yield f"line {node.lineno}: {ast.unparse(node.func)} guesses"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "QLabel" and any(
            not is_ours(one) and ast.unparse(one).endswith(")") for one in node.args
        ):
            yield f"line {node.lineno}: a QLabel made with a text of others"


@pytest.mark.parametrize("room", ROOMS)
def test_qt_never_guesses_whether_a_text_is_html(room: str) -> None:
    found = [
        f"{file.relative_to(ROOT)} {guess}"
        for file in FILES if file.is_relative_to(ROOT / room)
        for guess in guesses(ast.parse(file.read_text(encoding="utf-8")))
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("wrong", [
    "item.setToolTip(row.name)", "item.setToolTip(tip(a) if b else c)",
    "self._name = QLabel()\nself._name.setText(row.name)", "box = QMessageBox(window)\nbox.setText(said)",
    "class Name(QLabel):\n    pass", "QMessageBox.warning(self, a, b)", "a, b = QLabel(), 1\na.setText(f'{c}')",
])  # fmt: skip
def test_a_guess_is_found(wrong: str) -> None:
    assert list(guesses(ast.parse(wrong)))

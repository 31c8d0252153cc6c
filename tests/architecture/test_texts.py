"""What people read is said in their language: the catalogues have every text, and no window says a bare literal."""

import ast
from collections.abc import Iterator

import pytest

from shared.language.extract import CATALOGUES, ROOMS, read, template
from tests.architecture.source import ROOT, name_of, python_files, tree

# Calls whose texts people see or hear, by the name that is called.
SAYING = {
    "setText", "setToolTip", "setStatusTip", "setWhatsThis", "setWindowTitle", "setTitle", "setLabelText",
    "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setInformativeText", "setDetailedText",
    "setPlainText", "setHtml", "setSuffix", "setPrefix", "setSpecialValueText", "setDisplayFormat", "setTabText",
    "setHorizontalHeaderLabels", "addAction", "addItem", "addItems", "addMenu", "addTab", "addRow", "addButton",
    "insertItem", "showMessage", "drawText", "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton",
    "QGroupBox", "QAction", "QMenu", "QMessageBox", "warning", "critical", "question", "information",
}  # fmt: skip
LOOKED_UP = {"text", "plural"}

# path:text → why it is the same in every language
REASONS = {
    "shared/qt/server_choice.py:daemon.example.com": "an address as an example",
}


def rooms() -> tuple[str, ...]:
    return tuple(f"{room}/" for room in ROOMS)


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Give the calls of the rooms that people see: file, the name that is called, the call."""
    for path in python_files("shared", "operator_panel", "supervisor_console", "wallboard"):
        if name_of(path).startswith(rooms()):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call):
                    yield name_of(path), called(node), node


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def literals(argument: ast.expr) -> Iterator[str]:
    """Give the words that an argument says by itself, also in f-strings, choices and lists."""
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from literals(part)
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one)
            yield from literals(other)
        case ast.BinOp(left=one, right=other):
            yield from literals(one)
            yield from literals(other)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from literals(part)


def is_log(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "log"
    )


def test_the_catalogues_have_just_the_texts_that_are_said():
    said = {message.id for message in template() if message.id}
    assert {message.id for message in read(CATALOGUES / "texts.pot") if message.id} == said
    for path in CATALOGUES.glob("*.po"):
        assert {message.id for message in read(path) if message.id} == said, "run python -m shared.language.extract"


def test_no_window_says_a_bare_literal():
    found = {
        f"{path}:{text}": call.lineno
        for path, name, call in calls()
        if name in SAYING and not is_log(call)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in {None, "text"}))
        for text in literals(argument)
        if any(sign.isalpha() for sign in text)
    }
    assert {place: line for place, line in found.items() if place not in REASONS} == {}, "language.text(…) says it"
    assert not set(REASONS) - set(found), "a reason that is no longer needed"


def test_every_text_that_is_looked_up_can_be_found_by_the_extraction():
    """One literal for each form; what is looked up by a name stands marked in a table."""
    wrong = [
        f"{path}:{call.lineno}"
        for path, name, call in calls()
        if (name in LOOKED_UP and call.args) or name == "to_translate"
        for argument in call.args[: 2 if name == "plural" else 1]
        if not isinstance(argument, ast.Constant) and any(literals(argument))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('label.setText("Waiting")', ["Waiting"]),
        ('label.setText(f"{a} of {b}")', [" of "]),
        ('QLabel("a" if x else "b")', ["a", "b"]),
        ('label.setText(language.text("Waiting"))', []),
    ],
)
def test_the_literals_that_are_seen(code: str, texts: list[str]):
    call = next(node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert [text for argument in call.args for text in literals(argument)] == texts


def test_the_rooms_are_there():
    assert all((ROOT / room).is_dir() for room in ROOMS)

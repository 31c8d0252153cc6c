"""One word per thing: names say what a thing is, and Asterisk's words stop at the edge."""

import ast
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, name_of, python_files, tree

# Parts of a name that say nothing about the thing.
EMPTY_WORDS = {"manager", "handler", "helper", "processor", "util", "utils", "base", "data", "info"}
EMPTY_WORDS |= {"service", "common", "misc"}

# Names of other people's interfaces, which we must use or override as they are.
FOREIGN_NAMES = {"data_received", "metadata", "dataclass", "basename", "database", "base64"}

# Qt's own names, overridden where Qt may be known.
QT_NAMES = {"data", "headerData", "setData", "insertFromMimeData"}
QT_ROOMS = ("shared/qt/", "supervisor_console/billing/views/", "supervisor_console/calls/views/")

# Whole words of the trade that have one of the parts in them.
TRADE_WORDS = {("service", "level"), ("service", "goal"), ("data", "folder")}

# Asterisk's words, and the rooms in which they may be spoken.
AMI_WORDS = re.compile(
    r"\b(QueueCaller(Join|Leave|Abandon)|QueueMember(Added|Removed|Pause|Status|Penalty|Ringinuse)"
    r"|Agent(Called|Connect|Complete|RingNoAnswer|Dump)|Dial(Begin|End|State)|MusicOnHold(Start|Stop)"
    r"|Bridge(Create|Enter|Leave|Destroy|Merge)|Local(Bridge|OptimizationBegin|OptimizationEnd)"
    r"|New(channel|state|exten|ConnectedLine|Callerid)|HangupRequest|SoftHangupRequest|DTMF(Begin|End)"
    r"|UnParkedCall|ParkedCall(GiveUp|TimeOut|Swap)|CoreShowChannels?|Queue(Status|Params|Entry)"
    r"|FullyBooted|Linkedid)\b"
)
ASTERISKS_OWN = {"manager", "data"}  # manager.conf, AppData
AMI_ROOMS = ("collector_daemon/asterisk/", "collector_daemon/acceptance/", "collector_daemon/simulator/")

# Words of the program, not of the trade.
TECHNICAL = {"parameters"}

GLOSSARY = ROOT / "shared/domain/GLOSSARY.md"
STANDARD_LIBRARY = sys.stdlib_module_names


def parts(name: str) -> list[str]:
    """Split CamelCase and snake_case into lower-case words."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Give the names that a file brings into the world: its own, and those of classes, functions, fields."""
    yield 1, path.stem
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    yield field.lineno, field.target.id


def is_empty(name: str, *, is_at_the_edge: bool) -> bool:
    words = [word for word in parts(name) if not (is_at_the_edge and word in ASTERISKS_OWN)]
    if name in FOREIGN_NAMES or any(pair in pairwise(words) for pair in TRADE_WORDS):
        return False
    return bool(EMPTY_WORDS & set(words))


def test_names_say_what_a_thing_is():
    found = [
        f"{name_of(path)}:{line}: {name}"
        for path in python_files(*PACKAGES, "installers")
        for line, name in names(path)
        if is_empty(name, is_at_the_edge=name_of(path).startswith(AMI_ROOMS))
        and not (name in QT_NAMES and name_of(path).startswith(QT_ROOMS))
    ]
    assert not found


def test_no_module_shadows_the_standard_library():
    shadows = [name_of(path) for path in python_files(*PACKAGES) if path.stem in STANDARD_LIBRARY]
    # In packages of their own these words mean something else, and absolute imports keep them apart.
    assert not [name for name in shadows if name.count("/") < 2]


def test_asterisks_words_stop_at_the_edge():
    """Code only: comments and docstrings may name the event that a rule comes from."""
    found = [
        f"{name_of(path)}:{line}: {word}"
        for path in python_files(*PACKAGES)
        if not name_of(path).startswith(AMI_ROOMS)
        for line, word in ami_words(path)
    ]
    assert not found


def ami_words(path: Path) -> Iterator[tuple[int, str]]:
    """Find Asterisk's words among names and texts, docstrings apart."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            text = node.value
        elif isinstance(node, ast.Name | ast.Attribute):
            text = node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = node.name
        else:
            continue
        if match := AMI_WORDS.search(text):
            yield node.lineno, match.group()


def test_every_type_of_the_vocabulary_is_in_the_glossary():
    if not GLOSSARY.exists():
        pytest.skip("there is no glossary yet")
    text = re.sub(r"[^a-z]+", " ", GLOSSARY.read_text(encoding="utf-8").lower())
    undefined = [
        f"{name_of(path)}: {node.name}"
        for path in python_files("shared")
        if name_of(path).startswith("shared/domain/")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and not is_defined(node.name, text)
    ]
    assert not undefined, f"define these words in {name_of(GLOSSARY)}"


def is_defined(name: str, glossary: str) -> bool:
    """Tell whether the glossary has the thing that a class is about: its first word, unless that is a deed."""
    thing = parts(name)[0]
    return thing.endswith("ed") or thing in TECHNICAL or re.search(rf"\b{thing}", glossary) is not None

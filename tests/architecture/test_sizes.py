"""Modules stay within 300 lines and functions within 40; whoever needs more gives the reason here."""

import ast

from tests.architecture.source import PACKAGES, name_of, python_files, tree

LONGEST_MODULE, LONGEST_FUNCTION = 300, 40  # lines; a function's without its docstring

# path or path:function → why one piece of this size reads better than two
REASONS = {
    "collector_daemon/app.py": "the composition root: what there is, in which order it begins and ends, in one place",
    "installers/bootstrap.py": "one file that runs before anything is installed, so it can import no other",
    "collector_daemon/app.py:__init__": "what there is, each thing once",
    "shared/domain/events.py": "all that can happen, to be read beside the glossary in one go",
}

# Test modules are lists of cases and may be long; what they share may not.
ROOMS = (*PACKAGES, "installers", "tests/helpers", "tests/architecture")


def test_sizes():
    found = dict(sizes())
    too_large = {place: lines for place, lines in found.items() if place not in REASONS}
    assert not too_large, "split it, or give the reason above"
    assert not set(REASONS) - set(found), "a reason that is no longer needed"


def sizes():
    for path in python_files(*PACKAGES, "installers", "tests"):
        if not name_of(path).startswith(ROOMS):
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE:
            yield name_of(path), lines
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = body_length(node)
                if length > LONGEST_FUNCTION:
                    yield f"{name_of(path)}:{node.name}", length


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0

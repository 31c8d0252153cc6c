"""In the vocabulary and the core nothing is asked of the world: no clock, chance, files, tasks or logs.

import-linter sees the imports (rule 5); this sees what needs no import: builtins, and the clock behind
``datetime``.
"""

import ast

from tests.architecture.source import name_of, python_files, tree

ROOMS = ("shared/domain/", "shared/billing/", "collector_daemon/core/")
BUILTINS = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
CLOCK = {"now", "utcnow", "today"}


def test_the_core_asks_nothing_of_the_world():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("shared", "collector_daemon")
        if name_of(path).startswith(ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call | ast.AsyncFunctionDef | ast.Await) and is_impure(node)
    ]
    assert not found


def is_impure(node: ast.Call | ast.AsyncFunctionDef | ast.Await) -> bool:
    if not isinstance(node, ast.Call):
        return True  # waiting is I/O
    called = node.func
    if isinstance(called, ast.Name):
        return called.id in BUILTINS
    if isinstance(called, ast.Attribute) and called.attr in CLOCK:
        return isinstance(called.value, ast.Name) and called.value.id in {"datetime", "date"}
    return False

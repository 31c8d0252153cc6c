"""Every package says what is here and what is not; every module begins with what it is for."""

import ast

import pytest

from tests.architecture.source import PACKAGES, ROOT, name_of, python_files, tracked_files, tree


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in python_files(*PACKAGES)}
    assert not [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]


@pytest.mark.parametrize("folders", [PACKAGES, ("installers", "tests")], ids=["code", "tests"])
def test_every_module_says_what_it_is_for(folders: tuple[str, ...]):
    silent = [name_of(path) for path in python_files(*folders) if not ast.get_docstring(tree(path))]
    # An empty __init__ below tests/ only makes two test files of one name possible.
    assert not [name for name in silent if not (name.startswith("tests/") and name.endswith("/__init__.py"))]


def test_the_top_level_is_the_customers():
    """The folders that the customer fixed, the tests and what tools insist on; nothing else."""
    folders = {*PACKAGES, "installers", "tests", ".ci", ".github"}
    files = {"pyproject.toml", "README.md", "CHANGELOG.md", ".gitignore", ".gitattributes"}
    assert not {path.relative_to(ROOT).parts[0] for path in tracked_files()} - folders - files

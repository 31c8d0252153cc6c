"""Qt in tests: pytest-qt where Qt can start, one clear reason for skipping where it can't.

pytest-qt loads Qt for every test run, so it is switched off in pyproject.toml and switched on here, only where Qt's
system libraries are there. Without a wish of the caller's nothing is shown on a screen (QT_QPA_PLATFORM=offscreen).
"""

import os

import pytest

from installers.bootstrap import missing_libraries

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MISSING = missing_libraries()
REASON = "Qt's system libraries are missing: " + " ".join(MISSING)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Without pytest-qt nobody else declares its settings."""
    if MISSING:
        for setting in ("qt_api", "qt_log_level_fail", "qt_qapp_name"):
            parser.addini(setting, "see pytest-qt")
        parser.addini("qt_log_ignore", "see pytest-qt", type="linelist")


class Skipped(pytest.Module):
    """A module of tests that is not even imported."""

    def collect(self):
        """Say why."""
        pytest.skip(REASON, allow_module_level=True)


def module_of(module_path, parent):
    """What a folder of Qt tests gives from its ``pytest_pycollect_makemodule``."""
    return Skipped.from_parent(parent, path=module_path) if MISSING else None

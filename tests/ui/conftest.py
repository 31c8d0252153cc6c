"""Where Qt can't start, the tests of windows are skipped before they import it."""

from tests.helpers import qt


def pytest_pycollect_makemodule(module_path, parent):
    return qt.module_of(module_path, parent)

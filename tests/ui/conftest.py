"""Where Qt can't start, the tests of windows are skipped before they import it."""

import gc

import pytest

from tests.helpers import qt


def pytest_pycollect_makemodule(module_path, parent):
    return qt.module_of(module_path, parent)


@pytest.fixture(autouse=True)
def garbage_dies_in_qts_thread():
    """None of Qt's objects dies in another thread, such as a test worker's own: that crashes the process."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()

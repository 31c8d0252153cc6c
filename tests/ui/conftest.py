"""Where Qt can't start, the tests of windows are skipped before they import it."""

import gc

import pytest

from tests.helpers import qt


def pytest_pycollect_makemodule(module_path, parent):
    return qt.module_of(module_path, parent)


@pytest.fixture(scope="session")
def what_was_there_before():
    """Thousands of tests, their modules and libraries stay: they are not looked through again after each test."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def garbage_dies_in_qts_thread(what_was_there_before):
    """None of Qt's objects dies in another thread, such as a test worker's own: that crashes the process."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()

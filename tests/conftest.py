"""Switches on the fixture plug-ins of ``tests/helpers``; fixtures of one folder stay in that folder."""

from installers.bootstrap import missing_libraries

pytest_plugins = [
    "tests.helpers.logfail",
    "tests.helpers.sharing",
    "tests.helpers.proxy",
    "tests.helpers.closing",
    "tests.helpers.printable",
    "tests.helpers.postgres",
    "tests.helpers.qt",
    # Loading Qt ends a run at once where its system libraries are missing.
    *([] if missing_libraries() else ["pytestqt.plugin", "tests.helpers.windows"]),
]

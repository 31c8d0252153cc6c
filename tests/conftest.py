"""Switches on the fixture plug-ins of ``tests/helpers``; fixtures of one folder stay in that folder."""

from hypothesis import settings

from installers.bootstrap import missing_libraries

# A busy machine, or the first look into the tables of telephone numbers, takes its time; laws are not about that.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

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

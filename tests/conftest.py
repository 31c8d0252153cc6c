"""Switches on the fixture plug-ins of ``tests/helpers``; fixtures of one folder stay in that folder."""

pytest_plugins = [
    "tests.helpers.logfail",
    "tests.helpers.proxy",
    "tests.helpers.closing",
    "tests.helpers.printable",
    "tests.helpers.postgres",
]

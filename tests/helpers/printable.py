"""Reports that can be printed and sent: bytes that were not UTF-8 are written as ``\\udcf8``.

Asterisk sends such bytes, our tests log them on purpose, and neither a terminal nor a parallel test run takes
them.
"""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    report.sections = [(name, printable(text)) for name, text in report.sections]
    if report.failed and printable(str(report.longrepr)) != str(report.longrepr):
        report.longrepr = printable(str(report.longrepr))
    return report


def printable(text: str) -> str:
    """Write what can't be encoded as an escape."""
    return text.encode("utf-8", "backslashreplace").decode()

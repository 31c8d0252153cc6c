"""Silence is the passing state: a log record of WARNING or above that nobody expected fails the test.

A record is expected

- in a test that asks for pytest's ``caplog`` and therefore looks at the records itself, or
- where it matches ``@pytest.mark.expects_log("regular expression", …)``; each of these must then really
occur.

Records are collected and judged at the end of the test, because an exception raised inside a log call would
be swallowed by whatever task was running. A test that leaves loggers switched off fails too.
"""

import logging
import re
from collections.abc import Iterator

import pytest


class Collector(logging.Handler):
    """Keeps the records that should not have come."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(record)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log(*patterns): warnings that this test causes on purpose")


@pytest.fixture(autouse=True)
def fail_on_unexpected_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Judge the test by its log."""
    disabled_before = _disabled_loggers()
    collector = Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    texts = [f"{record.levelname} {record.name}: {_text(record)}" for record in collector.records]
    patterns = [pattern for mark in request.node.iter_markers("expects_log") for pattern in mark.args]
    missing = [pattern for pattern in patterns if not any(re.search(pattern, text) for text in texts)]
    if switched_off := _disabled_loggers() - disabled_before:
        pytest.fail(f"left loggers switched off: {', '.join(sorted(switched_off))}", pytrace=False)
    unexpected = [text for text in texts if not any(re.search(pattern, text) for pattern in patterns)]
    if "caplog" in request.fixturenames:
        unexpected = []
    if unexpected:
        pytest.fail("logged unexpectedly:\n" + "\n".join(unexpected), pytrace=False)
    if missing:
        pytest.fail("expected in the log, but missing: " + ", ".join(missing), pytrace=False)


def _disabled_loggers() -> set[str]:
    """Name the loggers that say nothing: ``logging.config`` silences whomever it does not know."""
    loggers = logging.getLogger().manager.loggerDict
    return {
        name for name, logger in loggers.items() if isinstance(logger, logging.Logger) and logger.disabled
    }


def _text(record: logging.LogRecord) -> str:
    text = record.getMessage()
    return text + "\n" + logging.Formatter().formatException(record.exc_info) if record.exc_info else text

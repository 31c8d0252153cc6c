"""The one closing line of a test run: what this machine could not run, and why."""

import re
from collections import Counter

import pytest

# In CI and in `bootstrap.py test` this line is the last one, so it is written after pytest's own summary.


def pytest_unconfigure(config: pytest.Config) -> None:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    stats = reporter.stats
    if stats.keys() & {"passed", "failed", "error", "skipped"}:
        reporter.write_line(closing_line(stats.get("skipped", []), len(stats.get("deselected", []))))


def closing_line(skipped: list[pytest.TestReport], deselected: int) -> str:
    """Group the skipped tests by their reasons, the commonest first."""
    reasons = Counter(_reason(report) for report in skipped)
    parts = [f"{count} × {reason}" for reason, count in reasons.most_common()]
    if deselected:
        parts.append(f"{deselected} × not asked for")
    if not parts:
        return "Everything ran that there is."
    return "Could not run here: " + "; ".join(parts) + "."


def _reason(report: pytest.TestReport) -> str:
    """Take the reason out of a skip's (file, line, text)."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return " ".join(re.sub(r"^Skipped:\s*", "", text).split()).rstrip(".") or "no reason given"

"""The PBX linter: what was seen of a PBX's settings in, findings out. Pure; ``inspection`` asks the questions.

Each rule is one small function over ``Seen`` and says what corrupts figures, why, and the line that mends it.
What could not be seen for lack of a right is None in ``Seen`` and gives one finding that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from collector_daemon.asterisk import lint_queues, lint_user
from collector_daemon.asterisk.findings import Finding, Level, Rule, Seen

_SKEW = 1.0
"""Seconds between the PBX's clock and ours that reports would show."""


def lint(seen: Seen) -> list[Finding]:
    """Everything that is to say, the worst first."""
    order = ("wrong", "advice", "unknown", "good")
    found = [finding for rule in RULES for finding in rule(seen)]
    return sorted(found, key=lambda finding: order.index(finding.level))


# --------------------------------------------------------------------------------------------------


def version(seen: Seen) -> Iterator[Finding]:
    """Bridge events as we need them came with 13; 16 is the oldest that is tried."""
    found = re.search(r"\d+", seen.version)
    if found is None:
        yield Finding("unknown", "version", f"the PBX does not say which Asterisk it is ({seen.version!r})")
    elif int(found.group()) < 13:
        yield Finding("wrong", "version", f"Asterisk {seen.version} has no bridge events as we need them: 16 or newer")
    else:
        yield Finding("good", "version", f"Asterisk {seen.version}")


def modules(seen: Seen) -> Iterator[Finding]:
    """What is not loaded says nothing."""
    why = {"app_queue": "no queues", "res_parking": "no parking", "app_mixmonitor": "no recordings"}
    for module, is_loaded in seen.modules.items():
        if not is_loaded:
            level: Level = "wrong" if module == "app_queue" else "advice"
            yield Finding(level, "modules", f"{module} is not loaded: {why.get(module, 'missing')}")


def clock(seen: Seen) -> Iterator[Finding]:
    """Times of the PBX and ours stand side by side in figures."""
    skew = abs(seen.skew_seconds) - seen.skew_accuracy
    if skew > _SKEW:
        way = "ahead of" if seen.skew_seconds > 0 else "behind"
        yield Finding(
            "wrong",
            "clock",
            f"the PBX's clock is {abs(seen.skew_seconds):.1f} s {way} ours",
            ("run chrony or systemd-timesyncd on both machines",),
        )
    else:
        yield Finding("good", "clock", f"the clocks differ by {abs(seen.skew_seconds):.2f} s")


RULES: tuple[Rule, ...] = (
    version,
    modules,
    clock,
    lint_queues.local_members,
    lint_queues.static_members,
    lint_queues.names,
    lint_queues.queue_settings,
    lint_user.classes,
    lint_user.write_timeout,
    lint_user.timestamps,
    lint_user.rights,
    lint_user.logins,
    lint_user.noise,
)

"""Which events a PBX need not send us, and how its manager.conf says so in either syntax.

The older syntax is a regular expression over the whole text of an event, tried for each event and each filter;
the newer one (18.26, 20.11, 21.6, 22.1 and all later) looks at the name first and is nearly free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

NEVER_USED = (
    "RTCPSent",
    "RTCPReceived",
    "CEL",
    "TestEvent",
    "ChallengeSent",
    "SuccessfulAuth",
    "MusicOnHoldStart",
    "MusicOnHoldStop",
    "NewConnectedLine",
    "BridgeCreate",
    "BridgeDestroy",
    "SoftHangupRequest",
    "DTMFBegin",
)
"""Frequent ones, in the order of what they cost."""
UNUSED_VARIABLES = (
    "RTPAUDIOQOS",
    "BRIDGEPEER",
    "BRIDGEPVTCALLID",
    "QUEUENAME",
    "QUEUEMAX",
    "QUEUESTRATEGY",
    "QUEUECALLS",
    "QUEUEHOLDTIME",
    "QUEUETALKTIME",
    "QUEUECOMPLETED",
    "QUEUEABANDONED",
    "QUEUESRVLEVEL",
    "QUEUEWAIT",
    "DIALEDPEER",
    "DIALEDTIME",
    "ANSWEREDTIME",
    "RINGTIME",
    "PROGRESSTIME",
    "MEMBER",
    "QEHOLDTIME",
    "QEORIGINALPOS",
    "SIPDOMAIN",
)
"""Beginnings of channel variables that Asterisk sets itself, many times a call; half of all events are these."""
_ADVANCED_SINCE = {18: 26, 20: 11, 21: 6, 22: 1}


def noisy(heard: Mapping[str, int], wanted: Iterable[str]) -> dict[str, int]:
    """Events heard that nothing here uses, the most frequent first; always those known to be frequent."""
    used = frozenset(wanted)
    unused = {name: 0 for name in NEVER_USED if name not in used}
    unused |= {name: count for name, count in heard.items() if name not in used and not name.endswith("Complete")}
    return dict(sorted(unused.items(), key=lambda item: -item[1]))


def has_advanced_filters(version: str) -> bool:
    """Whether this Asterisk knows eventfilter(…)."""
    found = re.search(r"(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found.group(1)), int(found.group(2))
    return major > max(_ADVANCED_SINCE) or minor >= _ADVANCED_SINCE.get(major, 10_000)


def filter_lines(version: str, names: Iterable[str]) -> tuple[str, ...]:
    """Lines for the AMI user's section of manager.conf that leave these events out."""
    variables = "|".join(UNUSED_VARIABLES)
    if has_advanced_filters(version):
        return (
            *(f"eventfilter(action(exclude),name({name})) =" for name in names),
            f"eventfilter(action(exclude),name(VarSet),header(Variable),method(regex)) = ^({variables})",
        )
    return (
        *(f"eventfilter = !Event: {name}[^A-Za-z]" for name in names),
        f"eventfilter = !Variable: ({variables})",
    )

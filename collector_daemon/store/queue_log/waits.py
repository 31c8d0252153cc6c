"""What a line of a queue_log tells of the beginning of its visit: how long ago it was, and at which place. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from collector_daemon.store.queue_log.lines import LogLine


def entered_at(line: LogLine) -> datetime:
    """When the visit of a line began, at the latest."""
    wait = WAITS[line.verb](line) if line.verb in WAITS else None
    return line.at - (wait or timedelta(0))


WAITS: dict[str, Callable[[LogLine], timedelta | None]] = {
    "CONNECT": lambda line: line.seconds(0),
    "COMPLETEAGENT": lambda line: _sum(line, 0, 1),
    "COMPLETECALLER": lambda line: _sum(line, 0, 1),
    "TRANSFER": lambda line: _sum(line, 2, 3),
    "BLINDTRANSFER": lambda line: _sum(line, 2, 3),
    "ATTENDEDTRANSFER": lambda line: _sum(line, talk_place(line) - 1, talk_place(line)),
    "ABANDON": lambda line: line.seconds(2),
    "EXITWITHTIMEOUT": lambda line: line.seconds(2),
    "EXITEMPTY": lambda line: line.seconds(2),
    "EXITWITHKEY": lambda line: line.seconds(3),
}
"""How long before a line its visit began."""

POSITIONS = {"COMPLETEAGENT": 2, "COMPLETECALLER": 2, "ABANDON": 1, "EXITWITHTIMEOUT": 1, "EXITEMPTY": 1,
             "EXITWITHKEY": 2}  # fmt: skip
"""Where a line repeats the place that its visit had in the queue at its entry."""


def _sum(line: LogLine, *places: int) -> timedelta | None:
    found = [line.seconds(place) for place in places]
    return sum((one for one in found if one), timedelta(0))


def talk_place(line: LogLine) -> int:
    """Where a transfer tells the talk: a LINK names two channels before it."""
    return 4 if line.verb == "ATTENDEDTRANSFER" and line.text(0) == "LINK" else 3

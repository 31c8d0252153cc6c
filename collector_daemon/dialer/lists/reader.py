"""The work of the process that reads lists: one task, told how far it is, and at last what came of it."""

from __future__ import annotations

from collector_daemon.dialer.lists.sheet_fault import SheetFault
from collector_daemon.dialer.lists.sheet_reading import Telling, Told
from collector_daemon.dialer.lists.taking_contacts import ContactTask
from collector_daemon.dialer.lists.taking_listed import ListedTask
from collector_daemon.store.dialer.writing import DialerMistake
from shared.clock import monotonic
from shared.domain.dialer_replies import ImportReply
from shared.errors import SuiteError, Unavailable, one_line

VERB = "list-reader"
PAUSE_SECONDS = 0.2
"""Nobody wants to know more often how far it is."""
Task = ContactTask | ListedTask


def read(task: Task, telling: Telling) -> None:
    """All of it; a refusal is an answer too."""
    seldom = _Seldom(telling)
    reading = task.reading(seldom)

    def carried_out() -> ImportReply:
        try:
            return task.carried_out(reading)
        except SheetFault as fault:
            return reading.refused(fault.kind, fault.args[0], fault.line, fault.faults)
        except DialerMistake as mistake:
            return reading.refused(mistake.code, one_line(mistake))
        except Unavailable as problem:
            return reading.refused("unavailable", one_line(problem))
        except (OSError, SuiteError) as problem:
            return reading.refused("unreadable", one_line(problem))

    telling(Told(reply=carried_out()))


class _Seldom:
    """How far it is, not too often."""

    def __init__(self, telling: Telling) -> None:
        self._telling, self._told_at, self._stage = telling, monotonic(), ""

    def __call__(self, told: Told) -> None:
        if told.reply is None and told.stage == self._stage and monotonic() - self._told_at < PAUSE_SECONDS:
            return
        self._told_at, self._stage = monotonic(), told.stage
        self._telling(told)

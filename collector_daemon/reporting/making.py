"""A scheduled report made into files: what its definition asks for, as far as its account may see."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.reporting.delivery import NotDelivered, Sheet
from collector_daemon.store.report_reading import ReportReading, agents_seen, may
from collector_daemon.store.report_schedules import Schedule
from shared.clock import Clock
from shared.days import Span
from shared.domain.description import CentreDescription
from shared.errors import SuiteError, one_line
from shared.language import Language
from shared.reports.arranged import arranged
from shared.reports.catalogue import READY, ReadyReport
from shared.reports.csv_out import write_csv
from shared.reports.definition import Definition, selection_of, understood
from shared.reports.pdf_out import write_pdf
from shared.reports.selection import Selection
from shared.reports.table import Report
from shared.reports.written import Written
from shared.reports.xlsx_out import write_xlsx

log = logging.getLogger(__name__)

WRITERS: Mapping[str, Callable[[Path, Written], None]] = {"csv": write_csv, "xlsx": write_xlsx, "pdf": write_pdf}
LONGEST_NAME = 180
"""Bytes of a file's name before the days and the suffix."""
NOBODY = ("",)
"""A filter that lets nothing through."""


class ReportMaker:
    """The ``sending.Maker`` of ready reports. ``centre`` and ``zone`` are asked each time."""

    def __init__(
        self, reading: ReportReading, centre: Callable[[], CentreDescription], zone: Callable[[], ZoneInfo],
        clock: Clock,
    ) -> None:  # fmt: skip
        self._reading, self._centre, self._zone, self._clock = reading, centre, zone, clock

    def __call__(self, schedule: Schedule, at: datetime) -> Sequence[Sheet]:
        """The files. Raises NotDelivered for what can never be made, Unavailable."""
        try:
            return self._made(schedule, at)
        except (SuiteError, NotDelivered):
            raise
        except Exception:
            log.exception("report %s of %s", ascii(schedule.name), schedule.account)
            raise NotDelivered("the report cannot be made; the daemon's log says why", is_final=True) from None

    def _made(self, schedule: Schedule, at: datetime) -> Sequence[Sheet]:
        asked = definition_of(schedule.report)
        selection = self._selection(asked, at)
        ready = ready_of(asked)
        right = ready.right
        if right is not None and not self._reading.ask(lambda connection: may(connection, schedule.account, right)):
            raise NotDelivered(f"{schedule.account} may not see what calls cost", is_final=True)
        report = self._reading.ask(lambda connection: ready.run(
            connection, narrowed(selection, schedule.queues, lambda queues: agents_seen(connection, queues)),
            self._clock.now(),
        ))  # fmt: skip
        return self._written(schedule, asked, report)

    def _selection(self, asked: Definition, at: datetime) -> Selection:
        period = asked.period
        if period.preset == "all" or (period.preset is None and period.since is None):
            raise NotDelivered("a period without a beginning is nothing to report", is_final=True)
        return selection_of(asked, at, self._zone())

    def _written(self, schedule: Schedule, asked: Definition, report: Report) -> Sequence[Sheet]:
        language, centre, ready = Language.of(asked.language), self._centre(), ready_of(asked)
        whole = msgspec.structs.replace(
            arranged(report, ready, asked.arrangement, language, centre), title=schedule.name
        )
        written = Written(whole, language, centre, language.text(ready.title))
        name = file_name(schedule.name, report.selection.span, self._zone())
        with tempfile.TemporaryDirectory(prefix="report-") as folder:
            return [_sheet(Path(folder) / f"{name}.{one}", written) for one in schedule.formats]


def _sheet(file: Path, written: Written) -> Sheet:
    try:
        WRITERS[file.suffix[1:]](file, written)
        return Sheet(file.name, file.read_bytes())
    except OSError as problem:
        raise NotDelivered(f"{file.name}: {problem.strerror or one_line(problem)}") from None


def definition_of(report: Mapping[str, Any]) -> Definition:
    """What a schedule's report says. Raises NotDelivered."""
    asked = understood(dict(report), READY)
    if asked is None:
        raise NotDelivered("the report was made by a newer program and is not understood here", is_final=True)
    return asked


def ready_of(asked: Definition) -> ReadyReport:
    """What makes it. The overview is of the screen; on paper it is its table, the queues."""
    return next((one for name, one in READY.items() if name == asked.report), READY["queues"])


def narrowed(
    selection: Selection, visible: tuple[str, ...] | None, agents_of: Callable[[Sequence[str]], tuple[str, ...]]
) -> Selection:
    """No more than an account with these queues may see (None: all). Raises NotDelivered where nothing is left."""
    if visible is None:
        return selection
    queues = tuple(queue for queue in selection.queues or visible if queue in visible)
    if not queues:
        raise NotDelivered("the account may see none of the report's queues", is_final=True)
    known = agents_of(visible)
    agents = tuple(agent for agent in selection.agents or known if agent in known)
    return msgspec.structs.replace(selection, queues=queues, agents=agents or NOBODY)


def file_name(name: str, span: Span, zone: ZoneInfo) -> str:
    """The report's name and its days, as all systems allow it: ``Queues 2026-11-16 2026-11-22``."""
    safe = re.sub(r'[\x00-\x1f\x7f\\/:*?"<>|]', "_", name).strip(" .") or "report"
    short = safe.encode(errors="replace")[:LONGEST_NAME].decode(errors="ignore")
    first, last = (at.astimezone(zone).date() for at in (span.since, span.until - timedelta(microseconds=1)))
    return f"{short} {first}" if first == last else f"{short} {first} {last}"

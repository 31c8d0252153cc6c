"""How the daemon fares: the status file for ``collector-daemon status``, and alerts on everybody's board."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from collector_daemon.feed.board import Board
from collector_daemon.feed.server import FeedServer
from collector_daemon.pipeline import Pipeline
from collector_daemon.store.recorder import RecorderState
from shared.clock import Clock
from shared.domain.board import AlertRow, Gone
from shared.domain.call_record import stamp

DATABASE = "database"


class Alerts:
    """Troubles as rows of the board: shown while they last, each once."""

    def __init__(self, board: Board, clock: Clock) -> None:
        self._board, self._clock = board, clock
        self._shown: dict[tuple[str, str], AlertRow] = {}
        self._told: dict[tuple[str, str], str] = {}

    def about(self, pbx: str, alert: str) -> Callable[[str], None]:
        """A place to tell a trouble to; "" when it is over."""

        def tell(text: str) -> None:
            self._told[pbx, alert] = text

        return tell

    def look(self, pipelines: Iterable[Pipeline], recorder: RecorderState) -> None:
        """Compare with what is shown, and change the board."""
        now: dict[tuple[str, str], tuple[str, str]] = {}
        for pipeline in pipelines:
            if not pipeline.link.is_connected:
                now[pipeline.pbx.name, "pbx"] = ("pbx_away", pipeline.link.trouble or "not connected")
        if recorder.trouble:
            now[DATABASE, "database"] = ("database_away", recorder.trouble)
        for (pbx, alert), text in self._told.items():
            if text:
                now[pbx, alert] = ("disk_full", text)
        self._show(now)

    def alerts(self) -> Iterable[AlertRow]:
        """Those that are shown now."""
        return tuple(self._shown.values())

    def acknowledge(self, row: AlertRow, by: str) -> AlertRow:
        """Somebody looks after it."""
        seen = msgspec.structs.replace(row, acknowledged_by=by, acknowledged_at=self._clock.now())
        self._shown[row.pbx, row.alert] = seen
        self._board.apply([seen])
        return seen

    def _show(self, now: dict[tuple[str, str], tuple[str, str]]) -> None:
        for key in [key for key in self._shown if key not in now]:
            del self._shown[key]
            self._board.apply([Gone(topic="alerts", pbx=key[0], key=key[1])])
        for key, (kind, text) in now.items():
            before = self._shown.get(key)
            new = AlertRow(pbx=key[0], alert=key[1], kind=kind, text=text, since=self._clock.now())
            row = msgspec.structs.replace(before, kind=kind, text=text) if before else new
            if row != before:
                self._shown[key] = row
                self._board.apply([row])


class StatusFile:
    """``status.json`` in the data folder: replaced as a whole, so that a reader never sees half of it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._draft = file.with_suffix(".draft")
        self._is_refused = False

    def write(
        self, now: datetime, pipelines: Iterable[Pipeline], recorder: RecorderState, feed: FeedServer | None
    ) -> None:
        """Write it; a full disk is the journal's to complain about, the status is then simply old."""
        told = {
            "at": stamp(now), "process": os.getpid(), "pbx": [_pbx(pipeline) for pipeline in pipelines],
            "recorder": {"behind": recorder.is_behind, "held": recorder.held, "stored": recorder.stored,
                         "trouble": recorder.trouble},
            "feed": {"port": feed.port, "clients": feed.clients} if feed else None,
        }
        try:
            self._draft.touch(mode=0o600)
            self._draft.write_text(json.dumps(told), encoding="utf-8")
            self._draft.replace(self._file)
        except OSError:
            return

    @staticmethod
    def read(file: Path) -> dict[str, Any] | None:
        """What was written last, None where there is nothing readable."""
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None


def _pbx(pipeline: Pipeline) -> dict[str, Any]:
    centre = pipeline.live.centre
    return {
        "name": pipeline.pbx.name, "connected": pipeline.link.is_connected, "trouble": pipeline.link.trouble,
        "leading": pipeline.is_leading,
        "messages": pipeline.live.messages, "inbox": pipeline.link.inbox.waiting,
        "journal": {"last": pipeline.journal.last_seq, "stored": pipeline.stored_seq,
                    "blocked": pipeline.journal.is_blocked, "reading_again": pipeline.is_reading_again},
        "calls": len(centre.calls.traces), "agents": len(centre.agents.agents),
        "queues": sorted(centre.tallies.live),
        "imbalance": {q: n for q in centre.tallies.live if (n := centre.tallies.imbalance(q))},
        "in_gap": centre.gap is not None,
    }

"""The call centre in a terminal: queues, calls, agents, lines, alerts. Draws a live board, knows no daemon.

A table is a list of columns, the most telling first; what a narrow terminal has no room for is left out as a whole
column instead of being cut everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from shared.domain.board import AgentRow, AlertLevel, AlertRow, CallRow, LineRow, QueueRow
from shared.feed_client.live_board import LiveBoard
from shared.protocol.past import GrantedPast

STATE_STYLES = {
    "ready": "green", "talking": "cyan", "ringing": "yellow", "on_hold": "magenta", "wrapping_up": "blue",
    "paused": "yellow", "unreachable": "red", "logged_out": "dim",
}
ALERT_STYLES: dict[AlertLevel, str] = {"warn": "bold yellow", "bad": "bold red"}
MOST_ALERTS = 10
MOST_ROWS = 15
GAP = 2
"""Blanks between two columns."""

Row = TypeVar("Row")


class Column(msgspec.Struct, Generic[Row], frozen=True):
    """A column: its title, what it shows of a row at an instant, its width in letters, and is it a number."""

    title: str
    show: Callable[[Row, datetime], str]
    width: int
    is_number: bool = False


QUEUES: list[Column[QueueRow]] = [
    Column("Queue", lambda row, now: row.queue, 10),
    Column("Waiting", lambda row, now: counted(row.waiting), 7, True),
    Column("Longest", lambda row, now: ago(row.waiting_since, now), 7, True),
    Column("Talking", lambda row, now: counted(row.talking), 7, True),
    Column("Ready", lambda row, now: f"{row.ready}/{row.members}", 6, True),
    Column("Paused", lambda row, now: counted(row.paused), 6, True),
    Column("Offered", lambda row, now: str(row.offered), 7, True),
    Column("Answered", lambda row, now: str(row.answered), 8, True),
    Column("Gave up", lambda row, now: str(row.abandoned), 7, True),
]
LINES: list[Column[LineRow]] = [
    Column("Line", lambda row, now: row.line, 14),
    Column("Calls", lambda row, now: counted(row.calls), 5, True),
    Column("Offered", lambda row, now: str(row.offered), 7, True),
    Column("Answered", lambda row, now: str(row.answered), 8, True),
    Column("Gave up", lambda row, now: str(row.abandoned), 7, True),
]
CALLS: list[Column[CallRow]] = [
    Column("Call", lambda row, now: row.direction, 8),
    Column("From", lambda row, now: name_of(row.caller, row.caller_name), 28),
    Column("Where", lambda row, now: f"{row.phase.replace('_', ' ')} {row.queue or ''}", 17),
    Column("Since", lambda row, now: ago(row.queue_entered or row.since, now), 7, True),
    Column("Agents", lambda row, now: " ".join(row.agents), 10),
    Column("Rings at", lambda row, now: " ".join(row.ringing), 15),
    Column("To", lambda row, now: row.line or row.called or "", 14),
]
AGENTS: list[Column[AgentRow]] = [
    Column("Agent", lambda row, now: row.agent, 6),
    Column("Name", lambda row, now: name_of(None, row.name), 18),
    Column("State", lambda row, now: f"{row.state} {row.reason}".strip().replace("_", " "), 18),
    Column("Since", lambda row, now: ago(row.since, now), 7, True),
    Column("With", lambda row, now: name_of(row.caller, row.caller_name), 28),
    Column("Handled", lambda row, now: str(row.handled), 7, True),
    Column("Missed", lambda row, now: str(row.missed), 6, True),
    Column("Queues", lambda row, now: " ".join(one.queue for one in row.memberships), 24),
]


def _worst_alerts(board: LiveBoard) -> list[AlertRow]:
    """The daemon's own troubles, then what rules have found: worst and oldest first."""
    return sorted(board.alerts, key=lambda row: (row.kind == "rule", row.level == "warn", row.since))[:MOST_ALERTS]


def screen(
    board: LiveBoard, now: datetime, status: str, width: int, past: GrantedPast | None = None
) -> RenderableType:
    """Everything on one screen, ``width`` letters wide; ``now`` is the moment that the board shows."""
    parts: list[RenderableType] = [_past(now, past, status) if past else _present(now, status)]
    parts += [Text(f"! {row.pbx}: {row.text}", style=ALERT_STYLES[row.level]) for row in _worst_alerts(board)]
    queues = sorted(board.queues, key=lambda row: (row.pbx, row.queue))
    calls = sorted(board.calls, key=_urgency)[:MOST_ROWS]
    agents = sorted(board.agents, key=lambda row: (row.pbx, row.agent))
    lines = sorted(board.lines, key=lambda row: (row.pbx, row.line))[:MOST_ROWS]
    tables = (
        drawn(QUEUES, queues, now, width, lambda row: "bold yellow" if row.waiting else ""),
        drawn(CALLS, calls, now, width, lambda row: "yellow" if row.phase in ("waiting", "ringing") else ""),
        drawn(AGENTS, agents, now, width, lambda row: STATE_STYLES[row.state]),
        drawn(LINES, lines, now, width, lambda row: ""),
    )
    for table in tables:
        parts += [Text(), table]
    return Group(*parts)


def _present(now: datetime, status: str) -> Text:
    return Text(f"Call centre  {now.astimezone():%H:%M:%S}  {status}", style="bold")


def _past(now: datetime, past: GrantedPast, status: str) -> Text:
    """Nobody may take the past for the present."""
    pace = f"{past.speed:g} times as fast" if past.speed else "standing still"
    missing = "" if past.is_complete else "  calls begun before what is kept are missing"
    shown = "" if status == "live" else f"  {status}"
    told = f" THE PAST  {now.astimezone():%Y-%m-%d %H:%M:%S}  {pace}{missing}{shown} "
    return Text(told, style="bold black on yellow")


def drawn(
    columns: Sequence[Column[Row]], rows: Sequence[Row], now: datetime, width: int, style: Callable[[Row], str]
) -> Table:
    """A table of as many columns as there is room for."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, GAP, 0, 0))
    shown: list[Column[Row]] = []
    for column in columns:
        if sum(one.width + GAP for one in [*shown, column]) <= width + GAP:
            shown.append(column)
            table.add_column(
                Text(column.title), width=column.width, no_wrap=True, justify="right" if column.is_number else "left"
            )
    for row in rows:
        table.add_row(*(Text(column.show(row, now)) for column in shown), style=style(row))
    return table


def _urgency(row: CallRow) -> tuple[bool, datetime]:
    return row.phase not in ("waiting", "ringing"), row.started


def counted(count: int) -> str:
    """A number, or a dot for none: zeros would hide what matters."""
    return str(count or "·")


def name_of(number: str | None, name: str | None) -> str:
    """A party for people: control characters never reach the terminal."""
    told = " ".join(part for part in (number, name) if part)
    return "".join(letter if letter.isprintable() else "?" for letter in told)


def ago(since: datetime | None, now: datetime) -> str:
    """How long ago, as m:ss or h:mm:ss."""
    if since is None:
        return "·"
    seconds = max(0, int((now - since).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"

"""The call centre in a terminal: queues, waiting calls, agents, lines, alerts. Draws a live board, knows no daemon."""

from __future__ import annotations

from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from shared.domain.board import AgentRow, CallRow
from shared.feed_client.live_board import LiveBoard

STATE_STYLES = {
    "ready": "green", "talking": "cyan", "ringing": "yellow", "on_hold": "magenta", "wrapping_up": "blue",
    "paused": "dim yellow", "unreachable": "red", "logged_out": "dim",
}
MOST_ROWS = 15


def screen(board: LiveBoard, now: datetime, status: str) -> RenderableType:
    """Everything on one screen; ``now`` is the server's time."""
    parts: list[RenderableType] = [Text(f"Call centre  {now.astimezone():%H:%M:%S}  {status}", style="bold")]
    parts += [Text(f"! {row.pbx}: {row.text}", style="bold red") for row in board.alerts]
    side = Table.grid(padding=(0, 3))
    side.add_row(queues(board, now), lines(board))
    return Group(*parts, side, waiting(board, now), agents(board, now))


def queues(board: LiveBoard, now: datetime) -> Table:
    """Queues: who waits, how long, and today's sums."""
    table = _table("Queue", "Waiting", "Longest", "Talking", "Ready", "Paused", "Offered", "Answered", "Lost")
    for row in sorted(board.queues, key=lambda row: (row.pbx, row.queue)):
        table.add_row(
            row.queue, str(row.waiting or "·"), ago(row.waiting_since, now), str(row.talking or "·"),
            f"{row.ready}/{row.members}", str(row.paused or "·"), str(row.offered), str(row.answered),
            str(row.abandoned), style="bold yellow" if row.waiting else None,
        )
    return table


def lines(board: LiveBoard) -> Table:
    """Inbound lines."""
    table = _table("Line", "Calls", "Offered", "Answered", "Lost")
    for row in sorted(board.lines, key=lambda row: (row.pbx, row.line))[:MOST_ROWS]:
        table.add_row(row.line, str(row.calls or "·"), str(row.offered), str(row.answered), str(row.abandoned))
    return table


def waiting(board: LiveBoard, now: datetime) -> Table:
    """Calls going on, those that wait first."""
    table = _table("Call", "From", "To", "Where", "Since", "Agents", "Ringing")
    for row in sorted(board.calls, key=_urgency)[:MOST_ROWS]:
        table.add_row(
            row.direction, name_of(row.caller, row.caller_name), row.line or row.called or "",
            f"{row.phase} {row.queue or ''}", ago(row.queue_entered or row.since, now), " ".join(row.agents),
            " ".join(row.ringing), style="yellow" if row.phase in ("waiting", "ringing") else None,
        )
    return table


def agents(board: LiveBoard, now: datetime) -> Table:
    """Agents and what they do."""
    table = _table("Agent", "Name", "State", "Since", "With", "Queues", "Handled", "Missed")
    for row in sorted(board.agents, key=lambda row: (row.pbx, row.agent)):
        table.add_row(
            row.agent, row.name, _state(row), ago(row.since, now), name_of(row.caller, row.caller_name),
            " ".join(one.queue for one in row.memberships), str(row.handled), str(row.missed),
        )
    return table


def _state(row: AgentRow) -> Text:
    return Text(f"{row.state} {row.reason}".strip().replace("_", " "), style=STATE_STYLES[row.state])


def _urgency(row: CallRow) -> tuple[bool, datetime]:
    return row.phase not in ("waiting", "ringing"), row.started


def name_of(number: str | None, name: str | None) -> str:
    """A caller for people: control characters never reach the terminal."""
    told = " ".join(part for part in (number, name) if part)
    return "".join(letter if letter.isprintable() else "?" for letter in told)


def ago(since: datetime | None, now: datetime) -> str:
    """How long ago, as m:ss or h:mm:ss."""
    if since is None:
        return "·"
    seconds = max(0, int((now - since).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in columns:
        is_number = column in ("Waiting", "Longest", "Talking", "Ready", "Paused", "Offered", "Answered", "Lost",
                               "Calls", "Since", "Handled", "Missed")
        table.add_column(column, justify="right" if is_number else "left", no_wrap=True)
    return table

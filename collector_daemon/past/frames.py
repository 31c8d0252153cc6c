"""What daemon and reader say to each other over pipes: msgpack, each message with its length before it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO, TypeVar

import msgspec

from shared.domain.board import AgentRow, AlertRow, CallRow, Gone, LineRow, QueueRow, Row

_LENGTH = struct.Struct(">I")


class Request(msgspec.Struct, frozen=True):
    """To the reader: show this moment. ``centres`` are empty cores of the PBXs, as the settings describe them.

    ``grain_seconds`` of past time may go into one frame.
    """

    number: int
    url: str
    centres: list[bytes]
    at: datetime
    grain_seconds: float = 0.01


class Rows(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rows by kind: what is gone first."""

    gone: list[Gone] = []
    calls: list[CallRow] = []
    agents: list[AgentRow] = []
    queues: list[QueueRow] = []
    lines: list[LineRow] = []
    alerts: list[AlertRow] = []

    def all(self) -> list[Row | Gone]:
        """In the order in which they must be applied."""
        return [*self.gone, *self.calls, *self.agents, *self.queues, *self.lines, *self.alerts]


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """From the reader, for request ``number``: what is different at ``at``; the first has all rows.

    Without rows it says that nothing happened until then. With a ``refusal`` it is the last, and says why.
    """

    number: int
    at: datetime
    rows: Rows = Rows()
    is_complete: bool = True
    refusal: str = ""


Message = TypeVar("Message", Request, Frame)


def sorted_rows(rows: Iterable[Row | Gone]) -> Rows:
    """Rows by kind."""
    found = Rows([], [], [], [], [], [])
    for row in rows:
        match row:
            case Gone():
                found.gone.append(row)
            case CallRow():
                found.calls.append(row)
            case AgentRow():
                found.agents.append(row)
            case QueueRow():
                found.queues.append(row)
            case LineRow():
                found.lines.append(row)
            case AlertRow():
                found.alerts.append(row)
    return found


def write(pipe: BinaryIO, message: Request | Frame) -> None:
    """Say it. Raises OSError when nobody listens any more."""
    data = msgspec.msgpack.encode(message)
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def read(pipe: BinaryIO, kind: type[Message]) -> Message | None:
    """The next message, None at the end. Raises ValueError for what is none."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    data = pipe.read(_LENGTH.unpack(head)[0])
    return msgspec.msgpack.decode(data, type=kind)

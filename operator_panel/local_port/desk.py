"""What the port needs of the program, and what it tells the world of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from shared.domain.agents import AgentState

Stage = Literal["ringing", "dialling", "talking", "on_hold", "parked", "wrapping_up"]


class DeskState(msgspec.Struct, frozen=True, kw_only=True):
    """How the operator is. ``is_live``: the server is connected; else the rest is the last that was known."""

    agent: str = ""
    name: str = ""
    state: AgentState = "logged_out"
    reason: str = ""
    since: datetime | None = None
    queues: tuple[str, ...] = ()
    is_live: bool = False


class DeskCall(msgspec.Struct, frozen=True, kw_only=True):
    """One of the operator's calls now. ``number``: E.164 where it is one; ``since``: when the stage began."""

    call: str
    stage: Stage
    direction: Literal["inbound", "outbound", "internal"] = "inbound"
    number: str = ""
    name: str = ""
    queue: str = ""
    line: str = ""
    since: datetime | None = None
    values: dict[str, str] = {}
    """What look-ups found, by the fields' names."""


class Desk(Protocol):
    """The program, seen from the port. ``call`` None: the present one.

    What is asked raises ``shared.errors.Refused`` (with the reply's ``code``, where it is the daemon's) or
    ``Unavailable``; both messages are shown to whoever asked.
    """

    async def dial(self, number: str) -> None:
        """Dial what somebody wrote, as if it had been pasted into the number field."""
        ...

    async def pop(self, call: str | None) -> None:
        """Bring the panel to the front, with this call."""
        ...

    async def set_disposition(self, call: str | None, code: str, text: str) -> None:
        """Give a call its code; ``text`` is added to the note, if there is any."""
        ...

    async def note(self, call: str | None, text: str) -> None:
        """Add to the note of a call."""
        ...

    def state(self) -> DeskState:
        """How the operator is."""
        ...

    def calls(self) -> tuple[DeskCall, ...]:
        """The operator's calls, in the order of their beginning."""
        ...

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Have ``hear`` called when state or calls may have changed; what comes back ends that."""
        ...

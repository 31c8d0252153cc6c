"""What the daemon, the CRM and the dialer have told beside the board: replies as typed structs.

``own_calls`` and its like make them of a reply's ``result``; they raise ValueError on what they cannot read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from shared.domain.calls import Direction
from shared.domain.campaigns import PastAttempt

OwnKind = Literal["handled", "missed", "outgoing", "internal"]


class Became(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a call that I missed: who took it, or that nobody did."""

    outcome: str = ""
    agent: str | None = None
    agent_name: str | None = None


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """A recording of a call."""

    file: str
    seconds: float | None = None


class OwnCall(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``history.own``."""

    call: str
    pbx: str
    kind: OwnKind
    at: datetime
    number: str | None = None
    name: str | None = None
    queue: str | None = None
    line: str | None = None
    ring_seconds: float | None = None
    wait_seconds: float | None = None
    talk_seconds: float | None = None
    hold_seconds: float | None = None
    became: Became | None = None
    called_back_at: datetime | None = None
    disposition: str | None = None
    note: str | None = None
    recordings: tuple[Sound, ...] = ()


class OwnCalls(msgspec.Struct, frozen=True, eq=False):
    """My calls, newest first, as asked for with ``text``. Not ``is_complete``: the newest are not stored yet.

    ``is_all``: there are no older ones. Compared by identity, so that lists made of it can be kept.
    """

    rows: tuple[OwnCall, ...] = ()
    is_complete: bool = True
    is_all: bool = False
    text: str = ""


class EarlierCall(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier call of a customer."""

    at: datetime
    direction: Direction = "inbound"
    outcome: str = ""
    queue: str | None = None
    agent: str | None = None
    agent_name: str | None = None
    talk_seconds: float | None = None
    disposition: str | None = None


class EarlierNote(msgspec.Struct, frozen=True, kw_only=True):
    """What was noted about a customer before."""

    at: datetime
    text: str
    agent_name: str | None = None
    call: str | None = None


class CustomerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to ``customer.find``."""

    calls_today: int = 0
    abandoned_today: int = 0
    last: tuple[EarlierCall, ...] = ()
    notes: tuple[EarlierNote, ...] = ()


class PlannedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``callback.list``. ``campaign``: an appointment with its contact, which the dialer keeps."""

    callback: str
    number: str
    due: datetime
    name: str | None = None
    text: str = ""
    queue: str | None = None
    call: str | None = None
    is_own: bool = True
    campaign: str = ""
    campaign_title: str = ""

    @property
    def reminder(self) -> str:
        """What is reminded of once: a contact that is promised another time is another."""
        return f"{self.callback} {self.due.isoformat()}"


class CrmAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a look-up of one link brought: ``values`` by the mapped fields' names.

    ``asking`` goes on; ``failed`` with a ``problem``; ``unknown``: the CRM knows nobody.
    """

    link: str
    state: Literal["asking", "found", "unknown", "failed"] = "found"
    values: Mapping[str, str] = {}
    problem: str = ""


class ContactNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a contact: "mobil", "pevná"."""

    number: str
    kind: str = ""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """The dialer's contact for a preview: whom to call and what is known. ``since``: when it was given to me.

    ``contact`` empty: the campaign has none any more. ``dial_at``: dialled by itself then; ``number``: the one that is
    next; ``attempts`` 0: how many there may be is not said. ``history``: calls beside the ``attempted`` ones.
    """

    contact: str
    campaign: str
    campaign_title: str
    name: str
    numbers: tuple[ContactNumber, ...]
    since: datetime
    place: int = 1
    of: int = 1
    attempt: int = 1
    attempts: int = 1
    rows: tuple[tuple[str, str], ...] = ()
    history: tuple[EarlierCall, ...] = ()
    attempted: tuple[PastAttempt, ...] = ()
    dial_at: datetime | None = None
    number: str = ""
    skip_reasons: tuple[tuple[str, str], ...] = ()


def own_calls(result: Mapping[str, Any], *, asked: int, text: str = "") -> OwnCalls:
    """The reply to ``history.own`` that was asked for ``asked`` rows. Raises ValueError."""
    rows = msgspec.convert(result.get("rows", ()), tuple[OwnCall, ...])
    return OwnCalls(rows, bool(result.get("is_complete", True)), len(rows) < asked, text)


def customer(result: Mapping[str, Any]) -> CustomerFacts:
    """The reply to ``customer.find``. Raises ValueError."""
    return msgspec.convert(dict(result), CustomerFacts)


def planned_calls(result: Mapping[str, Any]) -> tuple[PlannedCall, ...]:
    """The reply to ``callback.list``. Raises ValueError."""
    return msgspec.convert(result.get("rows", ()), tuple[PlannedCall, ...])

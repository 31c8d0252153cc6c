"""Whom a campaign calls: contacts with their numbers, and each dialling of one. Structs only; instants in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from shared.campaigns.campaign import Outcome

ContactState = Literal["waiting", "offered", "calling", "talking", "wrap_up", "done", "excluded"]
"""May be called (from ``next_at`` on) · lies before an operator · an attempt is open · an operator speaks · he writes
down the result · nothing more is to be done · may not be called at all: bad number, no consent, list, limit of life."""
AttemptState = Literal["placed", "ringing", "answered", "connected", "ended"]
"""Written down and asked of the PBX · it rings · the called answered, no operator yet · an operator speaks · over, with
an outcome."""


class ContactNumber(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One number of a contact. ``number``: digits of E.164 without "+"; ``kind``: as the list calls it ("mobil")."""

    number: str
    kind: str = ""


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A contact of a campaign.

    ``contact``: our key, a whole number. ``external``: the list's or customer system's own key, by which a row that
    comes twice is one. ``fields``: all other columns, as text. ``owner``: account of the operator whose client it is.
    ``attempts``: so far; ``last``: outcome or disposition of the newest. ``next_at``: not before; ``next_by``: only by
    this account then; ``is_appointment``: it was promised so. ``number_index``: which number is next. ``why``: why
    excluded. ``asked_at``: when he asked himself to be called back; ``place_at``: when he had joined the queue that he
    left (``queue_place``).
    """

    contact: int
    campaign: str
    name: str = ""
    numbers: tuple[ContactNumber, ...] = ()
    external: str = ""
    fields: dict[str, str] = {}
    owner: str = ""
    language: str = ""
    priority: int = 0
    state: ContactState = "waiting"
    attempts: int = 0
    last: str = ""
    next_at: datetime | None = None
    next_by: str = ""
    is_appointment: bool = False
    number_index: int = 0
    why: str = ""
    asked_at: datetime | None = None
    place_at: datetime | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One dialling of one number: ``attempt`` is its key, and ``dial-<attempt>`` the channel's id at the PBX.

    ``call``: the call record's id (Linkedid), as soon as the PBX tells it. ``operator``: account. ``because``: why this
    operator. ``disposition``: what the operator said. ``cause``: the PBX's own word, as it came.
    """

    attempt: int
    campaign: str
    contact: int
    number: str
    state: AttemptState
    placed_at: datetime
    ringing_at: datetime | None = None
    answered_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    cause: str = ""
    call: str = ""
    operator: str = ""
    because: str = ""
    disposition: str = ""

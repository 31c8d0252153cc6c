"""Commands on calls, and on campaigns that make them. Pure."""

from __future__ import annotations

from typing import Literal

from shared.domain.commands.parameters import Key, Parameters, Word


class CallDial(Parameters, frozen=True, kw_only=True):
    """Ring the agent's phone, then dial the number. ``callback``: the planned call that this is."""

    number: Word
    callback: Key | None = None


class CallHangup(Parameters, frozen=True, kw_only=True):
    """Hang up the agent's leg of the call."""

    call: Word


class CallTransfer(Parameters, frozen=True, kw_only=True):
    """Pass the agent's call on."""

    call: Word
    to: Word
    kind: Literal["blind", "attended"] = "blind"


class CallPark(Parameters, frozen=True, kw_only=True):
    """Put the agent's call into the parking lot."""

    call: Word


class CallPickup(Parameters, frozen=True, kw_only=True):
    """Take, at the agent's phone, a call that rings at another."""

    call: Word


class CallHold(Parameters, frozen=True, kw_only=True):
    """Let the other party wait, or go on with it."""

    call: Word
    is_on: bool = True


class Supervise(Parameters, frozen=True, kw_only=True):
    """Listen to (or whisper, barge into) the agent's conversation, at the phone ``at`` (None: my own)."""

    at: Word | None = None


class CallCompletion(Parameters, frozen=True, kw_only=True):
    """End the agent's consultation: the customer is passed on, or (not ``is_completed``) comes back to the agent."""

    call: Word
    is_completed: bool = True


class CallRetrieve(Parameters, frozen=True, kw_only=True):
    """Take a parked call at the agent's phone."""

    call: Word


class CallRecording(Parameters, frozen=True, kw_only=True):
    """Go on with the recording of the agent's call, or (not ``is_on``) leave out what is said now."""

    call: Word
    is_on: bool


class CallRedirect(Parameters, frozen=True, kw_only=True):
    """Send a call that waits, rings or is parked to an extension, a queue or a number; its customer notices nothing."""

    call: Word
    to: Word
    kind: Literal["extension", "queue", "number"] = "extension"


class CallDrop(Parameters, frozen=True, kw_only=True):
    """End the whole call, whoever talks: the customer's leg is hung up."""

    call: Word

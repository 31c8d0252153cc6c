"""What may be asked over the feed: the commands, their parameters, the right each needs. Pure.

``authorised`` is the one gate: it knows the command, checks its parameters, and decides if the account may.
A command on an agent without ``agent`` is meant for the account's own agent. Values that hold control
characters are refused here, so that none can end a line of the PBX's protocol further on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from shared import errors
from shared.domain.accounts import Account, Right

Word = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
"""A name, number or id."""
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its zone."""
MOST_DAYS = 32
MOST_STEPS = 2000
Text = Annotated[str, msgspec.Meta(max_length=4000)]
"""What a person wrote; may have several lines."""


class Refused(errors.Refused):
    """A command that is not carried out: ``code`` is stable and for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every command may say: on which PBX (None: the only one) and for which agent (None: my own)."""

    pbx: Word | None = None
    agent: Word | None = None


class AgentLogin(Parameters, frozen=True, kw_only=True):
    """Make the agent a member of these queues. ``interface`` (device), ``name``: only with agent.others."""

    queues: Annotated[tuple[Word, ...], msgspec.Meta(min_length=1, max_length=100)]
    interface: Word | None = None
    name: Word | None = None
    penalty: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0


class AgentLogout(Parameters, frozen=True, kw_only=True):
    """End the agent's membership in these queues; none named: in all."""

    queues: Annotated[tuple[Word, ...], msgspec.Meta(max_length=100)] = ()


class AgentPause(Parameters, frozen=True, kw_only=True):
    """No calls for the agent in these queues (none named: in all), and why."""

    queues: Annotated[tuple[Word, ...], msgspec.Meta(max_length=100)] = ()
    reason: Annotated[str, msgspec.Meta(max_length=80)] = ""


class AgentUnpause(Parameters, frozen=True, kw_only=True):
    """Calls again for the agent in these queues; none named: in all."""

    queues: Annotated[tuple[Word, ...], msgspec.Meta(max_length=100)] = ()


class AgentWrapup(Parameters, frozen=True, kw_only=True):
    """Begin (or end) the agent's work after a call."""

    is_on: bool = True


class CallDial(Parameters, frozen=True, kw_only=True):
    """Ring the agent's phone, then dial the number."""

    number: Word


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


class CallNote(Parameters, frozen=True, kw_only=True):
    """Write the agent's note about a call."""

    call: Word
    text: Text


class CallDisposition(Parameters, frozen=True, kw_only=True):
    """The agent's own code for the result of a call."""

    call: Word
    code: Word
    text: Text = ""


class Supervise(Parameters, frozen=True, kw_only=True):
    """Listen to (or whisper, barge into) the agent's conversation, at the phone ``at`` (None: my own)."""

    at: Word | None = None


class Campaign(Parameters, frozen=True, kw_only=True):
    """A dialer's campaign."""

    campaign: Word


class HistoryOwn(Parameters, frozen=True, kw_only=True):
    """The agent's latest calls, newest first."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100


class RecordingOpen(Parameters, frozen=True, kw_only=True):
    """A way to play a recording of a call."""

    call: Word
    file: Word | None = None


class AlertLogSpan(Parameters, frozen=True, kw_only=True):
    """The alerts of rules that lasted at some time in [from, to), newest first; of visible queues, at most 500."""

    from_at: Instant = msgspec.field(name="from")
    to_at: Instant = msgspec.field(name="to")


class FiguresVisits(Parameters, frozen=True, kw_only=True):
    """Sums of the visits that entered their queue in [from, to), by steps; ``queues`` null: all that may be seen.

    At most 32 days and 2,000 steps; ``step_seconds`` null: one step for all of it.
    """

    from_at: Instant = msgspec.field(name="from")
    to_at: Instant = msgspec.field(name="to")
    step_seconds: Annotated[int, msgspec.Meta(ge=1, le=2_764_800)] | None = None
    queues: Annotated[tuple[Word, ...], msgspec.Meta(max_length=1000)] | None = None

    def __post_init__(self) -> None:
        length = self.to_at - self.from_at
        if not all(2000 <= at.year <= 2200 for at in (self.from_at, self.to_at)):
            raise ValueError("`from` and `to` must be in the years 2000 to 2200")
        if not timedelta(0) < length <= MOST_DAYS * timedelta(days=1):
            raise ValueError(f"`to` must be after `from`, and at most {MOST_DAYS} days")
        if self.step_seconds is not None and length > MOST_STEPS * timedelta(seconds=self.step_seconds):
            raise ValueError(f"at most {MOST_STEPS} steps")


class CommandKind(msgspec.Struct, frozen=True):
    """A command's parameters, the right it needs for one's own agent, and for anybody's."""

    parameters: type[Parameters]
    own: Right | None
    others: Right



COMMANDS: dict[str, CommandKind] = {
    "agent.login": CommandKind(AgentLogin, "agent.own", "agent.others"),
    "agent.logout": CommandKind(AgentLogout, "agent.own", "agent.others"),
    "agent.pause": CommandKind(AgentPause, "agent.own", "agent.others"),
    "agent.unpause": CommandKind(AgentUnpause, "agent.own", "agent.others"),
    "agent.wrapup": CommandKind(AgentWrapup, "agent.own", "agent.others"),
    "call.dial": CommandKind(CallDial, "call.own", "call.others"),
    "call.hangup": CommandKind(CallHangup, "call.own", "call.others"),
    "call.transfer": CommandKind(CallTransfer, "call.own", "call.others"),
    "call.park": CommandKind(CallPark, "call.own", "call.others"),
    "call.pickup": CommandKind(CallPickup, "call.own", "call.others"),
    "call.hold": CommandKind(CallHold, "call.own", "call.others"),
    "call.note": CommandKind(CallNote, "call.own", "call.others"),
    "call.disposition": CommandKind(CallDisposition, "call.own", "call.others"),
    "supervise.listen": CommandKind(Supervise, None, "supervise"),
    "supervise.whisper": CommandKind(Supervise, None, "supervise"),
    "supervise.barge": CommandKind(Supervise, None, "supervise"),
    "dialer.start": CommandKind(Campaign, None, "dialer.run"),
    "dialer.stop": CommandKind(Campaign, None, "dialer.run"),
    "history.own": CommandKind(HistoryOwn, "history.own", "history.all"),
    "recording.open": CommandKind(RecordingOpen, None, "recording.open"),
    "alerts.log": CommandKind(AlertLogSpan, None, "board.watch"),
    "figures.visits": CommandKind(FiguresVisits, None, "board.watch"),
}
"""Every command by its name on the wire."""


def authorised(account: Account, command: str, params: bytes) -> Parameters:
    """The command's checked parameters (JSON in, ``agent`` filled in). Raises Refused with a stable code.

    Codes: unknown_command, bad_params, not_allowed.
    """
    kind = COMMANDS.get(command)
    if kind is None:
        raise Refused("unknown_command", "There is no such command.")
    asked = _parsed(kind.parameters, params)
    is_own = asked.agent is None or asked.agent == account.agent
    if not (is_own and kind.own is not None and account.may(kind.own)) and not account.may(kind.others):
        raise Refused("not_allowed", "Your account may not do this.")
    if asked.agent is None and account.agent is not None and kind.own is not None:
        asked = msgspec.structs.replace(asked, agent=account.agent)
    _check_agent(kind, asked)
    _check_queues(account, asked, is_own=is_own)
    return asked


_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})


def _parsed(shape: type[Parameters], params: bytes) -> Parameters:
    try:
        asked = msgspec.json.decode(params, type=shape)
    except (ValueError, RecursionError) as problem:
        raise Refused("bad_params", f"The parameters do not fit the command: {problem}"[:300]) from None
    for field, text in _texts(asked):
        allowed = "\n\t" if field == "text" else ""
        if any(unicodedata.category(sign) in _CONTROL and sign not in allowed for sign in text):
            raise Refused("bad_params", f"Control characters are not allowed in {field}.")
    return asked


def _texts(asked: Parameters) -> Iterator[tuple[str, str]]:
    for field in asked.__struct_fields__:
        found = getattr(asked, field)
        for text in found if isinstance(found, tuple) else (found,):
            if isinstance(text, str):
                yield field, text


def _check_agent(kind: CommandKind, asked: Parameters) -> None:
    """A command that somebody may give for his own agent needs an agent."""
    if kind.own is not None and asked.agent is None:
        raise Refused("bad_params", "Name the agent: your account has none of its own.")


def _check_queues(account: Account, asked: Parameters, *, is_own: bool) -> None:
    """Nobody acts on what he may not see, or chooses a device without a right over others."""
    queues: tuple[str, ...] | None = getattr(asked, "queues", None)
    if queues is not None and not all(account.sees(queue) for queue in queues):
        raise Refused("not_allowed", "Your account may not see one of these queues.")
    if queues == () and not is_own and account.queues is not None:
        raise Refused("not_allowed", "Name the queues: your account sees only some.")
    if isinstance(asked, AgentLogin) and (asked.interface or asked.name) and not account.may("agent.others"):
        raise Refused("not_allowed", "Your account may not choose a device or a name.")

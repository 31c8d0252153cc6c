"""What may be asked over the feed: the commands, their parameters, the right each needs. Pure.

Here the table of all and the gate; the parameters are beside: ``agents``, ``calls``, ``desk``, ``supervision``,
``recordings``, ``administration``, ``billing``, ``dialer``, ``asking``.

``authorised`` is the one gate: it knows the command, checks its parameters, and decides if the account may.
A command on an agent without ``agent`` is meant for the account's own agent. Values that hold control
characters are refused here, so that none can end a line of the PBX's protocol further on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec

from shared import errors
from shared.domain.accounts import Account, Right
from shared.domain.commands.administration import (
    AccountAdd,
    AccountChange,
    AccountUnlock,
    OwnPassword,
    RoleRights,
    SettingsChange,
    SettingsForget,
    SettingsRead,
)
from shared.domain.commands.agents import (
    AgentLogin,
    AgentLogout,
    AgentPause,
    AgentUnpause,
    AgentWrapup,
    SeatLeave,
    SeatTake,
)
from shared.domain.commands.asking import AlertLogSpan, FiguresVisits, HistoryOwn, RecordingOpen
from shared.domain.commands.billing import (
    BillingAccountPut,
    BillingClose,
    BillingCorrect,
    BillingExport,
    BillingInvoiceFile,
    BillingInvoiceSend,
    BillingOverdue,
    BillingOwn,
    BillingPay,
    BillingPrice,
    BillingRerate,
    BillingSubscribe,
    BillingTariffAdd,
    BillingTariffExport,
    BillingTariffImport,
    BillingTopUp,
    BillingUpload,
)
from shared.domain.commands.calls import (
    CallCompletion,
    CallDial,
    CallDrop,
    CallHangup,
    CallHold,
    CallPark,
    CallPickup,
    CallRecording,
    CallRedirect,
    CallRetrieve,
    CallTransfer,
    Supervise,
)
from shared.domain.commands.desk import (
    CallbackEnd,
    CallbackList,
    CallbackPlan,
    CallDisposition,
    CallFields,
    CallNote,
    CustomerFind,
)
from shared.domain.commands.dialer import (
    Campaign,
    CampaignPut,
    ConsentPut,
    ContactChange,
    ContactImport,
    ContactUpload,
    DialerDial,
    DialerDispose,
    DialerNext,
    DialerSkip,
    DialerWork,
    DoNotCallImport,
    DoNotCallPut,
    DoNotCallRemove,
    ResultExport,
)
from shared.domain.commands.parameters import Parameters
from shared.domain.commands.recordings import (
    RecordingErase,
    RecordingHold,
    RecordingLink,
    SubjectErase,
    SubjectExport,
)
from shared.domain.commands.supervision import AlertAcknowledge, MessageSend


class Refused(errors.Refused):
    """A command that is not carried out: ``code`` is stable and for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class CommandKind(msgspec.Struct, frozen=True):
    """A command's parameters, the right it needs for one's own agent, and for anybody's (None: whoever signed in).

    ``is_by_account``: who signs in gives it, at whatever phone, or at none.
    """

    parameters: type[Parameters]
    own: Right | None
    others: Right | None
    is_by_account: bool = False


COMMANDS: dict[str, CommandKind] = {
    "seat.take": CommandKind(SeatTake, None, "agent.own"),
    "seat.leave": CommandKind(SeatLeave, None, "agent.own"),
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
    "call.complete": CommandKind(CallCompletion, "call.own", "call.others"),
    "call.retrieve": CommandKind(CallRetrieve, "call.own", "call.others"),
    "call.record": CommandKind(CallRecording, "call.own", "call.others"),
    "call.redirect": CommandKind(CallRedirect, None, "call.others"),
    "call.drop": CommandKind(CallDrop, None, "call.others"),
    "call.note": CommandKind(CallNote, "call.own", "call.others", is_by_account=True),
    "call.disposition": CommandKind(CallDisposition, "call.own", "call.others", is_by_account=True),
    "call.fields": CommandKind(CallFields, "call.own", "call.others", is_by_account=True),
    "callback.plan": CommandKind(CallbackPlan, "call.own", "call.others", is_by_account=True),
    "callback.end": CommandKind(CallbackEnd, "call.own", "call.others", is_by_account=True),
    "callback.list": CommandKind(CallbackList, "call.own", "call.others", is_by_account=True),
    "customer.find": CommandKind(CustomerFind, "call.own", "call.others", is_by_account=True),
    "supervise.listen": CommandKind(Supervise, None, "supervise"),
    "supervise.whisper": CommandKind(Supervise, None, "supervise"),
    "supervise.barge": CommandKind(Supervise, None, "supervise"),
    "message.send": CommandKind(MessageSend, None, "supervise"),
    "alert.acknowledge": CommandKind(AlertAcknowledge, None, "supervise"),
    "dialer.start": CommandKind(Campaign, None, "dialer.run"),
    "dialer.stop": CommandKind(Campaign, None, "dialer.run"),
    "dialer.finish": CommandKind(Campaign, None, "dialer.run"),
    "dialer.campaign.put": CommandKind(CampaignPut, None, "dialer.run"),
    "dialer.upload": CommandKind(ContactUpload, None, "dialer.run"),
    "dialer.import": CommandKind(ContactImport, None, "dialer.run"),
    "dialer.export": CommandKind(ResultExport, None, "dialer.run"),
    "dialer.contact.change": CommandKind(ContactChange, None, "dialer.run"),
    "dialer.list.put": CommandKind(DoNotCallPut, None, "dialer.run"),
    "dialer.list.import": CommandKind(DoNotCallImport, None, "dialer.run"),
    "dialer.list.remove": CommandKind(DoNotCallRemove, None, "dialer.run"),
    "dialer.consent": CommandKind(ConsentPut, None, "dialer.run"),
    "dialer.work": CommandKind(DialerWork, "call.own", "call.others"),
    "dialer.next": CommandKind(DialerNext, "call.own", "call.others"),
    "dialer.dial": CommandKind(DialerDial, "call.own", "call.others"),
    "dialer.skip": CommandKind(DialerSkip, "call.own", "call.others"),
    "dialer.dispose": CommandKind(DialerDispose, "call.own", "call.others", is_by_account=True),
    "history.own": CommandKind(HistoryOwn, "history.own", "history.all", is_by_account=True),
    "recording.open": CommandKind(RecordingOpen, "recording.own", "recording.open", is_by_account=True),
    "recording.link": CommandKind(RecordingLink, "recording.own", "recording.open", is_by_account=True),
    "recording.hold": CommandKind(RecordingHold, None, "recording.erase"),
    "recording.erase": CommandKind(RecordingErase, None, "recording.erase"),
    "subject.export": CommandKind(SubjectExport, None, "recording.erase"),
    "subject.erase": CommandKind(SubjectErase, None, "recording.erase"),
    "password.change": CommandKind(OwnPassword, None, None, is_by_account=True),
    "account.add": CommandKind(AccountAdd, None, "administration"),
    "account.change": CommandKind(AccountChange, None, "administration"),
    "account.unlock": CommandKind(AccountUnlock, None, "administration"),
    "role.rights": CommandKind(RoleRights, None, "administration"),
    "settings.read": CommandKind(SettingsRead, None, "administration"),
    "settings.change": CommandKind(SettingsChange, None, "administration"),
    "settings.forget": CommandKind(SettingsForget, None, "administration"),
    "billing.account.put": CommandKind(BillingAccountPut, None, "billing"),
    "billing.own": CommandKind(BillingOwn, None, "billing"),
    "billing.subscribe": CommandKind(BillingSubscribe, None, "billing"),
    "billing.tariff.add": CommandKind(BillingTariffAdd, None, "billing"),
    "billing.upload": CommandKind(BillingUpload, None, "billing"),
    "billing.tariff.import": CommandKind(BillingTariffImport, None, "billing"),
    "billing.tariff.export": CommandKind(BillingTariffExport, None, "billing"),
    "billing.price": CommandKind(BillingPrice, None, "billing"),
    "billing.close": CommandKind(BillingClose, None, "billing"),
    "billing.correct": CommandKind(BillingCorrect, None, "billing"),
    "billing.rerate": CommandKind(BillingRerate, None, "billing"),
    "billing.invoice.file": CommandKind(BillingInvoiceFile, None, "billing"),
    "billing.invoice.send": CommandKind(BillingInvoiceSend, None, "billing"),
    "billing.pay": CommandKind(BillingPay, None, "billing"),
    "billing.top_up": CommandKind(BillingTopUp, None, "billing"),
    "billing.export": CommandKind(BillingExport, None, "billing"),
    "billing.overdue": CommandKind(BillingOverdue, None, "billing"),
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
    may_own = is_own and kind.own is not None and account.may(kind.own)
    if not may_own and kind.others is not None and not account.may(kind.others):
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
        if isinstance(found, dict):
            yield from ((field, name) for name in found)
            yield from (("text", text) for text in found.values() if isinstance(text, str))
        for text in found if isinstance(found, tuple) else (found,):
            if isinstance(text, str):
                yield field, text


def _check_agent(kind: CommandKind, asked: Parameters) -> None:
    """A command that somebody may give for his own agent needs an agent."""
    if kind.own is not None and not kind.is_by_account and asked.agent is None:
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

"""A desk with the content of the target pictures, and moments at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from operator_panel.presenter import Followed, Moment, follow, present
from operator_panel.presenter.told import OwnCall, OwnCalls
from shared.domain.agents import AgentState
from shared.domain.board import TOPIC_OF, AgentRow, AlertRow, CallRow, LineRow, MembershipRow, QueueRow, Row, key_of
from shared.domain.campaigns import CampaignRow
from shared.domain.description import CentreDescription, LineDescription, PauseReason, QueueDescription
from shared.domain.desk import CrmLink, DeskDescription, Disposition, FormField, MappedField, QueueDesk, Script
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from shared.protocol.messages import (
    AgentItem,
    AlertItem,
    CallItem,
    CampaignItem,
    LineItem,
    QueueItem,
    Snapshot,
    Welcome,
)

NOW = datetime(2026, 11, 24, 13, 32, 7, tzinfo=UTC)  # 14:32:07 in Prague
CZECH, ENGLISH, STRETCHED = Language.of("cs"), Language.of("en"), Language.stretched()
LIVE = Status(state="live", since=NOW - timedelta(hours=1))
CENTRE = CentreDescription(
    name="Zákaznická linka", timezone="Europe/Prague",
    queues=(
        QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="sales", title="Prodej"),
        QueueDescription(queue="vip", title="VIP", is_vip=True), QueueDescription(queue="claims", title="Reklamace"),
    ),
    lines=(LineDescription(line="222111010", title="Zelená linka"),),
    pause_reasons=(
        PauseReason(reason="lunch", title="Oběd", limit_seconds=1800),
        PauseReason(reason="break", title="Přestávka", limit_seconds=900),
        PauseReason(reason="training", title="Školení"),
    ),
)  # fmt: skip
FORM = Script(
    name="outage", title="Výpadek", queues=("support",),
    text="Dobrý den, u telefonu **{agent_name}**. Mluvím s {name}?",
    fields=(
        FormField(name="since", title="Od kdy", kind="date", is_required=True), FormField(name="count", kind="number"),
        FormField(name="kind", title="Druh", kind="choice", choices=("internet", "tv")),
        FormField(name="visit", title="Návštěva", kind="yes_no"), FormField(name="rest", kind="long_text"),
    ),
)  # fmt: skip
LOOK_UP = CrmLink(
    name="customer", kind="look_up", template="https://crm.example.com/?n={callerid}",
    fields=(
        MappedField(name="id", path="id", title="Číslo zákazníka"),
        MappedField(name="contract", path="contract", title="Smlouva"),
        MappedField(name="cases", path="cases", title="Otevřené případy"),
        MappedField(name="town", path="town"), MappedField(name="debt", path="debt", title="Dluh"),
        MappedField(name="who", path="name", role="name"), MappedField(name="vip", path="vip", role="vip"),
        MappedField(name="tongue", path="language", role="language"),
        MappedField(name="page", path="url", role="page"),
    ),
)  # fmt: skip
PAGE = CrmLink(name="page", kind="url", template="https://crm.example.com/{callerid}")
DESK = DeskDescription(
    can_hold=True, can_play_own=True, outside_prefix="",
    dispositions=(
        Disposition(code="solved", title="Vyřešeno"),
        Disposition(code="back", title="Zpětné volání", plans_callback=True),
        Disposition(code="technician", title="Předáno technikovi", needs_note=True),
        Disposition(code="claim", title="Reklamace"), Disposition(code="mistake", title="Omyl"),
        Disposition(code="other", title="Jiné"), Disposition(code="offer", title="Nabídka", queues=("sales",)),
    ),
    scripts=(FORM,), links=(LOOK_UP, PAGE),
    queues=(QueueDesk(queue="support", is_disposition_required=True, wrapup_seconds=60),
            QueueDesk(queue="vip", language="en")),
)  # fmt: skip
_ITEMS: dict[type, Any] = {
    QueueRow: QueueItem, AgentRow: AgentItem, CallRow: CallItem, LineRow: LineItem, AlertRow: AlertItem,
    CampaignRow: CampaignItem,
}
assert set(_ITEMS) == set(TOPIC_OF)


def ago(minutes: float = 0, seconds: float = 0) -> datetime:
    return NOW - timedelta(minutes=minutes, seconds=seconds)


def welcome(**more: Any) -> Welcome:
    known: dict[str, Any] = {
        "protocol": 1, "server": "s", "session": "s", "token": "t", "token_expires_at": NOW + timedelta(days=1),
        "rights": ("board.watch", "callers.see", "agent.own", "call.own", "history.own", "recording.own"),
        "server_time": NOW, "user": "petr", "roles": ("operator",), "agent": "1002", "centre": CENTRE, "desk": DESK,
        "queues": ("support", "sales", "vip", "claims"),
    }
    return Welcome(**(known | more))


def agent(
    number: str, name: str, state: AgentState, since: datetime | None, queue: str | None = None,
    queues: tuple[str, ...] = ("support", "sales", "vip"), **more: Any,
) -> AgentRow:  # fmt: skip
    memberships = more.pop("memberships", tuple(MembershipRow(queue=one) for one in queues))
    return AgentRow(**{
        "pbx": "praha", "agent": number, "name": name, "interface": f"PJSIP/{number}", "state": state, "since": since,
        "queue": queue, "memberships": memberships, **more,
    })  # fmt: skip


def me(state: AgentState = "ready", minutes: float = 8, seconds: float = 42, **more: Any) -> AgentRow:
    return agent("1002", "Petr Dvořák", state, ago(minutes, seconds), **more)


def queue(name: str, waiting: int = 0, pbx: str = "praha") -> QueueRow:
    return QueueRow(pbx=pbx, queue=name, waiting=waiting)


def call(name: str = "c1", caller: str | None = "777123001", phase: str = "talking", **more: Any) -> CallRow:
    known: dict[str, Any] = {
        "pbx": "praha", "call": name, "direction": "inbound", "phase": phase, "started": ago(4, 52),
        "since": ago(4, 18), "caller": caller, "queue": "support", "line": "222111000", "agents": ("1002",),
        "waited_seconds": 34.0, "talking_since": ago(4, 18),
    }
    return CallRow(**(known | more))


def rings(name: str = "c1", caller: str | None = "777123001", **more: Any) -> CallRow:
    known: dict[str, Any] = {
        "started": ago(0, 40), "since": ago(0, 8), "queue_entered": ago(0, 34), "agents": (), "ringing": ("1002",),
        "waited_seconds": None, "talking_since": None,
    }
    return call(name, caller, "ringing", **(known | more))


def waits(name: str, caller: str | None, queue: str, entered: datetime, position: int | None = None) -> CallRow:
    return call(name, caller, "waiting", queue=queue, queue_entered=entered, position=position, started=entered,
                since=entered, agents=(), waited_seconds=None, talking_since=None)  # fmt: skip


def away(minutes: float = 2, pbx: str = "praha") -> AlertRow:
    return AlertRow(pbx=pbx, alert="pbx_away", kind="pbx_away", text="away", since=ago(minutes))


def own(kind: Any = "handled", minutes: float = 18, name: str = "h1", **more: Any) -> OwnCall:
    known: dict[str, Any] = {
        "name": more.pop("caller", None),
        "call": name, "pbx": "praha", "kind": kind, "at": ago(minutes), "number": "777123001", "queue": "support",
        "talk_seconds": 258.0 if kind != "missed" else None, "ring_seconds": 20.0,
    }
    return OwnCall(**(known | more))


QUEUES = (queue("support", 4), queue("sales", 1), queue("vip", 0), queue("claims", 2))
OTHERS = (
    agent("1011", "Pavel Urban", "ready", ago(3, 12)), agent("1001", "Jana Nováková", "talking", ago(6, 41), "support"),
    agent("1006", "Martin Veselý", "on_hold", ago(1, 33)),
    agent("1008", "Jakub Němec", "paused", ago(18, 4), reason="break"),
    agent("1010", "Ondřej Marek", "unreachable", ago(12, 40)), agent("1013", "Barbora Jelínková", "logged_out", None),
)  # fmt: skip
OWN = OwnCalls(
    (
        own(minutes=20, disposition="solved"),
        own("missed", 34, "h2", number="602331418", queue="sales"),
        own("outgoing", 51, "h3", number="222640118", queue=None, talk_seconds=156.0, disposition="offer"),
    ),
    is_all=True,
)  # fmt: skip


def board(rows: Iterable[Row] = ()) -> LiveBoard:
    made = LiveBoard()
    items = []
    for row in rows:
        pbx, key = key_of(row)
        items.append(_ITEMS[type(row)](pbx, key, row))
    made.apply_snapshot(Snapshot(seq=1, rows=tuple(items)))
    return made


def moment(*rows: Row, **more: Any) -> Moment:
    """A moment at the board of these rows; ``followed`` is as if the board had just become so."""
    at = more.get("now", NOW)
    made = more.pop("board", None) or board(rows)
    known: dict[str, Any] = {
        "board": made, "status": LIVE, "welcome": welcome(), "now": at, "own_now": at, "language": ENGLISH,
        "own_calls": OWN, "followed": follow(Followed(), made, "1002", at),
    }
    return Moment(**(known | more))


def shown(known: Moment) -> Any:
    """The screen of a moment; what may be missing there is there in the test that looks at it."""
    return present(known)

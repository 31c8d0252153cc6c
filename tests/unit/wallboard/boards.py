"""Boards with the content of the target pictures, and moments over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shared.domain.agents import AgentState
from shared.domain.board import TOPIC_OF, AgentRow, AlertRow, CallRow, LineRow, MembershipRow, QueueRow, Row, key_of
from shared.domain.campaigns import CampaignRow
from shared.domain.description import CentreDescription, LineDescription, PauseReason, QueueDescription
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from shared.protocol.messages import AgentItem, AlertItem, CallItem, CampaignItem, LineItem, QueueItem, Snapshot
from wallboard.pages import DEFAULT
from wallboard.presenter import Moment

NOW = datetime(2026, 11, 24, 13, 32, 7, tzinfo=UTC)  # 14:32:07 in Prague
CZECH, ENGLISH, STRETCHED = Language.of("cs"), Language.of("en"), Language.stretched()
LIVE = Status(state="live", since=NOW - timedelta(hours=1))
CENTRE = CentreDescription(
    name="Zákaznická linka", timezone="Europe/Prague", service_level_seconds=20,
    queues=(
        QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="sales", title="Prodej"),
        QueueDescription(queue="vip", title="VIP", is_vip=True, service_goal=95),
        QueueDescription(queue="claims", title="Reklamace"),
    ),
    lines=(LineDescription(line="222111000", channels=10), LineDescription(line="222111010")),
    pause_reasons=(PauseReason(reason="break", title="Přestávka", limit_seconds=900),
                   PauseReason(reason="lunch", title="Oběd")),
)  # fmt: skip
_ITEMS: dict[type, Any] = {
    QueueRow: QueueItem, AgentRow: AgentItem, CallRow: CallItem, LineRow: LineItem, AlertRow: AlertItem,
    CampaignRow: CampaignItem,
}
assert set(_ITEMS) == set(TOPIC_OF)


def ago(minutes: int = 0, seconds: int = 0) -> datetime:
    return NOW - timedelta(minutes=minutes, seconds=seconds)


def queue(name: str, waiting: int = 0, since: datetime | None = None, pbx: str = "praha", **sums: Any) -> QueueRow:
    return QueueRow(pbx=pbx, queue=name, waiting=waiting, waiting_since=since, **sums)


def agent(
    number: str, name: str, state: AgentState, since: datetime | None, queue: str | None = None, reason: str = "",
    queues: tuple[str, ...] = ("support",), pbx: str = "praha",
) -> AgentRow:  # fmt: skip
    memberships = tuple(MembershipRow(queue=one) for one in queues)
    return AgentRow(pbx=pbx, agent=number, name=name, interface=f"PJSIP/{number}", state=state, since=since,
                    queue=queue, reason=reason, memberships=memberships)  # fmt: skip


def call(name: str, caller: str | None, queue: str, entered: datetime, position: int | None = None,
         pbx: str = "praha") -> CallRow:  # fmt: skip
    return CallRow(pbx=pbx, call=name, direction="inbound", phase="waiting", started=entered, since=entered,
                   caller=caller, queue=queue, queue_entered=entered, position=position)  # fmt: skip


def rule(measure: str, queue: str | None, limit: float, value: float, *, since: datetime = NOW - timedelta(minutes=5),
         **more: Any) -> AlertRow:  # fmt: skip
    more = {"pbx": "praha", "level": "bad", "rule": "Pravidlo"} | more
    return AlertRow(alert=f"{measure}-{queue}", kind="rule", text="said by the daemon", since=since, queue=queue,
                    measure=measure, value=value, limit=limit, **more)  # fmt: skip


def trouble(kind: str, since: datetime, pbx: str = "praha") -> AlertRow:
    return AlertRow(pbx=pbx, alert=kind, kind=kind, text="some trouble", since=since)


ALARM = rule("longest_wait", "support", 120, 125, since=ago(seconds=47), nobody_ready=True)
QUEUES = (
    queue("claims", 2, ago(1, 12), offered=62, answered=57, answered_in_threshold=54, abandoned=5, talking=1,
          wait_seconds=1000),
    queue("sales", 1, ago(0, 38), offered=101, answered=97, answered_in_threshold=94, abandoned=4, talking=1, paused=1,
          wait_seconds=2000),
    queue("support", 4, ago(2, 47), offered=185, answered=168, answered_in_threshold=141, abandoned=17, talking=3,
          paused=1, wait_seconds=5000, talk_seconds=16500),
    queue("vip", 0, offered=31, answered=31, answered_in_threshold=30, ready=2, wait_seconds=100),
)  # fmt: skip
AGENTS = (
    agent("1002", "Petr Dvořák", "ringing", ago(0, 9), "sales"),
    agent("1012", "David Růžička", "ready", ago(0, 48), queues=("vip",)),
    agent("1011", "Pavel Urban", "ready", ago(3, 12), queues=("vip",)),
    agent("1001", "Jana Nováková", "talking", ago(6, 41), "support"),
    agent("1006", "Martin Veselý", "on_hold", ago(1, 33), "claims"),
    agent("1007", "Tereza Horáková", "wrapping_up", ago(0, 21), "support"),
    agent("1009", "Kateřina Pokorná", "paused", ago(7, 30), reason="lunch"),
    agent("1008", "Jakub Němec", "paused", ago(18, 4), reason="break"),
    agent("1010", "Ondřej Marek", "unreachable", ago(12, 40)),
    agent("1013", "Barbora Jelínková", "logged_out", None),
    agent("1014", "Filip Beneš", "logged_out", None),
)
CALLS = (
    call("c1", "777123001", "support", ago(2, 47), 1), call("c2", "602555418", "support", ago(1, 54), 2),
    call("c3", "+420731000230", "claims", ago(1, 12), 1), call("c4", "608111977", "support", ago(0, 49), 3),
    call("c5", None, "sales", ago(0, 38), 1), call("c6", "775222562", "claims", ago(0, 30), 2),
    call("c7", "775222563", "support", ago(0, 10), 4),
)  # fmt: skip
LINES = (
    LineRow(pbx="praha", line="222111010", talking=1, waiting=1, calls=2),
    LineRow(pbx="praha", line="222111000", talking=3, waiting=4, calls=7),
    LineRow(pbx="praha", line="222111020"),
)
BUSY: tuple[Row, ...] = (*QUEUES, *AGENTS, *CALLS, *LINES, ALARM)
CALM: tuple[Row, ...] = (
    *(msgspec.structs.replace(row, waiting=0, waiting_since=None, longest_wait_seconds=98) for row in QUEUES),
    *AGENTS, *LINES,
)  # fmt: skip


def board(rows: Iterable[Row] = BUSY) -> LiveBoard:
    found = LiveBoard()
    items = []
    for row in rows:
        pbx, key = key_of(row)
        items.append(_ITEMS[type(row)](pbx=pbx, key=key, row=row))
    found.apply_snapshot(Snapshot(seq=1, rows=tuple(items)))
    return found


def moment(rows: Iterable[Row] = BUSY, **more: Any) -> Moment:
    known: dict[str, Any] = {
        "board": board(rows), "status": LIVE, "centre": CENTRE, "now": NOW, "own_now": NOW, "language": ENGLISH,
        "pages": DEFAULT.wide,
    }  # fmt: skip
    return Moment(**(known | more))

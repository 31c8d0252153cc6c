"""A call centre with the content of the target picture, and moments over it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.accounts import RIGHTS_OF
from shared.domain.agents import AgentState
from shared.domain.board import TOPIC_OF, AgentRow, AlertRow, CallRow, LineRow, MembershipRow, QueueRow, Row, key_of
from shared.domain.campaigns import CampaignRow
from shared.domain.description import CentreDescription, PauseReason, QueueDescription
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from shared.protocol.messages import AgentItem, AlertItem, CallItem, CampaignItem, LineItem, QueueItem, Snapshot
from supervisor_console.live.presenter import Moment
from supervisor_console.reports.missed import Missed

NOW = datetime(2026, 11, 19, 13, 36, 8, tzinfo=UTC)  # 14:36:08 in Prague
CZECH, ENGLISH, STRETCHED = Language.of("cs"), Language.of("en"), Language.stretched()
LIVE = Status(state="live", since=NOW - timedelta(hours=1))
CENTRE = CentreDescription(
    name="Zákaznická linka", timezone="Europe/Prague", service_level_seconds=20,
    queues=(
        QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="sales", title="Prodej"),
        QueueDescription(queue="vip", title="VIP", is_vip=True, service_goal=90),
        QueueDescription(queue="claims", title="Reklamace"),
    ),
    pause_reasons=(PauseReason(reason="lunch", title="Oběd", limit_seconds=1800),
                   PauseReason(reason="training", title="Školení", limit_seconds=2400)),
)  # fmt: skip
_ITEMS: dict[type, Any] = {
    QueueRow: QueueItem, AgentRow: AgentItem, CallRow: CallItem, LineRow: LineItem, AlertRow: AlertItem,
    CampaignRow: CampaignItem,
}  # fmt: skip
assert set(_ITEMS) == set(TOPIC_OF)


def ago(minutes: float = 0, seconds: float = 0) -> datetime:
    return NOW - timedelta(minutes=minutes, seconds=seconds)


def queue(name: str, waiting: int = 0, since: datetime | None = None, **more: Any) -> QueueRow:
    said: dict[str, Any] = {"pbx": "praha", "queue": name, "waiting": waiting, "waiting_since": since}
    return QueueRow(**(said | more))


def agent(
    number: str, name: str, state: AgentState, since: datetime | None, queue: str | None = None,
    queues: tuple[str, ...] = ("support",), **more: Any,
) -> AgentRow:  # fmt: skip
    is_paused = state == "paused"
    memberships = more.pop("memberships", tuple(MembershipRow(queue=one, is_paused=is_paused) for one in queues))
    return AgentRow(**{
        "pbx": "praha", "agent": number, "name": name, "interface": f"PJSIP/{number}", "state": state, "since": since,
        "queue": queue, "memberships": memberships, **more,
    })  # fmt: skip


def talks(number: str, name: str, since: datetime, queue: str, caller: str, **more: Any) -> AgentRow:
    return agent(number, name, more.pop("state", "talking"), since, queue, call=f"call-{number}", caller=caller, **more)


def waits(name: str, caller: str | None, queue: str, entered: datetime, **more: Any) -> CallRow:
    known: dict[str, Any] = {
        "pbx": "praha", "call": name, "direction": "inbound", "phase": "waiting", "started": entered,
        "since": entered, "caller": caller, "queue": queue, "queue_entered": entered,
    }
    return CallRow(**(known | more))


def alert(queue: str | None = "vip", **more: Any) -> AlertRow:
    known: dict[str, Any] = {
        "pbx": "praha", "alert": f"wait/{queue}", "kind": "rule", "text": "longest wait", "since": ago(1, 17),
        "rule": "Čekání VIP", "queue": queue, "measure": "longest_wait", "value": 91.0, "limit": 90.0,
    }
    return AlertRow(**(known | more))


def away(pbx: str = "praha") -> AlertRow:
    return AlertRow(pbx=pbx, alert="pbx_away", kind="pbx_away", text="away", since=ago(4, 16))


QUEUES = (
    queue("support", 4, ago(1, 12), ready=1, members=7, answered=190, answered_in_threshold=160, abandoned=11),
    queue("sales", ready=1, members=4, answered=100, answered_in_threshold=97, abandoned=12),
    queue("vip", 1, ago(2, 47), members=3, answered=45, answered_in_threshold=45, abandoned=2),
    queue("claims", ready=1, members=3, answered=60, answered_in_threshold=52, abandoned=7),
)
AGENTS = (
    talks("1001", "Petr Svoboda", ago(6, 12), "support", "731204518", handled=31, talk_seconds=7595.0),
    agent("1002", "Lucie Černá", "ready", ago(0, 48), queues=("support", "sales"), handled=28, talk_seconds=5376.0),
    talks("1003", "Jana Dvořáková", ago(3, 37), "vip", "602911340", queues=("vip", "support"), handled=34,
          talk_seconds=8874.0),
    talks("1004", "Tomáš Procházka", ago(1, 4), "support", "777380126", state="on_hold", handled=26,
          talk_seconds=8060.0),
    talks("1006", "Eva Veselá", ago(0, 7), "support", "608134572", state="ringing", handled=33, talk_seconds=7524.0),
    agent("1007", "Jiří Horák", "wrapping_up", ago(0, 22), "support", handled=27, talk_seconds=6912.0),
    talks("1008", "Kateřina Němcová", ago(8, 41), "sales", "739555271", queues=("sales",), handled=22,
          talk_seconds=7964.0),
    agent("1009", "Ondřej Pokorný", "paused", ago(24, 10), reason="lunch", handled=24, talk_seconds=5640.0),
    agent("1010", "Veronika Marková", "ready", ago(2, 15), queues=("claims",), handled=30, talk_seconds=6330.0),
    agent("1011", "David Hájek", "paused", ago(41, 30), reason="training", queues=("sales", "vip"), handled=12,
          talk_seconds=3408.0),
    agent("1012", "Alena Jelínková", "unreachable", ago(3, 5), handled=18, talk_seconds=4356.0),
    talks("1013", "Filip Růžička", ago(1, 12), "claims", "603447918", queues=("claims",), handled=25,
          talk_seconds=8425.0),
    agent("1014", "Barbora Malá", "logged_out", None, queues=()),
    agent("1015", "Milan Kříž", "logged_out", ago(80), queues=()),
)  # fmt: skip
WAITING = (
    waits("w1", "602118774", "vip", ago(2, 47)), waits("w2", "736250981", "support", ago(1, 12)),
    waits("w3", "605771402", "support", ago(0, 58)), waits("w4", None, "support", ago(0, 31)),
    waits("w5", "608134572", "support", ago(0, 19), phase="ringing", ringing=("1006",)),
)  # fmt: skip
MISSED = (
    Missed("praha", "m1", ago(5, 2), "724903115", "support", 108.0),
    Missed("praha", "m2", ago(13, 28), "602330871", "claims", 42.0),
    Missed("praha", "m3", ago(26, 55), "775018264", "support", 125.0, ago(20)),
)
ALL: tuple[Row, ...] = (*QUEUES, *AGENTS, *WAITING, alert())


def board(rows: Iterable[Row] = ALL) -> LiveBoard:
    made = LiveBoard()
    items = []
    for row in rows:
        pbx, key = key_of(row)
        items.append(_ITEMS[type(row)](pbx, key, row))
    made.apply_snapshot(Snapshot(seq=1, rows=tuple(items)))
    return made


def moment(*rows: Row, **more: Any) -> Moment:
    """A supervisor's moment at the board of these rows, none named: of all of the picture."""
    known: dict[str, Any] = {
        "board": board(rows or ALL), "status": LIVE, "centre": CENTRE, "now": NOW, "own_now": NOW,
        "language": ENGLISH, "rights": RIGHTS_OF["supervisor"], "missed": MISSED, "phone": "1099",
    }
    return Moment(**(known | more))

"""What all tiles ask of a moment: what is old and since when, names of things, which alerts concern what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from shared.domain.board import AlertRow, QueueRow, Topic
from shared.domain.description import CentreDescription
from shared.domain.measures import QueueSums
from wallboard.pages import Tile
from wallboard.presenter.moment import Moment
from wallboard.screen import Level, Sight

FRESH = timedelta(seconds=30)
"""So long an alarm is new: pages do not turn."""
PART = 10
"""Seconds for which a part of a long list, or one of several alerts, is shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long list: these places of ``count``, from 0, half-open."""

    first: int
    last: int
    count: int


class Seen:
    """A moment, looked at once: made anew for every screen."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.language = moment.language
        self.centre = moment.centre or CentreDescription()
        self.zone = zone_of(self.centre)
        self.queues = moment.board.queues
        alerts = moment.board.alerts
        self.rules = [one for one in alerts if one.kind == "rule"]
        self.away = {one.pbx: one.since for one in alerts if one.kind == "pbx_away"}
        topics: tuple[Topic, ...] = ("queues", "agents", "lines")
        self.pbxs = sorted({pbx for topic in topics for pbx, _key in moment.board.rows(topic)} | set(self.away))
        self.heard_at = _heard_at(moment)
        self.alerts = sorted(alerts, key=lambda one: (one.level != "bad", -one.since.timestamp(), one.pbx, one.alert))
        self._titles = {one.queue: one.title for one in self.centre.queues if one.title}
        self._order = {one.queue: place for place, one in enumerate(self.centre.queues)}
        self._vip = {one.queue for one in self.centre.queues if one.is_vip}

    # --- time

    @property
    def sight(self) -> Sight:
        """What the figures are."""
        match self.moment.status.state:
            case "refused":
                return "refused"
            case "stale":
                return "lost"
            case "connecting":
                return "connecting"
        if self.moment.past_speed is not None:
            return "past"
        return "lost" if self.is_blind else "live"

    @property
    def has_news(self) -> bool:
        """Has anything ever come?"""
        return self.moment.board.seq is not None or bool(self.queues)

    @property
    def is_blind(self) -> bool:
        """Is no PBX seen any more?"""
        return bool(self.away) and all(pbx in self.away for pbx in self.pbxs)

    @property
    def last_news_at(self) -> datetime:
        """The newest moment of which the figures tell."""
        return max(self.now_of(pbx) for pbx in self.pbxs) if self.pbxs else self.heard_at

    def now_of(self, pbx: str) -> datetime:
        """The moment up to which times of a PBX run: they stop with its last news."""
        away_at = self.away.get(pbx)
        return self.heard_at if away_at is None else min(self.heard_at, away_at)

    def length(self, pbx: str, since: datetime | None) -> timedelta:
        """How long something goes on; nothing where its beginning is not known."""
        return max(timedelta(), self.now_of(pbx) - since) if since else timedelta()

    def running(self, pbx: str, since: datetime | None) -> str:
        """The same as people read it."""
        return self.language.running(self.length(pbx, since)) if since else "–"

    def seconds(self, seconds: float) -> str:
        """A length given in seconds."""
        return self.language.running(timedelta(seconds=seconds))

    def clock(self, at: datetime) -> str:
        """A time of day with seconds."""
        return self.language.clock(at, self.zone)

    # --- things

    def title(self, pbx: str, queue: str) -> str:
        """What people call the queue; with its PBX where there are several."""
        title = self._titles.get(queue, queue)
        return f"{title} · {pbx}" if len(self.pbxs) > 1 else title

    def plain_title(self, queue: str) -> str:
        """What people call the queue."""
        return self._titles.get(queue, queue)

    def is_vip(self, queue: str) -> bool:
        """Is it a queue of important customers?"""
        return queue in self._vip

    def rows(self, tile: Tile) -> list[QueueRow]:
        """The tile's queues, in the order of the description, the others by their titles."""
        rows = [row for row in self.queues if not tile.queues or row.queue in tile.queues]
        last = len(self._order)
        return sorted(rows, key=lambda row: (self._order.get(row.queue, last), self.title(row.pbx, row.queue), row.pbx))

    def sums(self, tile: Tile) -> QueueSums:
        """The tile's queues together."""
        return QueueSums(row for row in self.queues if not tile.queues or row.queue in tile.queues)

    def goal(self, tile: Tile) -> float:
        """The service goal in per cent that the tile's figure is held against."""
        return self.centre.queue_goal(tile.queues[0]) if len(tile.queues) == 1 else self.centre.service_goal

    @property
    def level_name(self) -> str:
        """The service level with its formula: "SL 80/20"."""
        return f"SL {self.centre.service_goal:g}/{self.centre.service_level_seconds:g}"

    # --- alerts

    def alerts_on(self, tile: Tile, *measures: str) -> list[AlertRow]:
        """Alerts of rules about these measures that concern the tile's queues; the worst first."""
        return [
            one for one in self.alerts
            if one.kind == "rule" and one.measure in measures and _concerns(one, tile.queues)
        ]  # fmt: skip

    def alerts_of(self, row: QueueRow) -> list[AlertRow]:
        """Alerts of rules about this queue alone."""
        return [one for one in self.rules if one.queue == row.queue and one.pbx == row.pbx]

    # --- parts of long lists

    def part(self, count: int, room: int) -> Part:
        """Which part of a list of ``count`` it is the turn of, where ``room`` fit: another one every ``PART``."""
        room = max(1, room)
        if count <= room:
            return Part(0, count, count)
        turn = int(self.heard_at.timestamp() // PART) % -(-count // room)
        return Part(turn * room, min(count, (turn + 1) * room), count)


def level_of(alerts: Iterable[AlertRow]) -> Level | None:
    """The worst level of these alerts."""
    levels = {one.level for one in alerts}
    return "bad" if "bad" in levels else "warn" if levels else None


def zone_of(centre: CentreDescription | None) -> tzinfo:
    """The centre's zone; UTC where this machine does not know it."""
    try:
        return ZoneInfo(centre.timezone) if centre else UTC
    except (OSError, ValueError, LookupError):
        return UTC


def _heard_at(moment: Moment) -> datetime:
    """Up to when anything is known: now, or while the line is lost the last news in the board's time."""
    if moment.status.state in ("live", "connecting"):
        return moment.now
    silent = max(timedelta(), moment.own_now - moment.status.since)
    return moment.now - silent * (1.0 if moment.past_speed is None else moment.past_speed)


def _concerns(alert: AlertRow, queues: tuple[str, ...]) -> bool:
    if not queues:
        return True
    about = (alert.queue,) if alert.queue is not None else alert.queues
    return not about or any(queue in queues for queue in about)

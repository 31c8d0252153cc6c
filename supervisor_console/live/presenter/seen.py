"""What all parts of the page ask of a moment: what is old and since when, names of things, what may be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from shared.domain import numbers
from shared.domain.accounts import Right
from shared.domain.board import AgentRow, AlertRow
from shared.domain.description import CentreDescription
from shared.language import formats
from supervisor_console.live.presenter.moment import Moment
from supervisor_console.live.screen import Words

NOTHING = "—"
LONGEST = 120


class Seen:
    """A moment, looked at once: made anew for every screen."""

    def __init__(self, moment: Moment) -> None:
        self.moment, self.language, self.centre = moment, moment.language, moment.centre
        self.zone = zone_of(moment.centre)
        self.alerts = moment.board.alerts
        self.agents = moment.board.agents
        self.away = {one.pbx: one.since for one in self.alerts if one.kind == "pbx_away"}
        self.pbxs = sorted({row.pbx for row in moment.board.queues} | {row.pbx for row in self.agents} | set(self.away))
        self.heard_at = _heard_at(moment)
        self.order = {one.queue: place for place, one in enumerate(self.centre.queues)}
        self.chosen = frozenset(moment.choices.queues)
        self._titles = {one.queue: plain(one.title) for one in self.centre.queues if one.title}
        self._pause_titles = {one.reason: one for one in self.centre.pause_reasons}
        self._masked = "callers.see" not in moment.rights
        self._now = {pbx: min(self.heard_at, at) for pbx, at in self.away.items()}

    # --- how true it is

    @property
    def is_live(self) -> bool:
        """Does the feed tell what is now?"""
        return self.moment.status.state == "live" and self.moment.board.seq is not None

    @property
    def is_old(self) -> bool:
        """Are the figures not of now, because no PBX is seen or the line to the daemon is lost?"""
        if not self.is_live:
            return self.moment.board.seq is not None or bool(self.moment.board.queues)
        return bool(self.away) and all(pbx in self.away for pbx in self.pbxs)

    def why_not(self, pbx: str) -> str:
        """Why nothing can be asked of this PBX now; empty: it can."""
        if not self.is_live:
            return self.language.text("Not possible without a connection.")
        if pbx in self.away:
            return self.language.text("The PBX is not responding.")
        return ""

    def may(self, right: Right) -> bool:
        """Does the account carry this right?"""
        return right in self.moment.rights

    # --- time

    def seconds_since(self, pbx: str, since: datetime | None) -> float:
        """How long something goes on: times of a PBX stop with its last news."""
        return max(0.0, (self._now.get(pbx, self.heard_at) - since).total_seconds()) if since else 0.0

    def lasting(self, pbx: str, since: datetime | None) -> str:
        """The same as people read it."""
        return self.length(self.seconds_since(pbx, since)) if since else NOTHING

    def length(self, seconds: float) -> str:
        """A length in seconds: "2:47", "1:02:03"."""
        return formats.length(seconds)

    def clock(self, at: datetime) -> str:
        """A time of day with seconds."""
        return self.language.clock(at, self.zone)

    def short_clock(self, at: datetime) -> str:
        """A time of day without seconds."""
        return self.language.clock(at, self.zone, seconds=False)

    # --- names

    def queue_title(self, queue: str | None) -> str:
        """What people call the queue."""
        if not queue:
            return ""
        found = self._titles.get(queue)
        return plain(queue) if found is None else found

    def with_pbx(self, text: str, pbx: str) -> str:
        """With the PBX's name where there are several."""
        return f"{text} · {pbx}" if len(self.pbxs) > 1 else text

    def phone(self, number: str | None) -> str:
        """A number as people write it."""
        return plain(self.language.phone(number, self.centre.country, self._masked))

    def caller(self, number: str | None) -> Words:
        """The same; that it is hidden is muted."""
        is_hidden = number is None or numbers.is_hidden(number)
        return Words(self.phone(number), "muted" if is_hidden else "text")

    def reason(self, reason: str) -> str:
        """What people call the reason of a pause."""
        known = self._pause_titles.get(reason)
        return plain((known.title if known else "") or reason)

    def reason_limit(self, reason: str) -> float | None:
        """From how many seconds on the pause is too long."""
        known = self._pause_titles.get(reason)
        return known.limit_seconds if known else None

    def agent_of(self, key: tuple[str, str] | None) -> AgentRow | None:
        """The operator of this key."""
        row = self.moment.board.rows("agents").get(key) if key else None
        return row if isinstance(row, AgentRow) else None

    # --- filters and alerts

    def is_wanted(self, queue: str | None) -> bool:
        """Is the queue among those chosen?"""
        return not self.chosen or queue in self.chosen

    def alert_on(self, pbx: str, queue: str, measure: str) -> AlertRow | None:
        """The worst alert of a rule about this measure of the queue."""
        found = [
            one for one in self.alerts
            if one.kind == "rule" and one.pbx == pbx and one.queue == queue and one.measure == measure
        ]  # fmt: skip
        return min(found, key=lambda one: one.level != "bad", default=None)


def plain(text: str) -> str:
    """A name from the network fit to be shown: one line of characters that can be seen."""
    if text.isprintable() and len(text) <= LONGEST:
        return text
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 4 * LONGEST]).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def zone_of(centre: CentreDescription) -> tzinfo:
    """The centre's zone; UTC where this machine does not know it."""
    try:
        return ZoneInfo(centre.timezone)
    except (OSError, ValueError, LookupError):
        return UTC


def _heard_at(moment: Moment) -> datetime:
    """Up to when anything is known: now, or while the line is lost the last news in the server's time."""
    if moment.status.state in ("live", "connecting"):
        return moment.now
    return moment.now - max(timedelta(), moment.own_now - moment.status.since)

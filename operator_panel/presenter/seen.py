"""What all parts of the panel ask of a moment: who I am, how true it all is, names of things, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from operator_panel.presenter.following import MyCall, my_row, remembering
from operator_panel.presenter.leads import leads
from operator_panel.presenter.moment import Draft, Moment
from operator_panel.presenter.writing import plain
from operator_panel.screen import WishKind
from shared.domain.accounts import Right
from shared.domain.board import CallRow
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription, Disposition, Script

Sight = Literal["connecting", "live", "lost", "refused"]
NOTHING = "–"
_LONGEST_NUMBER = 40


class Seen:
    """A moment, looked at once: made anew for every screen. ``agents`` and ``calls`` are those of my PBX."""

    def __init__(self, moment: Moment) -> None:
        self.moment, self.language, welcome = moment, moment.language, moment.welcome
        self.welcome = welcome
        self.centre = (welcome.centre if welcome else None) or CentreDescription()
        self.desk = (welcome.desk if welcome else None) or DeskDescription()
        self.zone = zone_of(self.centre)
        self.agent = welcome.agent if welcome else None
        agents = moment.board.agents
        self.me = my_row(agents, self.agent, welcome.user if welcome else "")
        pbx = self.me.pbx if self.me else None
        self.agents = [row for row in agents if pbx in (None, row.pbx)]
        mine = {one.call: one.row for one in moment.followed.going_on}
        self.calls = [
            remembering(row, mine[row.call]) if row.call in mine else row
            for row in moment.board.calls if pbx in (None, row.pbx)
        ]  # fmt: skip
        self.leads = leads(moment)
        self.away = {one.pbx: one.since for one in moment.board.alerts if one.kind == "pbx_away"}
        self.heard_at = _heard_at(moment)
        self.today = moment.now.astimezone(self.zone).date()
        self.names: Mapping[str, str] = {row.agent: row.name for row in self.agents if row.name}
        self._titles = {one.queue: one.title for one in self.centre.queues if one.title}
        self.order = {one.queue: place for place, one in enumerate(self.centre.queues)}
        self._lines = {one.line: one.title for one in self.centre.lines if one.title}

    # --- how true it is

    @property
    def sight(self) -> Sight:
        """What is shown: not there yet, true now, old, or not to be had."""
        match self.moment.status.state:
            case "refused":
                return "refused"
            case "stale":
                return "lost"
            case "connecting":
                return "connecting"
        return "live" if self.moment.board.seq is not None and self.welcome else "connecting"

    @property
    def pbx_away_since(self) -> datetime | None:
        """Since when my PBX is not seen; where nothing is known of me: since when none is."""
        if self.me is not None:
            return self.away.get(self.me.pbx)
        return min(self.away.values(), default=None)

    @property
    def why_not(self) -> str:
        """Why nothing can be asked of the PBX now; empty: it can."""
        if self.sight != "live":
            return self.language.text("Not possible without a connection.")
        if self.pbx_away_since is not None:
            return self.language.text("The PBX is not responding.")
        return ""

    @property
    def can_act(self) -> bool:
        """Can anything be asked of the PBX?"""
        return self.sight == "live" and self.pbx_away_since is None

    def may(self, right: Right) -> bool:
        """Does my account carry this right?"""
        return self.welcome is not None and right in self.welcome.rights

    def is_pending(self, kind: WishKind, call: str = "", choice: str | None = None) -> bool:
        """Is such a command under way? ``choice`` None: whatever was chosen."""
        return any(
            one.kind == kind and one.call == call and (choice is None or one.choice == choice)
            for one in self.moment.pending
        )

    # --- time

    def now_of(self, pbx: str) -> datetime:
        """The moment up to which times of a PBX run: they stop with its last news."""
        away_at = self.away.get(pbx)
        return self.heard_at if away_at is None else min(self.heard_at, away_at)

    def length(self, pbx: str, since: datetime | None) -> timedelta:
        """How long something goes on; nothing where its beginning is not known."""
        return max(timedelta(), self.now_of(pbx) - since) if since else timedelta()

    def running(self, pbx: str, since: datetime | None) -> str:
        """The same as people read it."""
        return self.language.running(self.length(pbx, since)) if since else NOTHING

    def seconds(self, seconds: float) -> str:
        """A length given in seconds."""
        return self.language.running(timedelta(seconds=seconds))

    def clock(self, at: datetime, *, has_seconds: bool = False) -> str:
        """A time of day."""
        return self.language.clock(at, self.zone, seconds=has_seconds)

    def when(self, at: datetime) -> str:
        """A time of today, or the day of another: "14:12", "út 24. 11."."""
        is_today = at.astimezone(self.zone).date() == self.today
        return self.clock(at) if is_today else self.language.short_day(at, self.zone)

    # --- names

    def queue_title(self, queue: str | None) -> str:
        """What people call the queue."""
        return plain(self._titles.get(queue, queue)) if queue else ""

    def line_title(self, line: str | None) -> str:
        """What people call the inbound line, or its number."""
        if not line:
            return ""
        return plain(self._lines[line]) if line in self._lines else self.phone(line)

    def phone(self, number: str | None) -> str:
        """A number as people write it."""
        return plain(self.language.phone(number, self.centre.country), _LONGEST_NUMBER)

    def name_of(self, agent: str | None) -> str:
        """A colleague's name, or the extension."""
        return plain(self.names.get(agent, agent)) if agent else ""

    # --- my calls

    def draft(self, call: str) -> Draft:
        """What is written down of the call."""
        return self.moment.drafts.get(call, _NO_DRAFT)

    def dispositions(self, call: str, queue: str | None) -> tuple[Disposition, ...]:
        """The codes that the call may get: its campaign's, else its queue's. A result that was said has none."""
        work = self.leads.get(call)
        if work is not None:
            return work.dispositions
        return () if self.draft(call).is_disposed else self.desk.dispositions_of(queue)

    def is_disposition_required(self, call: str, queue: str | None) -> bool:
        """Can the call not be closed without a code? A campaign always wants to know."""
        return call in self.leads or self.desk.queue_desk(queue).is_disposition_required

    def scripts(self, call: str, queue: str | None) -> tuple[Script, ...]:
        """What to say, and the form: the campaign's, else the queue's."""
        work = self.leads.get(call)
        if work is None:
            return () if self.draft(call).is_disposed else self.desk.scripts_of(queue)
        one = Script(name=work.campaign, title=self.language.text("Script"), text=work.script, fields=work.form)
        return (one,) if one.text or one.fields else ()

    def followed(self, row: CallRow) -> MyCall:
        """What is remembered of my call."""
        return self.moment.followed.of(row.call) or MyCall(row)


_NO_DRAFT = Draft()


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

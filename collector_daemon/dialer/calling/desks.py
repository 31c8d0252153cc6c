"""What lies before operators in campaigns: put together for their panels from what goes on. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.operators import Desk, Operators
from collector_daemon.dialer.calling.room import Room
from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Attempt, Contact
from shared.campaigns.working import EVERY
from shared.clock import Clock
from shared.domain.campaigns import CampaignWork, PastAttempt, ShownContact, WorkState

MOST_SHOWN = 20


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that an operator looks at before it is dialled; ``dial_at``: dialled by itself then."""

    campaign: str
    contact: Contact
    since: datetime
    dial_at: datetime | None = None


class Desks:
    """``work_of`` for the feed; ``changed`` when something is different there."""

    def __init__(self, rooms: Mapping[str, Room], operators: Operators, clock: Clock) -> None:
        self._rooms, self._operators, self._clock = rooms, operators, clock
        self.offered: dict[Desk, Offered] = {}
        self.jobs: dict[Desk, Job] = {}
        """The call that a desk has, or had last and writes down."""
        self.until: dict[Desk, datetime] = {}
        """When the writing down is over."""
        self.history: dict[int, tuple[PastAttempt, ...]] = {}
        """Earlier attempts of the contacts that lie somewhere."""
        self.tell: Callable[[str], None] = lambda _agent: None
        self._idle: dict[Desk, tuple[str, str]] = {}

    def changed(self, desk: Desk) -> None:
        """Tell the panels of that desk."""
        self.tell(desk[1])

    def work_of(self, agent: str) -> CampaignWork | None:
        """What lies before the agent; None: he works in no campaign."""
        desks = {*self.offered, *self.jobs, *self._operators.joined}
        for desk in sorted(desk for desk in desks if desk[1] == agent):
            found = self._work(desk)
            if found is not None:
                return found
        return None

    def hear(self, job: Job, wrapped_until: datetime | None = None) -> None:
        """An attempt has gone on."""
        desk = job.operator.desk if job.operator is not None else None
        if desk is not None:
            self.jobs[desk] = job
            self.offered.pop(desk, None)
            self.changed(desk)
            return
        for mine, known in list(self.jobs.items()):
            if known is not job:
                continue
            if job.attempt.connected_at is None or job.said is not None:
                del self.jobs[mine]  # he was tried in vain, or it is written down
            elif job.has_operator_left and wrapped_until is not None:
                self.until[mine] = wrapped_until
            self.changed(mine)

    def forget(self, job: Job) -> None:
        """It is written down."""
        for desk in [desk for desk, known in self.jobs.items() if known is job]:
            del self.jobs[desk]
            self.until.pop(desk, None)
            self.changed(desk)

    def tidy(self) -> None:
        """Forget what is written down, or can be no more; tell those who wait why, where that is another reason."""
        now = self._clock.now()
        for desk, job in list(self.jobs.items()):
            over_at = self.until.get(desk)
            if job.has_operator_left and over_at is not None and over_at <= now:
                del self.jobs[desk], self.until[desk]
                self.changed(desk)
        idle = {desk: (one.campaign, self._why_idle(room, desk)) for desk, one in self._operators.joined.items()
                if (room := self._rooms.get(self._home(desk, one.campaign))) is not None}  # fmt: skip
        for desk in idle.keys() | self._idle.keys():
            if idle.get(desk) != self._idle.get(desk):
                self.changed(desk)
        self._idle = idle

    def _work(self, desk: Desk) -> CampaignWork | None:
        found, worker = self._before(desk), self._operators.joined.get(desk)
        is_every = worker is not None and worker.campaign == EVERY
        return msgspec.structs.replace(found, is_every=True) if found is not None and is_every else found

    def _before(self, desk: Desk) -> CampaignWork | None:
        offered, job = self.offered.get(desk), self.jobs.get(desk)
        if job is not None:
            return self._of_job(desk, job)
        if offered is not None and (room := self._rooms.get(offered.campaign)) is not None:
            return self._made(room, "offered", offered.since, offered.contact, next_at=offered.dial_at)
        worker = self._operators.joined.get(desk)
        room = self._rooms.get(self._home(desk, worker.campaign)) if worker is not None else None
        if worker is None or room is None:
            return None
        agent = self._operators.agent_at(desk)
        since = agent.state_at if agent is not None and agent.state_at is not None else self._clock.now()
        found = self._made(room, "idle", since, None, why=self._why_idle(room, desk))
        return found if worker.campaign != EVERY else msgspec.structs.replace(
            found, campaign=EVERY, title="", place=(0, 0))

    def first_for(self, desk: Desk, *, is_preview: bool = False) -> str | None:
        """The campaign whose turn it is for somebody who works in all: one that calls now, of the highest priority."""
        operator = self._operators.at(desk)
        rooms = [room for room in self._rooms.values() if operator is not None
                 and self._operators.does_work(room.campaign, operator) and room.campaign.pbx == desk[0]
                 and (room.campaign.mode == "preview" or not is_preview)]  # fmt: skip
        rooms.sort(key=lambda room: (not room.is_running, bool(room.trouble), -room.campaign.priority))
        return rooms[0].campaign.campaign if rooms else None

    def _home(self, desk: Desk, campaign: str) -> str:
        return (self.first_for(desk) or "") if campaign == EVERY else campaign

    def _why_idle(self, room: Room, desk: Desk) -> str:
        """Why nothing comes to him: the campaign stands, he may not work there any more, nobody is called."""
        if not room.is_running:
            return room.stored.life.state
        operator, agent = self._operators.at(desk), self._operators.agent_at(desk)
        refusal = self._operators.why_not(room.campaign, operator) if operator is not None else None
        is_ready = agent is not None and agent.state == "ready"
        return refusal.why if refusal is not None else room.trouble or ("" if is_ready else "not_ready")

    def _of_job(self, desk: Desk, job: Job) -> CampaignWork | None:
        room = self._rooms.get(job.campaign.campaign)
        if room is None:
            return None
        attempt = job.attempt
        state: WorkState = "calling"
        if attempt.connected_at is not None:
            state = "wrap_up" if job.has_operator_left else "talking"
        since = attempt.connected_at or attempt.answered_at or attempt.placed_at
        if state == "wrap_up" and job.progress is not None and job.progress.operator_ended_at is not None:
            since = job.progress.operator_ended_at
        return self._made(
            room, state, since, job.contact, attempt=attempt, next_at=self.until.get(desk), call=attempt.call,
            because=attempt.because)  # fmt: skip

    def _made(
        self, room: Room, state: WorkState, since: datetime, contact: Contact | None, *,
        attempt: Attempt | None = None, next_at: datetime | None = None, call: str = "", because: str = "",
        why: str = "",
    ) -> CampaignWork:  # fmt: skip
        campaign, counts = room.campaign, room.counts
        shown = self.shown(campaign, contact, attempt) if contact is not None else None
        return CampaignWork(
            campaign=campaign.campaign, title=campaign.title, mode=campaign.mode, state=state, since=since,
            next_at=next_at, why=why, contact=shown, call=call, because=because,
            place=(counts.done, counts.contacts), script=campaign.script, form=campaign.fields,
            dispositions=campaign.dispositions,
            skip_reasons=campaign.skip_reasons,
        )  # fmt: skip

    def shown(self, campaign: Campaign, contact: Contact, attempt: Attempt | None) -> ShownContact:
        """A contact as its operator sees it."""
        numbers = contact.numbers
        index = contact.number_index if contact.number_index < len(numbers) else 0
        following = numbers[index].number if numbers else ""
        tries = [rule.times for rule in campaign.retries]
        return ShownContact(
            contact=contact.contact, name=contact.name, numbers=tuple((one.number, one.kind) for one in numbers),
            number=attempt.number if attempt is not None else following, fields=tuple(contact.fields.items()),
            attempts=contact.attempts, most_attempts=1 + max(tries, default=0), last=contact.last,
            history=self.history.get(contact.contact, ()),
        )  # fmt: skip

    def remember(self, contact: int, attempts: list[Attempt]) -> None:
        """A contact's earlier attempts, for who gets it."""
        self.history[contact] = tuple(
            PastAttempt(at=one.placed_at, number=one.number, outcome=one.outcome, disposition=one.disposition,
                        operator=one.operator)
            for one in attempts if one.outcome is not None)[:MOST_SHOWN]  # fmt: skip


def preview_end(campaign: Campaign, now: datetime) -> datetime | None:
    """When a contact is dialled by itself."""
    return now + timedelta(seconds=campaign.preview_seconds) if campaign.preview_seconds else None

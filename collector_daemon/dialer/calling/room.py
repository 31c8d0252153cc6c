"""A campaign at work: its attempts that go on, what it has measured, how it stands, and how many calls it wants now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.operators import Desk, Operators
from collector_daemon.store.dialer.campaigns import StoredCampaign
from collector_daemon.store.dialer.counts import CampaignCounts
from shared.campaigns.campaign import Campaign, Quota
from shared.campaigns.chance import Measured
from shared.campaigns.contact import Attempt
from shared.campaigns.ending import Pace, Span, done_at, next_span
from shared.campaigns.governing import Answered
from shared.campaigns.pacing import Decision, Situation, decide
from shared.domain.campaigns import CampaignRow, PacingRow

EMPTY = timedelta(seconds=1)
"""So long after nobody was found to be called nobody is looked for."""
STEPS = ((timedelta(hours=1), 60), (timedelta(hours=8), 300), (timedelta(days=999), 1800))
"""How exactly the end is told, in seconds, by how far it is away: nobody wants to see it tick."""
MOST_CALLS = 500
"""Of one campaign at once, whatever its pacing says."""


class Room:
    """One campaign. ``jobs`` by attempt; ``trouble``: why nothing is dialled now, a word."""

    def __init__(self, stored: StoredCampaign, operators: Operators) -> None:
        self.stored, self._operators = stored, operators
        self.jobs: dict[int, Job] = {}
        self.counts = CampaignCounts()
        self.goals = 0
        self.quota_room: dict[Quota, int] = {}
        """How many contacts more each quota lets be called: those that go on might become what it counts."""
        self.put_aside: set[Quota] = set()
        """Full ones whose contacts are excluded."""
        self.day, self.month = Answered(), Answered()
        self.trouble = ""
        self.decision: PacingRow | None = None
        self.counted_at: datetime | None = None
        self.empty_until: datetime | None = None
        self.placed_at = 0.0
        self.pace = Pace()
        self.span: Span | None = None
        self.done_at: datetime | None = None
        limits = self.campaign.limits
        self.measured = Measured(wrap_seconds=float(self.campaign.wrapup_seconds), ring_seconds=limits.ring_seconds)

    @property
    def campaign(self) -> Campaign:
        """As it is set up now."""
        return self.stored.campaign

    @property
    def is_running(self) -> bool:
        """Does it call?"""
        return self.stored.life.state == "running"

    @property
    def goal_left(self) -> int:
        """How many more may be called so that the goal is not passed: those that go on might reach it."""
        if not self.campaign.goal:
            return MOST_CALLS
        return self.campaign.goal - self.goals - max(self.counts.calling, len(self.jobs))

    def learn(self, attempt: Attempt) -> None:
        """An attempt is over: what it says of answers and lengths."""
        if attempt.outcome is None or attempt.ended_at is None or attempt.outcome == "unknown":
            return
        hour = attempt.placed_at.astimezone(ZoneInfo(self.campaign.timezone)).hour
        if attempt.answered_at is not None and attempt.outcome != "machine":
            rang = (attempt.answered_at - attempt.placed_at).total_seconds()
            self.measured.answered(attempt.answered_at, max(rang, 0.0), hour=hour)
        else:
            rang = (attempt.ended_at - attempt.placed_at).total_seconds()
            self.measured.gave_up(attempt.ended_at, max(rang, 0.0), hour=hour)
        if attempt.connected_at is not None:
            self.measured.talked(max((attempt.ended_at - attempt.connected_at).total_seconds(), 0.0))

    def foresee(self, now: datetime, holidays: Collection[date]) -> None:
        """Its next time for calls, and its end as it goes: after it was counted."""
        counts = self.counts
        self.span = next_span(self.campaign, now, holidays)
        self.pace.saw(now, counts.done + counts.excluded, is_dialling=self.is_running and not self.trouble)
        left = counts.left + counts.again + counts.calling
        found = done_at(self.campaign, now, left, self.pace.per_second(), holidays) if self.is_running else None
        if found is None:
            self.done_at = None
            return
        step = next(seconds for within, seconds in STEPS if found - now <= within)
        if self.done_at is None or abs((found - self.done_at).total_seconds()) > step:
            self.done_at = datetime.fromtimestamp(-(-found.timestamp() // step) * step, UTC)

    def decide(
        self, now: datetime, others_jobs: Iterable[Job] = (), inbound_rate: float = 0.0,
        among: Collection[Desk] | None = None,
    ) -> Decision:  # fmt: skip
        """How many calls to place this moment, and why. ``others_jobs``: of campaigns with the same operators;
        ``among``: only these operators are free for it.
        """
        campaign, operators = self.campaign, self._operators
        free = tuple(sorted(one.extension for one in operators.free(campaign) if among is None or one.desk in among))
        others = [agent for operator, agent in operators.of(campaign) if operator.extension not in free]
        every = (*self.jobs.values(), *others_jobs)
        jobs = [job for job in every if not job.is_preview and job.attempt.state != "ended"]
        open_ones = [job.attempt for job in jobs]
        hour = now.astimezone(ZoneInfo(campaign.timezone)).hour
        most = max(min(MOST_CALLS - len(open_ones), self.goal_left), 0)
        found = decide(Situation(
            mode=campaign.mode, ratio=campaign.ratio, few_operators=campaign.few_operators, limits=campaign.limits,
            free=free, talking=_ages(now, (one.state_at for one in others if one.state in ("talking", "on_hold"))),
            wrapping=_ages(now, (one.state_at for one in others if one.state == "wrapping_up")),
            ringing=_ages(now, (one.placed_at for one in open_ones if one.state in ("placed", "ringing"))),
            held=sum(one.attempt.state == "answered" and not one.is_late and one.operator is None for one in jobs),
            inbound=operators.waiting(campaign.pbx, campaign.queue), inbound_rate=inbound_rate,
            most=most, day=self.day, month=self.month,
            answer=self.measured.chance(now, hour=hour),
        ), self.measured)  # fmt: skip
        is_by_goal = found.why == "contacts" and bool(campaign.goal) and most == self.goal_left
        return msgspec.structs.replace(found, why="goal_near") if is_by_goal else found

    def row(self) -> CampaignRow:
        """As the board shows it."""
        campaign, counts = self.campaign, self.counts
        operators = [agent for _operator, agent in self._operators.of(campaign)]
        return CampaignRow(
            pbx=campaign.pbx, campaign=campaign.campaign, title=campaign.title, mode=campaign.mode,
            state=self.stored.life.state, queue=campaign.queue, since=self.stored.life.since,
            contacts=counts.contacts, done=counts.done, calling=counts.calling, again=counts.again, left=counts.left,
            excluded=counts.excluded, goals=self.goals, goal=campaign.goal, results=counts.results,
            accounts=campaign.operators,
            operators=sum(one.state not in ("logged_out", "unreachable") for one in operators),
            talking=sum(job.attempt.state == "connected" for job in self.jobs.values()),
            opens_at=self.span[0] if self.span is not None else None,
            closes_at=self.span[1] if self.span is not None else None, done_at=self.done_at,
            trouble=self.trouble or self.stored.life.why, pacing=self.decision,
        )  # fmt: skip


def is_other(one: PacingRow | None, other: PacingRow) -> bool:
    """Does a decision say something else than the one before? When it was made is no difference."""
    if one is None:
        return True
    return msgspec.structs.replace(one, decided_at=other.decided_at) != other


def _ages(now: datetime, instants: Iterable[datetime | None]) -> tuple[float, ...]:
    return tuple(max((now - at).total_seconds(), 0.0) for at in instants if at is not None)

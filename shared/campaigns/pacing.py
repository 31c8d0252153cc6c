"""How many calls now: the most whose expected and proven share of abandoned ones stays within the limit. Pure.

``decide`` is asked after everything that happens (an operator free, a call answered or given up), and is quick enough
for it: under 2 ms with 200 operators. It is told how things stand (``Situation``) and what this campaign has measured
(``chance.Measured``), and gives how many to place, with all that it went by: see ``Decision.row``.
"""

from __future__ import annotations

from datetime import datetime
from math import sqrt

import msgspec

from shared.campaigns.campaign import Limits, Mode
from shared.campaigns.chance import Chance, Measured
from shared.campaigns.expecting import Outlook
from shared.campaigns.governing import Answered, allowed, bound, smooth_budget, spare
from shared.domain.campaigns import PacingOption, PacingRow

_AROUND = 4  # options shown on either side of the chosen one
_MEASURED = 30  # answers, before the ring time is known
_FLOOR = 0.002  # the share that is always allowed: so far under any limit that the bound sinks with it
_TOP = 0.25  # and the most
_KEPT = 0.3  # of an abandoned call never risked on purpose
_DEVIATIONS = 1.5  # so many standard deviations more than expected may be abandoned of what is on its way
_RESERVE, _RESERVE_BY_ROOT = 1.0, 0.3  # so many to spare allow the limit itself, the second times √operators


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """How a campaign stands at an instant.

    ``free``: extensions of its operators who are ready. ``talking``, ``wrapping``: seconds since each of the others
    began to talk, or to write down (also those who talk with callers of queues). ``ringing``: seconds since each call
    was placed that is not answered yet. ``held``: answered ones who wait for an operator this moment.
    ``inbound``: callers who wait in queues that the same operators serve; they come first. ``inbound_rate``: such
    callers a second, as they come now. ``most``: how many more calls contacts and lines allow. ``day``, ``month``: the
    last 24 hours and 30 days. ``answer``: the chance that a call placed now is answered by a person.
    """

    mode: Mode = "predictive"
    ratio: float = 1.0
    few_operators: int = 5
    limits: Limits = Limits()
    free: tuple[str, ...] = ()
    talking: tuple[float, ...] = ()
    wrapping: tuple[float, ...] = ()
    ringing: tuple[float, ...] = ()
    held: int = 0
    inbound: int = 0
    inbound_rate: float = 0.0
    most: int = 1_000_000
    day: Answered = Answered()
    month: Answered = Answered()
    answer: Chance = Chance()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """``place`` so many new calls, and why.

    ``calls``: those that ring already; ``options``: with so many ringing, the expected share of abandoned among those
    placed now that people answer; ``share``: that of ``calls`` + ``place``. ``allowed``: the share that the governor
    let this decision have: the limit itself when little is to spare, more when much is (up to a quarter), next to
    nothing when nothing is. ``why``: the rule that decided. "preview": the operator dials; "progressive": one call for
    each free operator; the same by "few_operators" and "measuring" (ring times are not known yet); "ratio"; "share":
    the most that ``allowed`` lets; "earning", "spent": the same with next to nothing allowed, as too few were answered
    yet to prove anything, or too many abandoned; "contacts": no more to be called; "inbound": queues' callers have all.
    """

    place: int
    calls: int
    free: tuple[str, ...] = ()
    soon: float = 0.0
    soon_seconds: float = 0.0
    answer: Chance = Chance()
    counted: Answered = Answered()
    window: str = "day"
    limits: Limits = Limits()
    allowed: float = 0.0
    share: float = 0.0
    options: tuple[PacingOption, ...] = ()
    why: str = ""

    def row(self, decided_at: datetime) -> PacingRow:
        """Give it as the feed has it and the log keeps it."""
        low, high = self.answer.interval(self.limits.confidence)
        return PacingRow(
            decided_at=decided_at,
            chosen=self.calls + self.place,
            calls=self.calls,
            free=self.free,
            soon=round(self.soon),
            soon_seconds=self.soon_seconds,
            answer=self.answer.share,
            answer_low=low,
            answer_high=high,
            answer_of=round(self.answer.attempts),
            abandoned=self.counted.abandoned,
            answered=self.counted.answered,
            abandoned_bound=bound(self.counted, self.limits.confidence),
            limit=self.limits.abandoned_share,
            window="month" if self.window == "month" else "day",
            options=self.options,
            why=self.why,
            allowed=self.allowed,
        )


def decide(now: Situation, measured: Measured) -> Decision:
    """Say how many calls to place this moment, and why, with the numbers around the chosen one."""
    outlook, window = _outlook(now, measured), _window(now)
    more, why = _chosen(now, measured, outlook)
    around = range(max(more - _AROUND, 0), more + _AROUND + 1)
    return Decision(
        place=more,
        calls=len(now.ringing),
        free=now.free,
        soon=outlook.soon,
        soon_seconds=outlook.middle,
        answer=outlook.chance,
        counted=now.month if window == "month" else now.day,
        window=window,
        limits=now.limits,
        allowed=_allowed(now, outlook),
        share=outlook.lost(more),
        options=tuple(PacingOption(len(now.ringing) + count, outlook.lost(count)) for count in around),
        why=why,
    )


def place(now: Situation, measured: Measured) -> int:
    """Give only the number: for the simulator."""
    return _chosen(now, measured, _outlook(now, measured))[0]


def _outlook(now: Situation, measured: Measured) -> Outlook:
    return Outlook(
        measured.horizon(),
        chance=now.answer,
        free=_ready(now),
        talking=now.talking,
        wrapping=now.wrapping,
        ringing=now.ringing,
        inbound_rate=now.inbound_rate,
    )


def _ready(now: Situation) -> int:
    """Operators left when those who wait already have theirs; callers of queues first."""
    return max(len(now.free) - now.inbound - now.held, 0)


def _chosen(now: Situation, measured: Measured, outlook: Outlook) -> tuple[int, str]:
    ready = _ready(now)
    one_each = max(ready - len(now.ringing), 0)
    more, why = one_each, "progressive"
    if now.mode == "preview":
        return 0, "preview"
    if now.mode == "power":
        more, why = _by_ratio(now, outlook, one_each)
    elif now.mode == "predictive":
        more, why = _by_share(now, measured, outlook, one_each)
    if more > now.most:
        return now.most, "contacts"
    return (more, "inbound") if now.inbound and not ready else (more, why)


def _by_ratio(now: Situation, outlook: Outlook, one_each: int) -> tuple[int, str]:
    if now.ratio > 1 and _allowed(now, outlook) <= _FLOOR:
        return one_each, _empty(now)
    return max(int(now.ratio * _ready(now)) - len(now.ringing), 0), "ratio"


def _by_share(now: Situation, measured: Measured, outlook: Outlook, one_each: int) -> tuple[int, str]:
    if _operators(now) < now.few_operators:
        return one_each, "few_operators"
    if measured.answer.seen < _MEASURED:
        return one_each, "measuring"
    ended = measured.answer.seen + measured.give_up.seen
    most = max(ended // 2 - len(now.ringing), one_each)  # what rings together must not be more than is known
    share = _allowed(now, outlook)
    return _largest(outlook, one_each, most, share), "share" if share > _FLOOR else _empty(now)


def _largest(outlook: Outlook, least: int, most: int, allowed: float) -> int:
    """Find the largest number whose share is allowed: the share grows with the number."""
    found, step = least, 1
    while found + step <= most and outlook.lost(found + step) <= allowed:
        found += step
        step *= 2
    while step > 1:
        step //= 2
        if found + step <= most and outlook.lost(found + step) <= allowed:
            found += step
    return found


def _allowed(now: Situation, outlook: Outlook) -> float:
    """Give the share that this decision may have: by the square of what both windows still have to spare.

    With a reserve's worth to spare it is the limit itself; less near the bound, more when much is left. What is on its
    way counts as abandoned as far as it well may be: so the bound holds also when those calls have ended.
    """
    expected = outlook.abandoned  # rare and independent: about a Poisson distribution, whose variance is its mean
    ahead = now.held + expected + _DEVIATIONS * sqrt(expected) + _KEPT
    left = min(smooth_budget(one.answered, now.limits) - one.abandoned - ahead for one in (now.day, now.month))
    if left <= 0:
        return _FLOOR
    reserve = _RESERVE + _RESERVE_BY_ROOT * sqrt(_operators(now))
    return min(max(now.limits.abandoned_share * (left / reserve) ** 2, _FLOOR), _TOP)


def _operators(now: Situation) -> int:
    return len(now.free) + len(now.talking) + len(now.wrapping)


def _window(now: Situation) -> str:
    return "month" if spare(now.month, now.limits) < spare(now.day, now.limits) else "day"


def _empty(now: Situation) -> str:
    """Say why nothing may be risked: too few answered to prove anything, or what may be abandoned is spent."""
    return "earning" if allowed(min(now.day.answered, now.month.answered), now.limits) < 1 else "spent"

"""From quiet to raised and back: one rule about one queue (or several together). Pure; time comes in.

Three levels: none, ``warn``, ``bad``. Which test each level has to pass depends on where the alert is:

==========  ====================  ====================
now         bad                   warn
==========  ====================  ====================
none        ripe                  ripe
warn        ripe                  kept
bad         kept                  kept
==========  ====================  ====================

*ripe*: the condition has been fulfilled without a break for the rule's delay. *kept*: it is fulfilled but for the
margin. The alert takes the worst level whose test is passed, else none. What a step means to people is in ``CHANGES``.

While the PBX is not seen nobody asks the machine: the alert stays as it is, see ``frozen``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from collector_daemon.core.alert_rules import LEVELS, AlertRule
from shared.domain.board import AlertLevel
from shared.domain.conditions import Measured

Change = Literal["raised", "worsened", "eased", "cleared"]

KEPT: dict[AlertLevel | None, frozenset[AlertLevel]] = {
    None: frozenset(), "warn": frozenset({"warn"}), "bad": frozenset({"warn", "bad"}),
}
"""By the present level: the levels whose test is *kept*; the others' is *ripe*."""

CHANGES: dict[tuple[AlertLevel | None, AlertLevel | None], Change] = {
    (None, "warn"): "raised", (None, "bad"): "raised", ("warn", "bad"): "worsened", ("bad", "warn"): "eased",
    ("warn", None): "cleared", ("bad", None): "cleared",
}
"""What a step from one level to another is called; staying is nothing."""


class AlertState(msgspec.Struct, frozen=True, kw_only=True):
    """Where an alert is; ``fulfilled_at``: since when the conditions of levels not reached are fulfilled (pending)."""

    level: AlertLevel | None = None
    raised_at: datetime | None = None
    worsened_at: datetime | None = None
    fulfilled_at: dict[AlertLevel, datetime] = {}

    @property
    def is_pending(self) -> bool:
        """Quiet, but a condition is fulfilled and only its delay not over."""
        return self.level is None and bool(self.fulfilled_at)


QUIET = AlertState()


def step(rule: AlertRule, state: AlertState, measured: Measured, now: datetime) -> tuple[AlertState, Change | None]:
    """The state at ``now``, and what people should hear of it."""
    kept = KEPT[state.level]
    fulfilled_at = _fulfilled(rule, state, measured, now)
    passed = [
        level for level in LEVELS
        if (rule.holds(level, measured, is_raised=True) if level in kept else _is_ripe(rule, fulfilled_at, level, now))
    ]
    level = passed[0] if passed else None
    change = CHANGES.get((state.level, level))
    waiting = {one: at for one, at in fulfilled_at.items() if one not in KEPT[level]}
    after = AlertState(level=level, fulfilled_at=waiting, **_instants(state, change, now))
    return (state, None) if after == state else (after, change)


def frozen(state: AlertState) -> AlertState:
    """The PBX is not seen: what is raised stays, and a delay begins anew when it is seen again."""
    return msgspec.structs.replace(state, fulfilled_at={}) if state.fulfilled_at else state


def _fulfilled(rule: AlertRule, state: AlertState, measured: Measured, now: datetime) -> dict[AlertLevel, datetime]:
    """Since when each condition is fulfilled without a break; a clock set back begins anew."""
    return {
        level: min(state.fulfilled_at.get(level, now), now)
        for level in LEVELS if rule.holds(level, measured, is_raised=False)
    }


def _is_ripe(rule: AlertRule, fulfilled_at: dict[AlertLevel, datetime], level: AlertLevel, now: datetime) -> bool:
    return level in fulfilled_at and now - fulfilled_at[level] >= rule.after_time


def _instants(state: AlertState, change: Change | None, now: datetime) -> dict[str, datetime | None]:
    match change:
        case "raised":
            return {"raised_at": now, "worsened_at": None}
        case "worsened":
            return {"raised_at": state.raised_at, "worsened_at": now}
        case "cleared":
            return {"raised_at": None, "worsened_at": None}
        case _:
            return {"raised_at": state.raised_at, "worsened_at": state.worsened_at}

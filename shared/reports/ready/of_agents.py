"""Reports of operators: what they did, and how their time passed."""

from __future__ import annotations

from datetime import datetime

import msgspec

from shared.domain.measures.counts import Counts
from shared.domain.measures.formulas import MeasureName
from shared.reports import queries
from shared.reports.queries.scope import Key
from shared.reports.ready.asked import Asked, Detail, detail, with_details
from shared.reports.table import Column, Report, key_column, measure_column, summed
from shared.reports.words import REASON

OF_WORK: tuple[MeasureName, ...] = (
    "handled", "offers", "missed", "rejected", "rna_rate", "transferred_blind",
    "transferred_attended", "transfer_rate", "agent_talk", "agent_hold", "wrap_up_time", "aht",
    "acw", "occupancy", "utilisation", "logged_in_time",
)  # fmt: skip
OF_TIME: tuple[MeasureName, ...] = (
    "logged_in_time", "ready_time", "ringing_time", "talking_time", "on_hold_time", "wrap_up_time", "unreachable_time",
    "paused_time",
)  # fmt: skip


def agents(asked: Asked) -> Report:
    """What operators handled, missed, passed on, talked; first log-in and last log-out."""
    seen: tuple[Detail, ...] = (
        (detail("first_login", "instant"), _first),
        (detail("last_logout", "instant"), _last),
    )
    columns = [*(column for column, _tell in seen), *map(measure_column, OF_WORK)]
    return with_details(_of_agents("agents", asked, columns), seen)


def agent_states(asked: Asked) -> Report:
    """Time in each state, how often they paused, and paused time by each reason that there is."""
    plain = _of_agents("agent_states", asked, [])
    reasons = sorted({reason for row in plain.rows if row.counts for reason in row.counts.agents.pause_ms})
    details: list[Detail] = [(detail("pauses", "count"), _pauses)]
    details += [_paused_for(reason) for reason in reasons]
    columns = [*map(measure_column, OF_TIME), *(column for column, _tell in details)]
    rows = ((row.values, row.counts or Counts()) for row in plain.rows)
    return with_details(summed("agent_states", plain.selection, plain.keys, columns, rows, plain.notes), details)


def _of_agents(name: str, asked: Asked, columns: list[Column]) -> Report:
    keys: tuple[Key, ...] = ("interval", "agent") if asked.selection.interval else ("agent",)
    found = queries.agents(asked.connection, asked.scope, keys, asked.now)
    shown = [key_column(key, "instant" if key == "interval" else "text") for key in keys]
    rows = ((row.keys, Counts(agents=row.counts)) for row in found if _is_anything(Counts(agents=row.counts)))
    return summed(name, asked.selection, shown, columns, rows, asked.notes())


def _is_anything(counts: Counts) -> bool:
    """Rows of nothing but zeros are left over in sums where a fact was told again."""
    told = counts.agents
    return any(value for value in msgspec.structs.astuple(told) if not isinstance(value, dict)) or any(
        told.state_ms.values()
    )


def _paused_for(reason: str) -> Detail:
    column = detail(REASON + reason, "duration")
    return column, lambda counts: counts.agents.pause_ms.get(reason, 0) / 1000


def _first(counts: Counts) -> datetime | None:
    return counts.agents.first_login_at


def _last(counts: Counts) -> datetime | None:
    return counts.agents.last_logout_at


def _pauses(counts: Counts) -> int:
    return counts.agents.spells.get("paused", 0)

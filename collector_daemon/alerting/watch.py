"""Asks every rule about the queues, and tells what it finds: to the board, the log and the actions.

Once a second, because waiting grows by itself, and a moment after a queue's row has changed. While a PBX is not
seen its alerts stay as they are (see ``core.alert_machine.frozen``): the daemon's own alert says that it is away.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import cast

import msgspec

from collector_daemon.alerting.actions import Actions
from collector_daemon.alerting.notice import Notice, NoticeEvent
from collector_daemon.alerting.wording import sentence
from collector_daemon.core.alert_machine import QUIET, AlertState, Change, frozen, step
from collector_daemon.core.alert_rules import AlertRule
from collector_daemon.feed.board import Board
from collector_daemon.settings import AlertSettings
from collector_daemon.store.alert_log import AlertLog, Firing
from shared.clock import Clock
from shared.domain.board import AlertLevel, AlertRow, Gone, QueueRow
from shared.domain.conditions import Comparison
from shared.domain.description import CentreDescription
from shared.domain.measures import Measure, QueueSums

log = logging.getLogger(__name__)

SOON = 0.03  # seconds between a queue's change and the look at it: a burst costs one
TOLD: frozenset[Change] = frozenset({"raised", "worsened", "cleared"})


class _Subject(msgspec.Struct, frozen=True):
    """What a rule is asked about: a queue, or (None) the rule's queues of a PBX together."""

    rule: str
    pbx: str
    queue: str | None

    @property
    def alert(self) -> str:
        """Its name on the board, unlike those of the daemon's own troubles."""
        return f"rule {self.rule}" if self.queue is None else f"rule {self.rule} {self.queue}"


class _Raised(msgspec.Struct, frozen=True):
    """What is shown and logged of an alert that is raised."""

    row: AlertRow
    firing: Firing


class AlertWatch:
    """All rules at work. ``look`` every second, ``stop`` at the end; needs a running event loop."""

    def __init__(
        self, rules: Iterable[AlertSettings], centre: CentreDescription, *, board: Board, clock: Clock, log: AlertLog,
        actions: Actions, is_seen: Callable[[str], bool],
    ) -> None:
        self._settings = {rule.name: rule for rule in rules}
        self._rules = {name: _ready(rule) for name, rule in self._settings.items()}
        self._centre, self._board, self._clock, self._log, self._actions = centre, board, clock, log, actions
        self._is_seen = is_seen
        self._rows: dict[str, dict[str, QueueRow]] = {}
        self._states: dict[_Subject, AlertState] = {}
        self._raised: dict[_Subject, _Raised] = {}
        self._changed: set[tuple[str, str]] = set()
        self._soon: asyncio.TimerHandle | None = None
        board.on_queue(self._hear)

    def take(self, rules: Iterable[AlertSettings], centre: CentreDescription) -> None:
        """Other rules, or other words for queues, from now on.

        An alert of a rule that is no more, or is not about its queues any more, is over, and nobody is told; of a rule
        that is said otherwise it stays, and the next look asks its new condition.
        """
        self._settings = {rule.name: rule for rule in rules}
        self._rules, self._centre = {name: _ready(rule) for name, rule in self._settings.items()}, centre
        now = self._clock.now()
        for subject in [one for one in self._states if not self._is_asked(one)]:
            del self._states[subject]
            if subject in self._raised:
                self._clear(subject, now)
        self.look()

    def _is_asked(self, subject: _Subject) -> bool:
        rule = self._rules.get(subject.rule)
        if rule is None or rule.is_together != (subject.queue is None):
            return False
        return subject.queue is None or rule.is_about(subject.queue)

    def look(self) -> None:
        """Ask every rule about every queue."""
        self._ask({(pbx, queue) for pbx, rows in self._rows.items() for queue in rows})

    def stop(self) -> None:
        """The daemon stops: what is raised ends in the log as stopped, and nobody is told."""
        if self._soon is not None:
            self._soon.cancel()
        for raised in self._raised.values():
            self._log.note(msgspec.structs.replace(raised.firing, cleared_at=self._clock.now(), ending="stopped"))

    def alerts(self) -> Iterable[AlertRow]:
        """Those that are raised now."""
        return tuple(raised.row for raised in self._raised.values())

    def acknowledge(self, row: AlertRow, by: str) -> AlertRow:
        """Somebody looks after it: on the board and in the log."""
        subject = next(one for one, raised in self._raised.items() if raised.row == row)
        seen = {"acknowledged_by": by, "acknowledged_at": self._clock.now()}
        row = msgspec.structs.replace(row, **seen)
        firing = msgspec.structs.replace(self._raised[subject].firing, **seen)
        self._raised[subject] = _Raised(row, firing)
        self._board.apply([row])
        self._log.note(firing)
        return row

    def _hear(self, pbx: str, queue: str, row: QueueRow | None) -> None:
        rows = self._rows.setdefault(pbx, {})
        if row is not None:
            rows[queue] = row
        else:
            rows.pop(queue, None)
        self._changed.add((pbx, queue))
        if self._soon is None and self._rules:
            self._soon = asyncio.get_running_loop().call_later(SOON, self._look_at_changed)

    def _look_at_changed(self) -> None:
        self._soon = None
        self._ask(self._changed)

    def _ask(self, queues: set[tuple[str, str]]) -> None:
        now, self._changed = self._clock.now(), set()
        seen = {pbx: self._is_seen(pbx) for pbx, _queue in queues}
        for rule in self._rules.values():
            subjects = dict.fromkeys(
                _Subject(rule.name, pbx, None if rule.is_together else queue)
                for pbx, queue in sorted(queues) if rule.is_about(queue)
            )
            for subject in subjects:
                if seen[subject.pbx]:
                    self._ask_about(rule, subject, now)
                elif subject in self._states:
                    self._keep(subject, frozen(self._states[subject]))

    def _ask_about(self, rule: AlertRule, subject: _Subject, now: datetime) -> None:
        sums = QueueSums(self._rows_of(rule, subject))
        measured = partial(_measured, sums, now)
        before = self._states.get(subject, QUIET)
        after, change = step(rule, before, measured, now)
        self._keep(subject, after)
        if after.level is not None and after.raised_at is not None:
            if change is not None:
                reason = rule.reason(after.level, measured)
                self._raise(rule, subject, after.level, after, reason, sums, now)
                self._tell(subject, change, now)
            else:
                self._refresh(subject, sums)
        elif change == "cleared":
            self._tell(subject, "cleared", now)
            self._clear(subject, now)

    def _keep(self, subject: _Subject, state: AlertState) -> None:
        if state == QUIET:
            self._states.pop(subject, None)
        else:
            self._states[subject] = state

    def _rows_of(self, rule: AlertRule, subject: _Subject) -> list[QueueRow]:
        rows = self._rows[subject.pbx]
        if subject.queue is None:
            return [row for queue, row in rows.items() if rule.is_about(queue)]
        return [rows[subject.queue]] if subject.queue in rows else []

    def _raise(
        self, rule: AlertRule, subject: _Subject, level: AlertLevel, state: AlertState, reason: Comparison,
        sums: QueueSums, now: datetime,
    ) -> None:
        value = _rounded(sums.measure(reason.measure, now))
        queues = tuple(row.queue for row in sums.rows)
        nobody_ready = _nobody_is_ready(sums)
        whom = self._centre.queue_title(subject.queue) if subject.queue else self._together(rule, queues)
        row = AlertRow(
            pbx=subject.pbx, alert=subject.alert, kind="rule", level=level, rule=rule.title, queue=subject.queue,
            queues=queues if subject.queue is None else (), measure=reason.measure, value=value, limit=reason.limit,
            since=state.raised_at or now, has_sound=rule.has_sound, nobody_ready=nobody_ready,
            text=sentence(rule.title, whom, reason, value, nobody_ready=nobody_ready),
        )
        before = self._raised.get(subject)
        firing = Firing(
            pbx=subject.pbx, alert=subject.alert, raised_at=row.since, rule=rule.name, title=rule.title,
            queue=subject.queue, queues=queues, level=level, measure=reason.measure, value=value,
            threshold=reason.limit, worsened_at=state.worsened_at,
        )
        if before is not None and before.row.level == "bad":
            firing = before.firing  # eased: the log keeps the worst, and who looks after it goes on
            row = msgspec.structs.replace(
                row, acknowledged_by=before.row.acknowledged_by, acknowledged_at=before.row.acknowledged_at)
        self._raised[subject] = _Raised(row, firing)
        self._board.apply([row])
        self._log.note(firing)

    def _together(self, rule: AlertRule, queues: tuple[str, ...]) -> str:
        return ", ".join(map(self._centre.queue_title, queues)) if rule.queues else "all queues"

    def _refresh(self, subject: _Subject, sums: QueueSums) -> None:
        """What is true now of an alert that stays: which queues there are, and is anybody ready."""
        raised = self._raised[subject]
        queues = () if subject.queue is not None else tuple(row.queue for row in sums.rows)
        nobody_ready = _nobody_is_ready(sums)
        if (raised.row.queues, raised.row.nobody_ready) != (queues, nobody_ready):
            row = msgspec.structs.replace(raised.row, queues=queues, nobody_ready=nobody_ready)
            self._raised[subject] = _Raised(row, raised.firing)
            self._board.apply([row])

    def _clear(self, subject: _Subject, now: datetime) -> None:
        raised = self._raised.pop(subject)
        self._board.apply([Gone(topic="alerts", pbx=subject.pbx, key=subject.alert)])
        self._log.note(msgspec.structs.replace(raised.firing, cleared_at=now, ending="cleared"))

    def _tell(self, subject: _Subject, change: Change, now: datetime) -> None:
        row, settings = self._raised[subject].row, self._settings[subject.rule]
        log.info("alert %s: %s (%s)", change, row.text, row.level)
        if change not in TOLD or (change == "cleared" and not settings.tell_cleared):
            return
        queue = subject.queue or ""
        self._actions.tell(settings, Notice(
            event=cast("NoticeEvent", change), alert=row.alert, rule=subject.rule, title=row.rule, level=row.level,
            pbx=row.pbx, queue=queue, queue_title=self._centre.queue_title(queue) if queue else "",
            measure=row.measure, value=row.value, limit=row.limit, text=row.text, at=now, since=row.since,
        ))


def _ready(rule: AlertSettings) -> AlertRule:
    return AlertRule(
        name=rule.name, title=rule.title, queues=frozenset(rule.queues), is_together=rule.scope == "together",
        conditions=rule.conditions, margin=rule.margin, after_time=timedelta(seconds=rule.after_seconds),
        has_sound=rule.sound,
    )


def _measured(sums: QueueSums, now: datetime, measure: Measure) -> float | None:
    """Without a queue nothing has a value: zero of nothing is no news."""
    return sums.measure(measure, now) if sums.rows else None


def _nobody_is_ready(sums: QueueSums) -> bool:
    return bool(sums.rows) and sums.total("ready") == 0


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)

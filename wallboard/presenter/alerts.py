"""What an alert says in words, and the band at the bottom: one alert after the other, or that all is well."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.board import AlertRow
from shared.language import Language, to_translate
from wallboard.presenter.moment import Moment
from wallboard.screen import Ticker

FRESH = timedelta(seconds=30)
"""An alarm younger than this keeps the page from turning."""
TROUBLES = {
    "pbx_away": to_translate("the connection to the PBX is lost, figures are old"),
    "database_away": to_translate("the database is away, nothing is lost, it will be stored later"),
    "disk_full": to_translate("the disk of the server is full"),
}
"""Troubles of the daemon's own by kind; others are shown as it says them."""
TIMES = frozenset({"longest_wait", "average_wait"})
SHARES = frozenset({"service_level", "abandoned_share"})
SAID = {
    "longest_wait": to_translate("longest wait over the {limit} limit"),
    "average_wait": to_translate("average wait over the {limit} limit"),
    "waiting": to_translate("{value} waiting, limit {limit}"),
    "paused": to_translate("{value} on a pause, limit {limit}"),
    "unreachable": to_translate("{value} unreachable, limit {limit}"),
    "abandoned": to_translate("{value} lost calls, limit {limit}"),
    "abandoned_share": to_translate("{value} of calls lost, limit {limit}"),
    "service_level": to_translate("service level {value}, limit {limit}"),
    "ready": to_translate("only {value} ready"),
}
"""What is said of a measure whose rule has found something."""


def ordered(alerts: tuple[AlertRow, ...] | list[AlertRow]) -> list[AlertRow]:
    """The worst first, then the newest."""
    return sorted(alerts, key=lambda row: (row.level != "bad", -row.since.timestamp()))


def subject(row: AlertRow, moment: Moment) -> str:
    """Whom or what it is about."""
    if row.kind == "rule":
        return moment.centre.queue_title(row.queue) if row.queue else moment.language.text("All queues")
    return row.pbx


def sentence(row: AlertRow, language: Language) -> str:
    """What it says, after its subject."""
    if row.kind != "rule":
        return language.text(TROUBLES[row.kind]) if row.kind in TROUBLES else row.text
    if row.measure == "ready" and not row.value:
        return language.text("nobody is ready")
    pattern = SAID.get(row.measure)
    if pattern is None:
        return row.rule or row.text
    said = language.text(pattern, value=figure(row.measure, row.value, language), limit=figure(
        row.measure, row.limit, language))
    return f"{said}, {language.text('nobody is ready')}" if row.nobody_ready else said


def figure(measure: str, value: float | None, language: Language) -> str:
    """A measure's value as people write it."""
    if value is None:
        return "–"
    if measure in TIMES:
        return language.running(timedelta(seconds=value))
    return language.percent(value) if measure in SHARES else language.number(value)


def has_fresh_alarm(moment: Moment) -> bool:
    """Has something been raised just now?"""
    return any(moment.now - row.since < FRESH for row in moment.rules)


def ticker(moment: Moment) -> Ticker:
    """The alert whose turn it is."""
    found, language = ordered(moment.board.alerts), moment.language
    if not found:
        text = language.text("All well, no alerts")
        return Ticker("", text, "", "tick", "good")
    place = moment.turn % len(found)
    row = found[place]
    note = language.text("since {time}", time=language.clock(row.since, moment.zone))
    if len(found) > 1:
        note = f"{note} · {place + 1}/{len(found)}"
    return Ticker(f"{subject(row, moment)}:", sentence(row, language), note, "triangle", row.level)
